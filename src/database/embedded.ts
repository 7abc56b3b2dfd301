import { rmSync } from "node:fs";
import { join } from "node:path";
import { createCluster } from "./embedded-cluster";
import { LEASES, LOCK, openHome, type ServerHome } from "./embedded-home";
import { findPackage } from "./embedded-programs";
import { findServer, startServer, stopServer } from "./embedded-server";
import { claim, liveClaims, withLock } from "./process-claims";

/** A PostgreSQL that the service runs itself. */
export interface EmbeddedDatabase {
  /** Good for `pg` and for psql; holds the password. */
  readonly url: string;
  /** Gives the database back; the last process to do so stops the server. Again: nothing more happens. */
  close(): Promise<void>;
}

/**
 * Opens the PostgreSQL of a data folder: makes it the first time, starts it when it does not run, and shares it when another process has it open.
 * Recovers by itself from whatever was killed before. Throws a StartupError where that cannot be.
 */
export async function openEmbedded(dataDir: string, log: (line: string) => void = () => {}): Promise<EmbeddedDatabase> {
  findPackage(); // where there is none, the data folder is not what to mend
  const home = openHome(dataDir);
  const lock = join(home.folder, LOCK);
  const leases = join(home.folder, LEASES);
  const lease = claim(leases);
  const close = once(async () => {
    lease.release();
    await withLock(lock, async () => {
      if (liveClaims(leases).length === 0) await stopServer(home, "fast");
    });
  });
  try {
    return { url: await withLock(lock, () => ensureServer(home, log)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens a new, empty PostgreSQL that is fast and forgets: for tests and benchmarks. Whatever `folder` holds is lost, now and when it closes.
 * `settings`: lines of its configuration, such as "max_connections = 200".
 */
export async function startThrowAway(folder: string, settings: readonly string[] = []): Promise<EmbeddedDatabase> {
  await removeServer(folder);
  const home = openHome(folder);
  await createCluster(home, ["--no-sync"]);
  const url = await startServer(home, ["fsync = off", "synchronous_commit = off", "full_page_writes = off", ...settings]);
  return { url, close: once(() => removeServer(folder)) };
}

async function removeServer(folder: string): Promise<void> {
  const home = openHome(folder);
  await stopServer(home, "immediate");
  rmSync(home.folder, { recursive: true, force: true }); // may lie elsewhere
  rmSync(folder, { recursive: true, force: true });
}

async function ensureServer(home: ServerHome, log: (line: string) => void): Promise<string> {
  const running = await findServer(home);
  if (running) return running;
  log(`Starting the embedded PostgreSQL in ${home.folder}`);
  await createCluster(home);
  return startServer(home);
}

function once(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= action();
    return result;
  };
}
