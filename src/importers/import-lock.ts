import type { Run } from "../database/sql";

/** Any number that no other program takes. */
const IMPORT_LOCK = 4_170_002;

/** Waits, however long that takes, until no other transaction writes what sources tell: imports of one database go one after the other. Held to the end of the transaction. */
export async function lockImports(run: Run): Promise<void> {
  await run("/* lockImports */ set local statement_timeout = 0");
  await run("/* lockImports */ set local max_parallel_workers_per_gather = 0"); // a batch is soon found: helpers cost more than they do
  await run("/* lockImports */ select pg_advisory_xact_lock($1)", [IMPORT_LOCK]);
}
