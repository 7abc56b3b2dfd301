import type { Pool, PoolOptions } from "pg";
import type { DataSource } from "typeorm";

/** What the options of our pools say besides what `pg` reads in them. */
export interface PoolNotes {
  /** Milliseconds after which we cancel a statement; null where its session has a limit of its own. */
  readonly cancelAfterMs: number | null;
  /** Milliseconds after which a server that has not answered a request's statement hangs, since it should have ended it before; null where statements may take as long as they like. */
  readonly answerWithinMs: number | null;
  /** Whether statements may be prepared under a name, which must be known to every connection that the pooler may choose. */
  readonly namesStatements: boolean;
  /** The server itself: what needs a session of its own goes there. The address of the pool may be a pooler's. */
  readonly sessionUrl: string;
}

/** A pool that `createDataSource` or `createPool` made. */
export type NotedPool = Pool & { readonly options: PoolOptions & PoolNotes };

/** The connections of an initialised DataSource, to use with `pg`. */
export function poolOf(db: DataSource): NotedPool {
  return (db.driver as unknown as { master: NotedPool }).master;
}
