import { DatabaseError } from "pg";
import type { DataSource } from "typeorm";
import type { Config } from "../config";
import { type ConnectionSettings, createPool } from "./data-source";
import { poolOf } from "./pool";

/** Asks the database whether the service can answer. */
export interface Readiness {
  /** Whether every migration has run. Rejects when the database does not say so in time. Several askers at once share one answer. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

/** SQLSTATE where there is no such table. */
const UNDEFINED_TABLE = "42P01";

/**
 * Asks on a connection of its own, opened when it is needed: statements that wait for a busy pool are no sign that the database does not answer.
 * The configured time is for connecting, and again for the answer.
 */
export function createReadiness(db: DataSource, config: Pick<Config, "operation"> & ConnectionSettings): Readiness {
  const { readyTimeoutMs } = config.operation;
  const pool = createPool(poolOf(db).options.connectionString!, config, {
    max: 1,
    connectionTimeoutMillis: readyTimeoutMs,
    query_timeout: readyTimeoutMs,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
  });
  pool.on("error", () => {}); // a connection that broke while nobody asked: the next one to ask opens another
  let asking: Promise<boolean> | null = null;

  async function ask(): Promise<boolean> {
    try {
      const { rows } = await pool.query<{ name: string }>("/* isReady */ select name from migrations");
      const done = new Set(rows.map(({ name }) => name));
      return db.migrations.every((migration) => done.has(migration.name ?? migration.constructor.name));
    } catch (error) {
      if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return false;
      throw error;
    }
  }

  return {
    isReady() {
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    close: () => pool.end(),
  };
}
