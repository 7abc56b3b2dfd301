import { types } from "pg";
import { DataSource } from "typeorm";
import { Author } from "../authors/author";
import type { Config } from "../config";
import { Paper } from "../papers/paper";
import { Repository } from "../repositories/repository";
import { Topic } from "../topics/topic";
import { migrations } from "./migrations";

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

/** The pool and the column maps; not initialised yet. A statement that runs longer than the configured limit is cancelled by the database. */
export function createDataSource(url: string, config: Pick<Config, "databasePoolSize" | "statementTimeoutMs">): DataSource {
  return new DataSource({
    type: "postgres",
    url,
    entities: [Paper, Author, Topic, Repository],
    migrations,
    migrationsTransactionMode: "each",
    synchronize: false,
    poolSize: config.databasePoolSize,
    applicationName: "papergraph",
    extra: {
      types: parsers,
      statement_timeout: config.statementTimeoutMs,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 300_000, // a new connection knows no statements
    },
  });
}
