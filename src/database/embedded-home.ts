import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { StartupError } from "./startup-error";

/** An account of the system. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Where one embedded server keeps everything, and whom it runs as; null: as this process does. */
export interface ServerHome {
  readonly folder: string;
  readonly account: Account | null;
}

/** Folders in the home for the claims of the processes that change the server's state, and of those that use it. */
export const LOCK = "lock";
export const LEASES = "leases";

/** Where a server lives whose account may not enter the data folder. */
const ELSEWHERE = "/var/lib/papergraph";

/**
 * Makes the folder `postgres` in the data folder, or finds it again. Throws a StartupError when that cannot be.
 *
 * PostgreSQL refuses to run as root, so root runs it as an unprivileged account. Where that one may not enter the data folder
 * (it lies below a private home), `postgres` is a link to a folder below /var/lib/papergraph.
 */
export function openHome(dataDir: string): ServerHome {
  try {
    mkdirSync(dataDir, { recursive: true });
    const path = join(realpathSync(dataDir), "postgres");
    const home = process.getuid?.() === 0 ? openAsRoot(path) : openAsUser(path);
    for (const name of [LOCK, LEASES]) {
      mkdirSync(join(home.folder, name), { recursive: true });
      give(join(home.folder, name), home);
    }
    return home;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new StartupError(
      `Cannot use the data folder ${dataDir} (${code}): set DATA_DIR to a folder that can be written, or start as the user that it belongs to.`,
    );
  }
}

function openAsUser(path: string): ServerHome {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  return { folder: realpathSync(path), account: null };
}

function openAsRoot(path: string): ServerHome {
  if (linkTarget(path) && belongsToAnother(path)) rmSync(path);
  const account = ownerOf(path) ?? unprivilegedAccount();
  if (linkTarget(path) === null && !mayEnter(dirname(path), account)) {
    if (existsSync(path))
      throw new StartupError(
        `The data in ${path} belongs to user ${account.uid}, who may not enter this folder: let them, or set DATA_DIR.`,
      );
    linkElsewhere(path);
  }
  const folder = linkTarget(path) ?? path;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (folder !== path) writeFileSync(join(folder, "data-folder"), path);
  const home = { folder: realpathSync(folder), account };
  give(home.folder, home);
  return home;
}

/** Makes a file or folder the server's own. */
export function give(path: string, { account }: ServerHome): void {
  if (account) chownSync(path, account.uid, account.gid);
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null; // not there, or a folder
  }
}

function linkElsewhere(path: string): void {
  if (mkdirSync(ELSEWHERE, { recursive: true }) !== undefined) chmodSync(ELSEWHERE, 0o755); // whatever mask we run with
  try {
    symlinkSync(join(ELSEWHERE, randomBytes(6).toString("hex")), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another process was first: its link will do
  }
}

/** Whether `path` is a copy of a link that is still in use: a copied data folder must not share the database of its original. */
function belongsToAnother(path: string): boolean {
  const target = linkTarget(path)!;
  const note = join(target, "data-folder");
  const first = existsSync(note) ? readFileSync(note, "utf8") : path;
  return first !== path && linkTarget(first) === target;
}

/** Who owns the data already: it stays with them even when another account would be chosen now. */
function ownerOf(path: string): Account | null {
  const { uid, gid } = statSync(path, { throwIfNoEntry: false }) ?? { uid: 0, gid: 0 };
  return uid === 0 ? null : { uid, gid };
}

function unprivilegedAccount(): Account {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "_postgres", "nobody"]) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new StartupError(
    "PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: start as another user, or set DATABASE_URL.",
  );
}

/** Whether the account may enter `folder` and all above it; read from the modes, since to try it takes a program that it can run. */
export function mayEnter(folder: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0 && (folder === dirname(folder) || mayEnter(dirname(folder), account));
}
