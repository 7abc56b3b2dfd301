import type { DataSource } from "typeorm";
import type { Config } from "../config";
import { createPool } from "./data-source";
import { type NotedPool, poolOf } from "./pool";
import { Replica } from "./replica";
import { WalPositions } from "./wal-positions";

/** Says what becomes of replicas. */
export interface ReplicaLog {
  info(about: object, message: string): void;
  warn(about: object, message: string): void;
}

/** Milliseconds after which a server that says nothing does not answer. */
const PATIENCE = 2_000;

/** Between two rounds of questions at most, in milliseconds. */
const INTERVAL_MAX = 1_000;

/** The replicas of DATABASE_REPLICA_URLS, of which the readable ones are read in turn. */
export class Replicas {
  readonly all: readonly Replica[];
  /** One connection to the primary for questions about it, so that a busy pool does not keep them waiting. */
  readonly primaryMonitor: NotedPool;
  private readonly positions: WalPositions;
  private readonly intervalMs: number;
  /** Whether the log was told last that it is read. */
  private readonly told = new Map<Replica, boolean>();
  private isPrimarySilent = false;
  private turn = 0;
  private round: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  private constructor(
    db: DataSource,
    config: Config,
    private readonly log: ReplicaLog,
  ) {
    const { replicaUrls, replicaMaxLagMs } = config.database;
    const monitor = (url: string) =>
      createPool(url, config, {
        max: 1,
        connectionTimeoutMillis: PATIENCE,
        query_timeout: PATIENCE,
        answerWithinMs: PATIENCE,
      });
    this.primaryMonitor = monitor(poolOf(db).options.connectionString!);
    this.primaryMonitor.on("error", () => {}); // the next question opens another connection
    this.positions = new WalPositions(2 * replicaMaxLagMs);
    this.intervalMs = Math.min(INTERVAL_MAX, replicaMaxLagMs / 5);
    const onSuspect = () => void this.check();
    this.all = replicaUrls.map((url) => {
      const { host, pathname } = new URL(url);
      const pool = createPool(url, config);
      return new Replica({ name: `${host}${pathname}`, pool, monitor: monitor(url), maxLagMs: replicaMaxLagMs, onSuspect });
    });
  }

  /** The replicas of the configuration, asked once how they are: those that do not answer may come later. `db` is the primary, initialised. */
  static async open(db: DataSource, config: Config, log: ReplicaLog): Promise<Replicas> {
    const replicas = new Replicas(db, config, log);
    if (replicas.all.length > 0) await replicas.check();
    return replicas;
  }

  /** The replica whose turn it is; null when none is readable, so that the primary is. */
  next(): Replica | null {
    for (let tries = this.all.length; tries > 0; tries--) {
      this.turn = (this.turn + 1) % this.all.length;
      const replica = this.all[this.turn]!;
      if (replica.isReadable) return replica;
    }
    return null;
  }

  /** Ends when all connections are given back. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.round;
    await Promise.all([this.primaryMonitor.end(), ...this.all.map((replica) => replica.close())]);
  }

  /** Asks all how they are, now and then again and again; who asks meanwhile waits for the same round. */
  private check(): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    clearTimeout(this.timer);
    this.round ??= this.ask().finally(() => {
      this.round = null;
      if (this.isClosed) return;
      this.timer = setTimeout(() => this.check(), this.intervalMs);
      this.timer.unref();
    });
    return this.round;
  }

  private async ask(): Promise<void> {
    const cluster = await this.askPrimary();
    await Promise.all(
      this.all.map(async (replica) => {
        await replica.check({ positions: this.positions, cluster });
        this.tell(replica);
      }),
    );
  }

  /** Gives which cluster it is; null when it does not answer. */
  private async askPrimary(): Promise<string | null> {
    const at = performance.now(); // before it is asked: what is committed later may lie behind its answer
    try {
      const { rows } = await this.primaryMonitor.query<{ position: number; cluster: string }>(
        `/* primaryPosition */ select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::int8 as position,
           (select system_identifier::text from pg_control_system()) as cluster`,
      );
      this.positions.note(at, rows[0]!.position);
      this.isPrimarySilent = false;
      return rows[0]!.cluster;
    } catch (error) {
      if (!this.isPrimarySilent) this.log.warn({ err: error }, "the primary does not say how far it is");
      this.isPrimarySilent = true;
      return null;
    }
  }

  private tell(replica: Replica): void {
    const { name, whyOut, lagMs } = replica;
    const isRead = whyOut === null;
    if (this.told.get(replica) === isRead) return;
    this.told.set(replica, isRead);
    if (isRead) this.log.info({ replica: name, lagMs: Math.round(lagMs) }, "a replica is read");
    else this.log.warn({ replica: name, reason: whyOut }, "a replica is not read");
  }
}
