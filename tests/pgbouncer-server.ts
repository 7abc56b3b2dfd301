import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { probePort } from "../src/database/ports";

/** A PgBouncer of this machine. */
export interface Program {
  readonly path: string;
  /** Like `1.24.1`. */
  readonly version: string;
  /** Whether it can carry named statements from one server connection to another: from 1.21 on. */
  readonly knowsNames: boolean;
}

/** The PgBouncer of this machine, or that of the variable PGBOUNCER; null when there is none. */
export function findPgBouncer(): Program | null {
  for (const path of [process.env.PGBOUNCER, "pgbouncer", "/usr/sbin/pgbouncer", "/opt/homebrew/bin/pgbouncer"]) {
    const { stdout } = path ? spawnSync(path, ["--version"], { encoding: "utf8" }) : { stdout: "" };
    const [, version, minor] = /^PgBouncer (1\.(\d+)\S*)/m.exec(stdout ?? "") ?? [];
    if (version) return { path: path!, version, knowsNames: Number(minor) >= 21 };
  }
  return null;
}

/** Puts a PgBouncer in transaction mode before the server of an address, with two connections to each database. Gives its own address for the same database. */
export async function startPgBouncer({ path }: Program, serverUrl: string, settings: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-pgbouncer-"));
  chmodSync(folder, 0o755);
  const server = new URL(serverUrl);
  const port = await probePort(0, "127.0.0.1");
  const write = (name: string, lines: readonly string[]) => writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  write("users.txt", [`"${server.username}" "${server.password}"`]);
  write("pgbouncer.ini", [
    "[databases]",
    `* = host=${server.hostname} port=${server.port}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = scram-sha-256",
    `auth_file = ${join(folder, "users.txt")}`,
    "pool_mode = transaction",
    "default_pool_size = 2",
    "max_client_conn = 200",
    ...settings,
  ]);
  const asNobody = process.getuid?.() === 0 ? ["-u", "nobody"] : []; // it refuses to run as root
  const child = spawn(path, [...asNobody, join(folder, "pgbouncer.ini")], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  const ended = once(child, "close");
  server.port = String(port);
  const isUp = async () => {
    const client = new Client({ connectionString: server.href });
    client.on("error", () => {});
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  };
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${said}`);
    await sleep(20);
  }
  return {
    url: server.href,
    async stop() {
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
