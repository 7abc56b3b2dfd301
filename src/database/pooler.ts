import type { DataSource } from "typeorm";
import { poolOf } from "./pool";
import { StartupError } from "./startup-error";

const ADVICE =
  "DATABASE_URL leads to a pooler like PgBouncer: set DATABASE_DIRECT_URL to the server behind it, where migrations and harvests have sessions of their own (docs/growing.md).";

/** Throws a StartupError where a pooler stands between, of which the configuration knows nothing: what a session shall hold would be lost on the way. */
export async function refusePooler(db: DataSource): Promise<void> {
  const client = await poolOf(db).connect();
  try {
    const { rows } = await client.query("/* refusePooler */ select pg_backend_pid() as pid");
    const { processID } = client as unknown as { processID: number };
    // A server names its process when a session begins. A pooler has to make a number up, since it does not know yet who will serve.
    if (rows[0].pid !== processID) throw new StartupError(ADVICE);
  } finally {
    client.release();
  }
}

/** For `catch`: says so where a pooler refused the connection because it knows no limits for sessions; else throws the same again. */
export function explainPooler(error: unknown): never {
  throw /unsupported startup parameter/.test((error as Error).message) ? new StartupError(ADVICE) : error;
}
