// Prints as JSON how to launch a Chromium that runs on this machine, also as root: { executablePath, env, args }, what Playwright's launch() takes.
// One that is installed goes first; else the one in the package @sparticuz/chromium, unpacked once (2 s, 200 MB) below node_modules/.cache.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const INSTALLED = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Playwright adds a new user data folder. Only this machine has a name: nothing can leave it. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** As it is before unpacking sets folders of its own, which are gone when it is done. */
const environment = { ...process.env };

const installed = INSTALLED.find((path) => canRun(path, {}));
const { executablePath, env } = installed ? { executablePath: installed, env: {} } : await fromPackage();
console.log(JSON.stringify({ executablePath, env: { ...environment, ...env }, args }));

async function fromPackage() {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error("The browser tests need a Chromium in the PATH; the one in the npm packages is for Linux on x64");
  const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
  const { version } = createRequire(import.meta.url)(join(root, "node_modules/@sparticuz/chromium/package.json"));
  const folder = join(root, "node_modules/.cache", `papergraph-chromium-${version}`);
  if (!existsSync(folder)) await unpackTo(folder);
  const executablePath = join(folder, "chromium");
  const fonts = { FONTCONFIG_FILE: join(folder, "fonts.conf") };
  const libraries = { ...fonts, LD_LIBRARY_PATH: join(folder, "al2023/lib") }; // libnss3 and libnspr4, where the system has none
  const env = [fonts, libraries].find((env) => canRun(executablePath, env));
  if (!env) throw new Error(`${executablePath} does not run here: try it by hand, or install a Chromium`);
  return { executablePath, env };
}

/** Whole or not at all: another process may be doing the same, and this one may be killed. */
async function unpackTo(folder) {
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  process.env.TMPDIR = fresh; // it unpacks there, and would use any chromium that lies there already
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs20.x"; // unpacks the libraries too
  const { default: chromium } = await import("@sparticuz/chromium");
  await chromium.executablePath();
  writeFileSync(
    join(fresh, "fonts.conf"),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`,
  );
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(fresh, { recursive: true }); // the other one was first
  }
}

function canRun(path, env) {
  try {
    execFileSync(path, ["--version"], { env: { ...environment, ...env }, stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
