import { createHash, randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { totalmem } from "node:os";
import { join } from "node:path";
import { give, type ServerHome } from "./embedded-home";
import { findPrograms, run } from "./embedded-programs";
import { probePort } from "./ports";
import { StartupError } from "./startup-error";

/** Bytes that this process and the server share with others; a container may have less than its machine. */
const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/** A part of the memory as PostgreSQL writes it, within bounds in megabytes. */
const share = (part: number, least: number, most: number) =>
  `${Math.max(least, Math.min(most, Math.floor((memory * part) / 2 ** 20)))}MB`;

/** For a machine that does other things too; what `ALTER SYSTEM` sets goes before it. */
const SETTINGS = [
  "listen_addresses = '127.0.0.1'",
  "unix_socket_directories = ''", // the path of a socket must be short, that of a data folder need not be
  "max_connections = 100",
  `shared_buffers = ${share(1 / 8, 128, 2_048)}`, // indexes that do not fit are read and written again for each batch of an import
  `effective_cache_size = ${share(1 / 2, 1_024, 65_536)}`,
  "maintenance_work_mem = 128MB",
  "work_mem = 16MB",
  "random_page_cost = 1.1",
  "jit = off",
  "timezone = 'UTC'",
  "log_timezone = 'UTC'",
];

/** The data folder of the server, which its process names on its command line. */
export const clusterOf = (home: ServerHome): string => join(home.folder, "cluster");

/** What the server's children call themselves in the list of processes: no other cluster of this system has the same. */
export const clusterName = (home: ServerHome): string =>
  `papergraph-${createHash("sha256").update(clusterOf(home)).digest("hex").slice(0, 8)}`;

/** Makes the cluster if there is none, whole or not at all: what an interrupted try left is removed. Throws a StartupError when it cannot. */
export async function createCluster(home: ServerHome, initdbArgs: readonly string[] = []): Promise<void> {
  if (existsSync(clusterOf(home))) return;
  // A killed process may have left its initdb at work in there: that fails when its files go, but not at once.
  for (const name of readdirSync(home.folder).filter((name) => name.startsWith("cluster.new")))
    await rm(join(home.folder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  const unfinished = join(home.folder, `cluster.new-${randomBytes(4).toString("hex")}`);
  write(home, "password", randomBytes(24).toString("base64url"));
  const args = ["--pgdata", unfinished, "--username=papergraph", `--pwfile=${join(home.folder, "password")}`];
  args.push("--auth=scram-sha-256", "--no-instructions", ...initdbArgs);
  args.push("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"); // the same on every system
  await run(home, join(findPrograms(home), "initdb"), args).catch((error) => {
    throw new StartupError(`Cannot make the embedded database in ${home.folder}: ${error.message}.`);
  });
  appendFileSync(join(unfinished, "postgresql.conf"), "\ninclude 'papergraph.conf'\n");
  renameSync(unfinished, clusterOf(home));
}

/** Writes the settings of the next start: the port of the last time, so that an address that somebody noted stays good, else any free one. */
export async function configure(home: ServerHome, settings: readonly string[]): Promise<void> {
  const file = join(clusterOf(home), "papergraph.conf");
  const [, last = "0"] = /^port = (\d+)$/m.exec(existsSync(file) ? readFileSync(file, "utf8") : "") ?? [];
  const port = await probePort(Number(last), "127.0.0.1").catch(() => probePort(0, "127.0.0.1"));
  const lines = [`port = ${port}`, `cluster_name = '${clusterName(home)}'`, ...SETTINGS, ...settings];
  write(home, "cluster/papergraph.conf", `# Written at every start.\n${lines.join("\n")}\n`);
}

/** The process and the port that the server noted when it started; 0 for what is not there. It need not live any more. */
export function readPidFile(home: ServerHome): { pid: number; port: number } {
  const file = join(clusterOf(home), "postmaster.pid");
  const [pid = "0", , , port = "0"] = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  return { pid: Number(pid), port: Number(port) };
}

/** The address of the server. The database is the one that initdb makes: there is no moment at which it is missing. */
export function addressOf(home: ServerHome, port: number): string {
  const password = readFileSync(join(home.folder, "password"), "utf8").trim();
  return `postgres://papergraph:${password}@127.0.0.1:${port}/postgres?sslmode=disable`; // or PGSSLMODE of whoever starts us would count
}

function write(home: ServerHome, name: string, text: string): void {
  const path = join(home.folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  give(path, home);
}
