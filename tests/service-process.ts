import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { Client } from "pg";

/** What a process said and how it ended. */
export interface Ended {
  /** Null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A service that is ready. */
export interface ServiceProcess {
  readonly pid: number;
  readonly url: string;
  readonly stdout: () => string;
  /** Resolves when it has ended. */
  readonly ended: Promise<Ended>;
  signal(name: NodeJS.Signals): void;
  /** Posts a query and gives its data; fails when the answer has errors. */
  query(query: string): Promise<any>;
}

const PROJECT = resolve(__dirname, "..");
const node = (program: string, ...args: string[]) => [process.execPath, join(PROJECT, "dist/src", program), ...args];
const running = new Set<{ child: ChildProcess; ended: Promise<Ended> }>();
const clients: Client[] = [];

/** Runs a program of the build to its end. Only these variables and PATH are in its environment. */
export function run(program: "main.js" | "cli.js", args: string[], env: Record<string, string>): Promise<Ended> {
  return begin(program, args, env).ended;
}

/** Starts a program of the build, which a test will disturb. */
export function begin(program: "main.js" | "cli.js", args: string[], env: Record<string, string>) {
  return launch(node(program, ...args), env);
}

/** Starts the built service on a free port, and waits until it says that it is ready; fails with what it said when it ends instead. */
export async function startService(env: Record<string, string>, command = node("main.js")): Promise<ServiceProcess> {
  const { child, said, ended } = launch(command, env);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.on("data", () => {
      const address = /ready: (http\S+)/.exec(said.stdout)?.[1];
      if (address) resolve(address);
    });
    ended.then(({ code, stdout, stderr }) => reject(new Error(`ended with ${code}\n${stdout}${stderr}`)), reject);
  });
  return {
    pid: child.pid!,
    url,
    stdout: () => said.stdout,
    ended,
    signal: (name) => child.kill(name),
    async query(query) {
      const response = await fetch(`${url}graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = (await response.json()) as any;
      expect(errors).toBeUndefined();
      return data;
    },
  };
}

/** Ends what a test left behind: services by a hard kill, and connections of `connectTo`. */
export async function cleanUp(): Promise<void> {
  for (const client of clients.splice(0)) await client.end().catch(() => {});
  for (const { child, ended } of running) {
    child.kill("SIGKILL");
    await ended;
  }
}

/** A connection to the embedded server of a data folder, which does not keep that server alive. */
export async function connectTo(dataDir: string): Promise<Client> {
  const home = realpathSync(join(dataDir, "postgres"));
  const password = readFileSync(join(home, "password"), "utf8");
  const port = readFileSync(join(home, "cluster/postmaster.pid"), "utf8").split("\n")[3];
  const client = new Client({ connectionString: `postgres://papergraph:${password}@127.0.0.1:${port}/postgres` });
  client.on("error", () => {}); // the server may be killed
  clients.push(client);
  await client.connect();
  return client;
}

function launch([program, ...args]: string[], env: Record<string, string>) {
  const child = spawn(program!, args, {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, DATABASE_URL: "", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said.stderr += text;
  });
  const ended = once(child, "close").then(([code]): Ended => {
    running.delete(entry);
    return { code, ...said };
  });
  const entry = { child, ended };
  running.add(entry);
  return { child, said, ended };
}
