import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { give, type ServerHome } from "./embedded-home";
import { findPrograms, run } from "./embedded-programs";
import { probePort } from "./ports";
import { isServer, serverProcesses, startOf } from "./processes";
import { StartupError } from "./startup-error";

/** For a small machine; what `ALTER SYSTEM` sets goes before it. */
const SETTINGS = [
  "listen_addresses = '127.0.0.1'",
  "unix_socket_directories = ''", // the path of a socket must be short, that of a data folder need not be
  "cluster_name = 'papergraph'",
  "max_connections = 100",
  "shared_buffers = 128MB",
  "effective_cache_size = 1GB",
  "maintenance_work_mem = 128MB",
  "work_mem = 16MB",
  "random_page_cost = 1.1",
  "jit = off",
  "timezone = 'UTC'",
  "log_timezone = 'UTC'",
];

const LOG_SIZE_MAX = 10_000_000;
const ANSWER_TIMEOUT_MS = 60_000;
const ORPHAN_TIMEOUT_MS = 5_000;

/** Makes the home's cluster if it has none, whole or not at all: what an interrupted try left is removed. */
export async function createCluster(home: ServerHome, initdbArgs: readonly string[] = []): Promise<void> {
  if (existsSync(clusterOf(home))) return;
  for (const name of readdirSync(home.folder).filter((name) => name.startsWith("cluster.new")))
    rmSync(join(home.folder, name), { recursive: true, force: true });
  const unfinished = join(home.folder, `cluster.new-${randomBytes(4).toString("hex")}`); // an initdb whose parent was killed may still be at work
  write(home, "password", randomBytes(24).toString("base64url"));
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]; // the same on every system
  const access = [
    "--username=papergraph",
    `--pwfile=${join(home.folder, "password")}`,
    "--auth=scram-sha-256",
    "--no-instructions",
  ];
  await run(home, join(findPrograms(home), "initdb"), ["--pgdata", unfinished, ...locale, ...access, ...initdbArgs]).catch(
    (error) => {
      throw new StartupError(`Cannot make the embedded database in ${home.folder}: ${error.message}.`);
    },
  );
  appendFileSync(join(unfinished, "postgresql.conf"), "\ninclude 'papergraph.conf'\n");
  renameSync(unfinished, clusterOf(home));
}

/** The address of the server that runs on the home's cluster, once it answers; null when none runs. */
export async function findServer(home: ServerHome): Promise<string | null> {
  const deadline = Date.now() + ANSWER_TIMEOUT_MS;
  for (;;) {
    const { pid, port } = readPidFile(home);
    if (!isServer(pid, clusterOf(home))) return null;
    if (port > 0 && (await answers(home, port))) return addressOf(home, port);
    if (Date.now() > deadline) await stopServer(home, "immediate");
    await sleep(50); // it starts up, recovers or shuts down
  }
}

/** Starts a server on the home's cluster, whatever an earlier one left behind, and gives its address. Throws a StartupError when it cannot. */
export async function startServer(home: ServerHome, settings: readonly string[] = []): Promise<string> {
  await endOrphans(home);
  const log = join(home.folder, "server.log");
  if (existsSync(log) && statSync(log).size > LOG_SIZE_MAX) renameSync(log, `${log}.old`);
  for (let triesLeft = 3; ; triesLeft--) {
    const port = await choosePort(home);
    write(
      home,
      "cluster/papergraph.conf",
      ["# Written at every start.", `port = ${port}`, ...SETTINGS, ...settings, ""].join("\n"),
    );
    const fault = await run(home, join(findPrograms(home), "pg_ctl"), [
      "start",
      "-D",
      clusterOf(home),
      "-l",
      log,
      "-t",
      "120",
      "-s",
    ]).catch((error: Error) => error.message);
    const address = await findServer(home); // also when it failed: a start that was killed halfway may have gone on, and been first
    if (address) return address;
    if (triesLeft === 1 || (await isFree(port)))
      // else another program took the port since it was chosen
      throw new StartupError(`The embedded PostgreSQL does not start: ${fault ?? "it ended"} (more in ${log}).`);
  }
}

/** Stops the server and waits for its end; nothing when none runs. After "immediate" the next start recovers. */
export async function stopServer(home: ServerHome, mode: "fast" | "immediate"): Promise<void> {
  const { pid } = readPidFile(home);
  if (!isServer(pid, clusterOf(home))) return;
  const args = ["stop", "-D", clusterOf(home), "-m", mode, "-t", "60", "-s"];
  await run(home, join(findPrograms(home), "pg_ctl"), args).catch((error) => {
    if (isServer(pid, clusterOf(home))) throw error;
  });
}

/**
 * Ends what a killed server left running on the cluster: a busy backend goes on, and no server starts while it holds the shared memory.
 * Removes a pid file whose number is somebody else's by now: PostgreSQL would take them for the server.
 */
async function endOrphans(home: ServerHome): Promise<void> {
  const orphans = () => serverProcesses(clusterOf(home));
  for (const deadline = Date.now() + ORPHAN_TIMEOUT_MS; orphans().length > 0; await sleep(50))
    for (const pid of orphans()) process.kill(pid, Date.now() < deadline ? "SIGQUIT" : "SIGKILL");
  const { pid } = readPidFile(home);
  if (startOf(pid) !== null && !isServer(pid, clusterOf(home))) rmSync(join(clusterOf(home), "postmaster.pid"), { force: true });
}

/** Whether our own server answers there, and not one that got the port of a dead one. */
async function answers(home: ServerHome, port: number): Promise<boolean> {
  const client = new Client({ connectionString: addressOf(home, port), connectionTimeoutMillis: 2_000 });
  client.on("error", () => {}); // else a server that ends at this moment ends us
  try {
    await client.connect();
    const { rows } = await client.query("select current_setting('data_directory') as folder");
    return rows[0].folder === clusterOf(home);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The database is the one that initdb makes: there is no moment at which it is missing. */
function addressOf(home: ServerHome, port: number): string {
  const password = readFileSync(join(home.folder, "password"), "utf8").trim();
  return `postgres://papergraph:${password}@127.0.0.1:${port}/postgres?sslmode=disable`; // sslmode: not PGSSLMODE of whoever starts us
}

/** The first and fourth line of postmaster.pid; 0 for what is not there. */
function readPidFile(home: ServerHome): { pid: number; port: number } {
  const file = join(clusterOf(home), "postmaster.pid");
  const [pid = "0", , , port = "0"] = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  return { pid: Number(pid), port: Number(port) };
}

/** The port of the last time, so that an address that somebody noted stays good; any free one when that is taken. */
async function choosePort(home: ServerHome): Promise<number> {
  const file = join(clusterOf(home), "papergraph.conf");
  const [, last = "0"] = /^port = (\d+)$/m.exec(existsSync(file) ? readFileSync(file, "utf8") : "") ?? [];
  return probePort(Number(last), "127.0.0.1").catch(() => probePort(0, "127.0.0.1"));
}

const isFree = (port: number) =>
  probePort(port, "127.0.0.1").then(
    () => true,
    () => false,
  );

function write(home: ServerHome, name: string, text: string): void {
  const path = join(home.folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  give(path, home);
}

const clusterOf = (home: ServerHome) => join(home.folder, "cluster");
