// Makes the project ready to run: installs its packages and builds it, where that is missing or out of date.
// npm runs it before `npm start`, `npm test` and `npm run import`. It uses nothing but Node, and no network when there is nothing to do.
//
//   --production   is content with a fresh build and the packages that running it needs, as in an image without development packages

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const STAMP = "dist/.built-from";
const LOCK = join(ROOT, ".papergraph/preparing");
const LOCK_AGE_MAX_MS = 20 * 60_000;

const isProduction = process.argv.includes("--production");

/** What must be done now: asked again once the lock is held, since another process may have done it meanwhile. */
function findWork() {
  const isBuilt = isBuildFresh();
  return { install: !arePackagesInstalled({ withDevelopment: !(isProduction && isBuilt) }), build: !isBuilt };
}

/** Whether node_modules holds what package-lock.json lists; npm notes there what it installed. Packages for other systems may be absent. */
function arePackagesInstalled({ withDevelopment }) {
  const note = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(note)) return false;
  const installed = JSON.parse(readFileSync(note, "utf8")).packages;
  return Object.entries(JSON.parse(read("package-lock.json")).packages).every(
    ([path, { version, dev, optional, devOptional }]) =>
      path === "" || optional || ((dev || devOptional) && !withDevelopment) || installed[path]?.version === version,
  );
}

/** Whether dist was built from the files that are here now. One built by hand bears no stamp: then it must be younger than all of them. */
function isBuildFresh() {
  const main = join(ROOT, "dist/src/main.js");
  if (!existsSync(main)) return false;
  if (existsSync(join(ROOT, STAMP))) return read(STAMP) === fingerprint();
  return inputs().every((file) => statSync(join(ROOT, file)).mtimeMs <= statSync(main).mtimeMs);
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const file of inputs()) hash.update(`${file}\0${read(file)}\0`);
  return hash.digest("hex");
}

function inputs() {
  const sources = ["src", "migrations"].filter((folder) => existsSync(join(ROOT, folder)));
  const inFolders = sources.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(ROOT.length + 1)),
  );
  return [...inFolders, ...readdirSync(ROOT).filter((name) => /^(tsconfig.*|package)\.json$/.test(name))].sort();
}

async function install() {
  console.log("Papergraph: installing packages (the first time takes a minute) ...");
  const options = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  let result = await npm("ci", ...options);
  // A lock file made where a registry lacked other systems' packages is not complete enough for `npm ci` there; `npm install` fills the gaps.
  if (!result.isDone && /\bEUSAGE\b|in sync/.test(result.output)) result = await npm("install", "--no-save", ...options);
  if (!result.isDone)
    fail(`cannot install packages: ${reasonOf(result.output)}. Check the network and disk, or run "npm ci" to see more.`);
}

async function build() {
  console.log("Papergraph: building ...");
  const stamp = fingerprint(); // before, not after: what changes during the build must count as a change
  const fresh = join(ROOT, "dist.new");
  const old = join(ROOT, "dist.old");
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(fresh);
  writeFileSync(join(fresh, ".gitignore"), "*\n");
  try {
    const result = await npm("run", "build", "--silent", "--", "--outDir", "dist.new");
    if (!result.isDone) {
      console.error(result.output.trimEnd());
      fail(`the build failed: correct the above, or run "npm ci" when packages are damaged.`);
    }
    writeFileSync(join(fresh, ".built-from"), stamp);
    // Exchanged as a whole: a service that is just loading its modules finds either all old or all new ones.
    if (existsSync(join(ROOT, "dist"))) renameSync(join(ROOT, "dist"), old);
    renameSync(fresh, join(ROOT, "dist"));
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  }
}

function npm(...args) {
  return new Promise((done) => {
    const isWindows = process.platform === "win32";
    const child = spawn(isWindows ? "npm.cmd" : "npm", args, { cwd: ROOT, shell: isWindows, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => done({ isDone: false, output: error.message }));
    child.on("close", (code) => done({ isDone: code === 0, output }));
  });
}

/** The line of npm's complaint that says most: the first that is no error code, no path and no advice. */
function reasonOf(output) {
  const lines = output.split("\n").map((line) => line.replace(/^npm (error|ERR!) ?/, "").trim());
  const telling = lines.find((line) => line !== "" && !/^(code|errno|syscall|path|type|npm warn)\b/.test(line));
  return (telling ?? "npm gave no reason").replace(/\.$/, "");
}

/**
 * Runs `action` while no other process does. Who sees its own claim alone holds the lock, who sees another's gives way and tries again;
 * the claims of dead processes do not count.
 */
async function withLock(action) {
  mkdirSync(LOCK, { recursive: true });
  const own = join(LOCK, String(process.pid));
  for (let waits = 0; ; waits++) {
    if (others().length === 0) {
      writeFileSync(own, "");
      try {
        if (others().length === 0) return await action();
      } finally {
        rmSync(own, { force: true });
      }
    }
    if (waits === 5) console.log("Papergraph: waiting for another process that installs or builds ...");
    await sleep(50 + Math.random() * 100);
  }
}

function others() {
  return readdirSync(LOCK).filter((name) => {
    if (name === String(process.pid)) return false;
    const file = join(LOCK, name);
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    const isLive = isRunning(Number(name)) && age < LOCK_AGE_MAX_MS; // an old claim: another program has the number of a dead process
    if (!isLive) rmSync(file, { force: true });
    return isLive;
  });
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Ends with one line; thrown, so that the lock is given back. */
function fail(message) {
  throw new Failure(message);
}

class Failure extends Error {}

const read = (file) => readFileSync(join(ROOT, file), "utf8");

try {
  const { install: mustInstall, build: mustBuild } = findWork();
  if (mustInstall || mustBuild)
    await withLock(async () => {
      if (findWork().install) await install();
      if (findWork().build) await build();
    });
} catch (error) {
  if (!(error instanceof Failure) && error.code === undefined) throw error;
  console.error(`Papergraph: ${error.message}`);
  process.exitCode = 1;
}
