import type { Pool } from "pg";

/** How busy the connections to one server are. */
export interface PoolState {
  /** `primary`, or the address of a replica. */
  readonly name: string;
  /** Open connections. */
  readonly total: number;
  /** Those that nobody uses. */
  readonly idle: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}

/** How busy a pool is now. */
export function stateOfPool(name: string, pool: Pool): PoolState {
  return { name, total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
}
