import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { clusterOf, createCluster, readPidFile } from "../src/database/embedded-cluster";
import { give, openHome, type ServerHome } from "../src/database/embedded-home";
import { startServer, stopServer } from "../src/database/embedded-server";

/** Servers that forget what was not written when the machine fails, and try again at once when the primary is away. */
const SETTINGS = [
  "fsync = off",
  "wal_keep_size = 256MB",
  "wal_retrieve_retry_interval = 100ms",
  "max_standby_streaming_delay = 100ms",
];

/** A PostgreSQL that takes part in replication. */
export class ReplicatedServer {
  /** Stays the same when it is started again. */
  url = "";

  private constructor(
    private readonly home: ServerHome,
    private readonly settings: readonly string[],
  ) {}

  /** A new, empty primary. */
  static async primary(): Promise<ReplicatedServer> {
    const home = newHome();
    await createCluster(home, ["--no-sync"]);
    return new ReplicatedServer(home, SETTINGS).start();
  }

  /** A hot standby of a running primary that streams from it: a copy of its files, as https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP describes. */
  static async replicaOf(primary: ReplicatedServer): Promise<ReplicatedServer> {
    const home = newHome();
    const backup = new Client({ connectionString: primary.url });
    await backup.connect();
    await backup.query("select pg_backup_start('replica', true)");
    execFileSync("cp", ["-a", clusterOf(primary.home), clusterOf(home)]);
    const { rows } = await backup.query("select labelfile from pg_backup_stop(false)");
    await backup.end();
    for (const name of ["postmaster.pid", "postmaster.opts"]) rmSync(join(clusterOf(home), name), { force: true });
    for (const name of readdirSync(join(clusterOf(home), "pg_wal")).filter((name) => /^[0-9A-F]{24}/.test(name)))
      rmSync(join(clusterOf(home), "pg_wal", name)); // it streams them
    for (const [name, text] of [
      ["backup_label", rows[0].labelfile],
      ["standby.signal", ""],
    ] as const) {
      writeFileSync(join(clusterOf(home), name), text, { mode: 0o600 });
      give(join(clusterOf(home), name), home);
    }
    copyFileSync(join(primary.home.folder, "password"), join(home.folder, "password"));
    const { hostname, port, username, password } = new URL(primary.url);
    const source = `host=${hostname} port=${port} user=${username} password=${password}`;
    return new ReplicatedServer(home, [...SETTINGS, `primary_conninfo = '${source}'`]).start();
  }

  async start(): Promise<this> {
    this.url = await startServer(this.home, this.settings);
    return this;
  }

  stop(mode: "fast" | "immediate"): Promise<void> {
    return stopServer(this.home, mode);
  }

  /** Ends it and removes its files. */
  async remove(): Promise<void> {
    await this.stop("immediate");
    rmSync(dirname(this.home.folder), { recursive: true, force: true });
  }

  async query<Row = any>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Lets none of its processes run, until what this gives is called: to others it is as if its machine hung. */
  async halt(): Promise<() => void> {
    const rows = await this.query<{ pid: number }>("select pid from pg_stat_activity where pid <> pg_backend_pid()");
    const pids = [readPidFile(this.home).pid, ...rows.map(({ pid }) => pid)];
    const signal = (name: NodeJS.Signals) => {
      for (const pid of pids)
        try {
          process.kill(pid, name);
        } catch {} // it has ended
    };
    signal("SIGSTOP");
    return () => signal("SIGCONT");
  }
}

function newHome(): ServerHome {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-replication-"));
  chmodSync(folder, 0o755);
  return openHome(folder);
}
