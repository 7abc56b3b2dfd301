import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { addressOf, clusterName, clusterOf, configure, readPidFile } from "./embedded-cluster";
import type { ServerHome } from "./embedded-home";
import { findPrograms, run } from "./embedded-programs";
import { commandLines, startOf } from "./processes";
import { StartupError } from "./startup-error";

const LOG_SIZE_MAX = 10_000_000;
const SILENCE_MAX_MS = 60_000;
const ORPHAN_PATIENCE_MS = 5_000;
const INVALID_PASSWORD = "28P01";

/** The address of the server that runs on the home's cluster, once it answers; null when none runs. One that hangs is ended. */
export async function findServer(home: ServerHome): Promise<string | null> {
  for (let heardAt = Date.now(); ; await sleep(50)) {
    const { pid, port } = readPidFile(home);
    if (!isServer(pid, home)) return null;
    const answer = port > 0 ? await ask(addressOf(home, port)) : "silence";
    if (answer === "ready") return addressOf(home, port);
    if (answer === "busy") heardAt = Date.now(); // recovery takes as long as it takes
    if (Date.now() - heardAt > SILENCE_MAX_MS) await stopServer(home, "immediate");
  }
}

/** Starts a server on the home's cluster, whatever an earlier one left behind, and gives its address. Throws a StartupError when it cannot. */
export async function startServer(home: ServerHome, settings: readonly string[] = []): Promise<string> {
  await endOrphans(home);
  const log = join(home.folder, "server.log");
  if (existsSync(log) && statSync(log).size > LOG_SIZE_MAX) renameSync(log, `${log}.old`);
  for (let triesLeft = 3; ; await sleep(500)) {
    await configure(home, settings);
    const fault = await control(home, "start", "-l", log, "-t", "120").catch((error: Error) => error.message);
    const address = await findServer(home); // even when it failed: a start whose process was killed may have gone on, and been first
    if (address) return address;
    triesLeft--; // another program may have taken the port since it was chosen
    if (triesLeft === 0)
      throw new StartupError(`The embedded PostgreSQL does not start: ${fault ?? "it ended"} (more in ${log}).`);
  }
}

/** Stops the server and waits for its end; nothing when none runs. After "immediate" the next start recovers. */
export async function stopServer(home: ServerHome, mode: "fast" | "immediate"): Promise<void> {
  const { pid } = readPidFile(home);
  if (!isServer(pid, home)) return;
  await control(home, "stop", "-m", mode, "-t", "60").catch((error) => {
    if (isServer(pid, home)) throw error;
  });
}

/**
 * Ends what a killed server left running: a busy backend goes on, and no server starts while it holds the shared memory.
 * Removes a pid file whose number is another program's by now, or a dead process's, which PostgreSQL would take for the server.
 */
async function endOrphans(home: ServerHome): Promise<void> {
  const orphans = () => [...commandLines()].filter(([, line]) => isOfCluster(line, home)).map(([pid]) => pid);
  for (const deadline = Date.now() + ORPHAN_PATIENCE_MS; orphans().length > 0; await sleep(50))
    for (const pid of orphans()) signal(pid, Date.now() < deadline ? "SIGQUIT" : "SIGKILL");
  const { pid } = readPidFile(home);
  if (signal(pid, 0) && !isServer(pid, home)) rmSync(join(clusterOf(home), "postmaster.pid"), { force: true });
}

/** False when there is nobody to hear it. A dead process that its parent has not asked for yet hears everything. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Whether the process is a server on this cluster, and not one that got the id of a dead server. */
function isServer(pid: number, home: ServerHome): boolean {
  if (process.platform === "win32") return startOf(pid) !== null;
  return startOf(pid) !== null && isOfCluster(commandLines().get(pid) ?? "", home);
}

const isOfCluster = (commandLine: string, home: ServerHome) =>
  commandLine.endsWith(`postgres -D ${clusterOf(home)}`) || commandLine.startsWith(`postgres: ${clusterName(home)}: `);

/** "busy": it speaks, but does not serve yet or any more. Throws a StartupError when it does not know our password. */
async function ask(address: string): Promise<"ready" | "busy" | "silence"> {
  const client = new Client({ connectionString: address, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {}); // else a server that ends at this moment ends us
  try {
    await client.connect();
    return "ready";
  } catch (error) {
    if (!(error instanceof DatabaseError)) return "silence";
    if (error.code !== INVALID_PASSWORD) return "busy";
    throw new StartupError(
      "The embedded PostgreSQL refuses the password in the file `password` next to its data: was one of them replaced?",
    );
  } finally {
    await client.end().catch(() => {});
  }
}

const control = (home: ServerHome, command: "start" | "stop", ...args: string[]) =>
  run(home, join(findPrograms(home), "pg_ctl"), [command, "-D", clusterOf(home), "-s", ...args]);
