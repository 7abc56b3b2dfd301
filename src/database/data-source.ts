import { Pool, type PoolConfig, types } from "pg";
import { DataSource } from "typeorm";
import { Author } from "../authors/author";
import type { Config } from "../config";
import { Paper } from "../papers/paper";
import { Repository } from "../repositories/repository";
import { Topic } from "../topics/topic";
import { migrations } from "./migrations";
import { type NotedPool, type PoolNotes, poolOf } from "./pool";

const INT8 = 20;
const DATE = 1082;

/** How values arrive: row ids and counts as numbers (they stay below 2^53), dates as text (a Date would move them by a day in half the world). */
const parsers = {
  getTypeParser(oid: number, format: "text" | "binary" = "text"): (text: string) => unknown {
    if (oid === INT8) return Number;
    if (oid === DATE) return String;
    return types.getTypeParser(oid, format as "text");
  },
};

/** For so long after a statement's time limit its server may say nothing, in milliseconds: it has to cancel it, and to say so. */
const SILENCE_MS = 2_000;

const APPLICATION = "papergraph";

/** What connections are made of. */
export type ConnectionSettings = Pick<Config, "databasePoolSize" | "statementTimeoutMs" | "database">;

/** The pool and the column maps; not initialised yet. A statement that runs longer than the configured limit is cancelled. */
export function createDataSource(url: string, config: ConnectionSettings): DataSource {
  return new DataSource({
    type: "postgres",
    url,
    entities: [Paper, Author, Topic, Repository],
    migrations,
    migrationsTransactionMode: "each",
    synchronize: false,
    poolSize: config.databasePoolSize,
    applicationName: APPLICATION,
    extra: connectionOptions(url, config),
  });
}

/** A pool without column maps, for statements alone; it connects when it is used. `options` go before those of the configuration. */
export function createPool(url: string, config: ConnectionSettings, options: PoolConfig & Partial<PoolNotes> = {}): NotedPool {
  return new Pool({
    connectionString: url,
    application_name: APPLICATION,
    max: config.databasePoolSize,
    ...connectionOptions(url, config),
    ...options,
  }) as NotedPool;
}

/**
 * The same database with connections of its own to the server itself, past any pooler, and no limit for statements; initialised.
 * What a session holds, like an advisory lock, stays until it is closed or the process ends.
 */
export function openSessions(db: DataSource, count: number): Promise<DataSource> {
  const { sessionUrl } = poolOf(db).options;
  const extra = { types: parsers, ...notes(sessionUrl, true, null) };
  return new DataSource({ ...db.options, url: sessionUrl, poolSize: count, extra } as typeof db.options).initialize();
}

/** A pooler like PgBouncer keeps no limits for a session: it would refuse the connection, or forget them. */
function connectionOptions(url: string, { statementTimeoutMs, database }: ConnectionSettings): PoolConfig & PoolNotes {
  const { directUrl, preparedStatements } = database;
  const isDirect = directUrl === null;
  return {
    types: parsers,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 300_000, // a new connection knows no statements
    ...(isDirect && { statement_timeout: statementTimeoutMs }),
    ...notes(directUrl ?? url, preparedStatements, isDirect || statementTimeoutMs === 0 ? null : statementTimeoutMs),
    answerWithinMs: statementTimeoutMs === 0 ? null : statementTimeoutMs + SILENCE_MS,
  };
}

const notes = (sessionUrl: string, namesStatements: boolean, cancelAfterMs: number | null): PoolNotes => ({
  sessionUrl,
  namesStatements,
  cancelAfterMs,
  answerWithinMs: null,
});
