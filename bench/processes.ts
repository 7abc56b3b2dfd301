import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** A server that runs in a process of its own. */
export interface Server {
  readonly name: string;
  readonly url: string;
  /** Seconds for which its process has computed until now; only where the system tells (Linux). */
  cpuSeconds(): number;
  /** Megabytes that its process holds in memory; only where the system tells (Linux). */
  memory(): number;
  stop(): Promise<void>;
}

const TICKS_A_SECOND = 100;

/** Starts a server, and waits until a line of its output holds its address. Fails with what it said when it ends instead. */
export async function startServer(
  name: string,
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  suffix = "",
): Promise<Server> {
  const child = spawn(command[0]!, command.slice(1), { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const url = (await addressOf(name, child)) + suffix;
  let lastWords = "";
  child.stderr!.on("data", (chunk: Buffer) => {
    lastWords = (lastWords + chunk).slice(-2_000);
  });
  const tell = (code: number | null) => console.error(`${name} ended with ${code}: ${lastWords}`);
  child.once("exit", tell);
  return {
    name,
    url,
    cpuSeconds: () => {
      const [, user, system] = /\) (?:\S+ ){11}(\d+) (\d+)/.exec(readFileSync(`/proc/${child.pid}/stat`, "utf8"))!;
      return (Number(user) + Number(system)) / TICKS_A_SECOND;
    },
    memory: () => Number(/VmRSS:\s*(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1]) / 1_024,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve(); // it has ended before
        child.off("exit", tell).once("exit", () => resolve());
        child.kill("SIGTERM");
        setTimeout(() => child.kill("SIGKILL"), 5_000).unref();
      }),
  };
}

function addressOf(name: string, child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      if (said.length < 100_000) said += chunk;
      const address = /(?:ready|listening): (http:\S+)/.exec(said)?.[1]?.replace("localhost", "127.0.0.1");
      if (address) resolve(address.replace(/\/$/, ""));
    };
    child.stdout!.on("data", listen);
    child.stderr!.on("data", listen);
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code}:\n${said}`)));
  });
}

/** Points that a client may spend a minute: they are counted, and never all spent. */
const UNREACHED = "1000000000000";

/** Starts the service, as it was built with the benchmark: over a database, or over one of its own in a folder. */
export function startOwn(database: { readonly DATABASE_URL: string } | { readonly DATA_DIR: string }): Promise<Server> {
  const command = [process.execPath, "--max-semi-space-size=64", "--no-parallel-scavenge", "dist/measured/src/main.js"];
  return startServer("Papergraph", command, { PORT: "0", LOG_LEVEL: "info", RATE_LIMIT: UNREACHED, ...database }, "/graphql");
}
