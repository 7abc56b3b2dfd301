import type { DataSource } from "typeorm";
import { openSessions } from "./data-source";

/** Any number that no other program takes on this database; `pg_locks` shows it while migrations run. */
const MIGRATION_LOCK = 4_170_001;

/**
 * Brings the database to the newest version and gives the names of the migrations that ran; none when it was up to date.
 * Several processes may call it at once: one migrates while the others wait. Throws what the failing migration threw; that migration leaves nothing behind.
 */
export async function migrate(db: DataSource): Promise<string[]> {
  // Connections of its own: building an index may take longer than a statement of the service ever may.
  const own = await openSessions(db, 2);
  try {
    const lock = own.createQueryRunner();
    await lock.query("/* migrate */ select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    const ran = await own.runMigrations();
    return ran.map(({ name }) => name);
  } finally {
    await own.destroy(); // ends the session, and with it the lock
  }
}
