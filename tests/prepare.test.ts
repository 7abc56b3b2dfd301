import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";

/** Stands in for npm, so that no test needs a network: notes how it was called, and does what the real one would leave behind. */
const NPM = `#!${process.execPath}
const fs = require("node:fs");
const args = process.argv.slice(2);
fs.appendFileSync("calls", args.slice(0, 2).join(" ") + "\\n");
const answers = fs.existsSync("answers.json") ? JSON.parse(fs.readFileSync("answers.json", "utf8")) : {};
if (answers[args[0]]) { console.error(answers[args[0]]); process.exit(1); }
setTimeout(() => {
  if (args[0] === "run") {
    const out = args[args.indexOf("--outDir") + 1];
    fs.mkdirSync(out + "/src", { recursive: true });
    fs.writeFileSync(out + "/src/main.js", fs.readFileSync("src/main.ts"));
  } else {
    fs.mkdirSync("node_modules", { recursive: true });
    fs.copyFileSync("package-lock.json", "node_modules/.package-lock.json");
  }
}, 100);
`;

const LOCK = {
  packages: {
    "": { name: "papergraph" },
    "node_modules/needed": { version: "1.0.0" },
    "node_modules/tool": { version: "1.0.0", dev: true },
    "node_modules/other-system": { version: "1.0.0", optional: true },
  },
};

let project: string;
const folder = mkdtempSync(join(tmpdir(), "papergraph-prepare-"));
const file = (name: string) => join(project, name);
const write = (name: string, text: string) => {
  mkdirSync(dirname(file(name)), { recursive: true });
  writeFileSync(file(name), text);
};
const installed = (packages: object) => write("node_modules/.package-lock.json", JSON.stringify({ packages }));

beforeEach(() => {
  project = mkdtempSync(join(folder, "project-"));
  mkdirSync(file("scripts"));
  cpSync(resolve(__dirname, "../scripts/prepare.mjs"), file("scripts/prepare.mjs"));
  write("package.json", "{}");
  write("package-lock.json", JSON.stringify(LOCK));
  write("src/main.ts", "one");
  write("bin/npm", NPM);
  chmodSync(file("bin/npm"), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function prepare(...args: string[]) {
  rmSync(file("calls"), { force: true });
  const env = { PATH: [file("bin"), process.env.PATH].join(delimiter) };
  const child = spawn(process.execPath, [file("scripts/prepare.mjs"), ...args], { env, cwd: tmpdir() });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

const calls = () => (existsSync(file("calls")) ? readFileSync(file("calls"), "utf8").trim().split("\n") : []);

test("installs and builds a fresh clone, and does nothing the second time", async () => {
  expect(await prepare()).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Papergraph: installing .*\nPapergraph: building .*\n$/),
  });
  expect(calls()).toEqual(["ci --include=dev", "run build"]);
  expect(await prepare()).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(calls()).toEqual([]);
});

test("builds again when a source has changed, and leaves nothing of the old build", async () => {
  await prepare();
  write("dist/src/removed.js", "");
  write("src/main.ts", "two");
  await prepare();
  expect(calls()).toEqual(["run build"]);
  expect(readFileSync(file("dist/src/main.js"), "utf8")).toBe("two");
  expect(existsSync(file("dist/src/removed.js"))).toBe(false);
});

test("installs again when the lock file wants another version", async () => {
  await prepare();
  write("package-lock.json", JSON.stringify({ packages: { ...LOCK.packages, "node_modules/needed": { version: "2.0.0" } } }));
  await prepare();
  expect(calls()).toEqual(["ci --include=dev"]);
});

test("is content with what somebody installed and built by hand", async () => {
  installed({ "node_modules/needed": { version: "1.0.0" }, "node_modules/tool": { version: "1.0.0" } });
  write("dist/src/main.js", "one");
  expect(await prepare()).toEqual({ code: 0, stdout: "", stderr: "" });
  utimesSync(file("src/main.ts"), new Date(), new Date(Date.now() + 1_000));
  await prepare();
  expect(calls()).toEqual(["run build"]);
});

test("for production a fresh build needs no development packages, for anything else it does", async () => {
  installed({ "node_modules/needed": { version: "1.0.0" } });
  write("dist/src/main.js", "one");
  expect(await prepare("--production")).toEqual({ code: 0, stdout: "", stderr: "" });
  await prepare();
  expect(calls()).toEqual(["ci --include=dev"]);
});

test("a lock file that lacks packages for this system is filled up by npm install", async () => {
  write(
    "answers.json",
    JSON.stringify({ ci: "npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install packages when ..." }),
  );
  expect(await prepare()).toMatchObject({ code: 0, stderr: "" });
  expect(calls()).toEqual(["ci --include=dev", "install --no-save", "run build"]);
});

test("an install that fails is one line, and nothing is built", async () => {
  const said =
    "npm error code ENOTFOUND\nnpm error errno ENOTFOUND\nnpm error network request failed\nnpm error network In most cases ...";
  write("answers.json", JSON.stringify({ ci: said }));
  expect(await prepare()).toMatchObject({
    code: 1,
    stderr:
      'Papergraph: cannot install packages: network request failed. Check the network and disk, or run "npm ci" to see more.\n',
  });
  expect(calls()).toEqual(["ci --include=dev"]);
});

test("a build that fails shows why, and keeps the build that is there", async () => {
  await prepare();
  write("src/main.ts", "two");
  write("answers.json", JSON.stringify({ run: "src/main.ts(1,1): error TS1: wrong" }));
  const { code, stderr } = await prepare();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^src\/main\.ts\(1,1\): error TS1: wrong\nPapergraph: the build failed: /);
  expect(readFileSync(file("dist/src/main.js"), "utf8")).toBe("one");
  expect(existsSync(file("dist.new"))).toBe(false);
});

test("of two at once one works and the other waits", async () => {
  const results = await Promise.all([prepare(), prepare("--production")]);
  expect(results.map(({ code }) => code)).toEqual([0, 0]);
  expect(calls()).toEqual(["ci --include=dev", "run build"]);
});

test("what a killed process left does not stop the next", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "close");
  write(`.papergraph/preparing/${child.pid}`, "");
  expect(await prepare()).toMatchObject({ code: 0 });
});

test("the lock file of this project lists the packages of every system, so that npm ci works on each, and no registry", () => {
  const { packages } = JSON.parse(readFileSync(resolve(__dirname, "../package-lock.json"), "utf8"));
  const entries = Object.entries<{ optionalDependencies?: object; resolved?: string }>(packages);
  const isListed = (name: string) => Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`));
  const missing = entries.flatMap(([, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isListed(name)),
  );
  expect(missing).toEqual([]);
  expect(entries.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
});
