import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseError } from "pg";
import { DatabaseGoneError } from "./gone";
import type { NotedPool } from "./pool";
import type { WalPositions } from "./wal-positions";

/** How long a server may take to close its connections, in milliseconds. */
const CLOSING_MAX = 1_000;

/** Why statements of a replica end that it does not answer any more. */
class ReplicaLost extends Error {}

/** What the primary is known to be. */
export interface PrimaryState {
  readonly positions: WalPositions;
  /** Null: it did not answer this time. */
  readonly cluster: string | null;
}

export interface ReplicaOptions {
  /** For logs: without a password. */
  readonly name: string;
  readonly pool: NotedPool;
  /** One connection of its own, so that a busy pool does not make it look dead. */
  readonly monitor: NotedPool;
  readonly maxLagMs: number;
  readonly onSuspect: () => void;
}

/** A server that follows the primary, and whether it may be read now. */
export class Replica {
  readonly name: string;
  readonly pool: NotedPool;
  /** For questions about it. */
  readonly monitor: NotedPool;
  /** Why it is not read, for a person; null while it is. */
  whyOut: string | null = "it was not asked yet";
  private isIn = false;
  /** Until when it is known to have everything, by the clock of this process. */
  private freshAt = Number.NEGATIVE_INFINITY;
  private losing = newLosing();

  constructor(private readonly options: ReplicaOptions) {
    this.name = options.name;
    this.pool = options.pool;
    this.monitor = options.monitor;
    for (const pool of [options.pool, options.monitor]) pool.on("error", () => this.suspect());
  }

  /** Aborts when the replica does not answer any more. */
  get lost(): AbortSignal {
    return this.losing.signal;
  }

  /** Milliseconds by which its data is older than the primary's, at most. */
  get lagMs(): number {
    return performance.now() - this.freshAt;
  }

  /** Whether new requests may read it. */
  get isReadable(): boolean {
    return this.isIn && this.lagMs <= this.options.maxLagMs;
  }

  /** Something went wrong with it: it shall be asked how it is. */
  suspect(): void {
    this.options.onSuspect();
  }

  /** Asks how far it is. It leaves when it is too far behind, or does not answer, and comes back when it has caught up by half of that. */
  async check({ positions, cluster }: PrimaryState): Promise<void> {
    const startedAt = performance.now();
    try {
      const { rows } = await this.monitor.query<{ isReplica: boolean; position: number; cluster: string }>(
        `/* replicaPosition */ select pg_is_in_recovery() as "isReplica", coalesce(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), 0)::int8 as position,
           (select system_identifier::text from pg_control_system()) as cluster`,
      );
      const { isReplica, position, cluster: own } = rows[0]!;
      this.losing = this.lost.aborted ? newLosing() : this.losing;
      if (!isReplica) this.leave("it is not a replica: it takes writes of its own");
      else if (cluster !== null && own !== cluster) this.leave("it is a replica of another server than DATABASE_URL's");
      else {
        // While the primary is silent nobody knows better than the last time.
        this.freshAt = cluster === null && positions.isLatest(position) ? startedAt : positions.momentOf(position);
        this.judge();
      }
    } catch (error) {
      this.leave(`it does not answer: ${(error as Error).message || (error as NodeJS.ErrnoException).code}`);
      this.losing.abort(new ReplicaLost(`The replica ${this.name} does not answer.`));
    }
  }

  /** Gives back its connections; one that hangs is not waited for. */
  async close(): Promise<void> {
    const ended = Promise.all([this.pool.end(), this.monitor.end()]);
    await Promise.race([ended, sleep(CLOSING_MAX, undefined, { ref: false })]);
  }

  private judge(): void {
    const { maxLagMs } = this.options;
    if (this.lagMs > (this.isIn ? maxLagMs : maxLagMs / 2))
      this.leave(
        Number.isFinite(this.lagMs) ? `it is ${Math.round(this.lagMs)} ms behind` : `it is more than ${maxLagMs} ms behind`,
      );
    else {
      this.isIn = true;
      this.whyOut = null;
    }
  }

  private leave(why: string): void {
    this.isIn = false;
    this.whyOut = why;
  }
}

/** As many statements as there are connections wait for it. */
function newLosing(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** SQLSTATEs of what a replica cannot answer because its replay needs what the statement reads: another server may. */
const LOSSES = /^(40001|40P01)$/;

/** Whether a statement failed because of the server that it went to, so that another one may answer it. */
export function isLoss(error: unknown): boolean {
  if (error instanceof DatabaseError) return LOSSES.test(error.code ?? "");
  return error instanceof ReplicaLost || error instanceof DatabaseGoneError;
}
