import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PoolClient, QueryConfig } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { DataSource } from "typeorm";
import { DatabaseGoneError, isFarewell } from "./gone";
import { poolOf } from "./pool";
import { isLoss, type Replica } from "./replica";
import { type RunningRequest, sendOn } from "./send";

/** Sends one statement and gives its rows. */
export type Run = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Sends statements of one transaction. */
export interface Transaction extends Run {
  /** Writes rows into columns of a table through COPY, the fastest way in. Texts must not hold the character U+0000. */
  copy(table: string, columns: readonly string[], rows: readonly (readonly unknown[])[]): Promise<void>;
}

/** Hand-written SQL on the connection pool of TypeORM, whose own `query` knows no statement names. Every text starts with a comment that names its function. */
export interface Sql {
  /** A named prepared statement: parsed once a connection; its plan may be reused for other values. Of too many texts the later ones are planned anew. */
  readonly prepared: Run;
  /** Planned anew for its values: for conditions whose values decide which index serves them. */
  readonly planned: Run;
}

/** The statements of one request. */
export interface RequestSql extends Sql {
  /** From now on the request reads the primary, whichever database it read until now: what must see a write says so before it asks. */
  seeWrites(): void;
}

/** The statements of all requests. */
export interface SharedSql extends Sql {
  /** The same for one request: once the signal aborts, what runs is cancelled and nothing more is sent. A statement that failed is not sent again: it fails at once. */
  until(signal: AbortSignal): RequestSql;
  /** Called with each statement just before it is sent; for tests and metrics. */
  onStatement: ((text: string, values: readonly unknown[], isPrepared: boolean) => void) | null;
}

type Send = <Row>(query: QueryConfig, request?: RunningRequest) => Promise<Row[]>;

/** The statements of one service; one for each DataSource, for as long as it is open. */
export function createSql(db: DataSource): SharedSql {
  return sqlOf((query, request) => sendOn(poolOf(db), query, request), poolOf(db).options.namesStatements);
}

/**
 * The statements of one service that go to a replica; to the primary, behind `db`, when it is lost or a request must see writes. `primary` hears of each.
 * With `isStrict` they go to the replica or fail: what says how old the replica is must not come from elsewhere.
 */
export function createReplicaSql(replica: Replica, db: DataSource, primary: SharedSql, isStrict = false): SharedSql {
  const toPrimary: Send = (query, request) => sendOn(poolOf(db), query, request);
  const toReplica: Send = async (query, request) => {
    if (request?.seesWrites) return toPrimary(query, request);
    try {
      return await sendOn(replica.pool, query, request, replica.lost);
    } catch (error) {
      if (isStrict || !isLoss(error)) throw error;
      replica.suspect();
      return toPrimary(query, request);
    }
  };
  const sql = sqlOf(toReplica, replica.pool.options.namesStatements);
  sql.onStatement = (...statement) => primary.onStatement?.(...statement);
  return sql;
}

function sqlOf(sendIt: Send, namesStatements: boolean): SharedSql {
  const send: Send = (query, request) => {
    sql.onStatement?.(query.text, query.values ?? [], query.name !== undefined);
    return sendIt(query, request);
  };
  const statements = (send: <Row>(query: QueryConfig) => Promise<Row[]>): Sql => ({
    prepared: (text, values = []) => send({ text, values: [...values], ...(namesStatements && { name: statementName(text) }) }),
    planned: (text, values = []) => send({ text, values: [...values] }),
  });
  const sql: SharedSql = {
    ...statements(send),
    until(signal) {
      const request: RunningRequest = { signal, cancels: new Set(), seesWrites: false };
      const cancelAll = () => {
        for (const cancel of request.cancels) cancel();
      };
      signal.addEventListener("abort", cancelAll, { once: true });
      const failures = new Map<string, unknown>();
      const keyOf = ({ text, values }: QueryConfig) => `${text} ${JSON.stringify(values)}`;
      const own = statements(async (query) => {
        if (signal.aborted) throw signal.reason;
        if (failures.size > 0 && failures.has(keyOf(query))) throw failures.get(keyOf(query));
        try {
          return await send(query, request);
        } catch (error) {
          failures.set(keyOf(query), error);
          throw error;
        }
      });
      return {
        ...own,
        seeWrites() {
          request.seesWrites = true;
        },
      };
    },
    onStatement: null,
  };
  return sql;
}

/**
 * Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws. Throws a DatabaseGoneError when the connection is lost;
 * where that was during the commit, it may have come through.
 */
export async function transaction<T>(db: DataSource, work: (run: Transaction) => Promise<T>): Promise<T> {
  const client: PoolClient = await poolOf(db)
    .connect()
    .catch((error) => {
      throw new DatabaseGoneError(error);
    });
  let lost: Error | null = null;
  const onLost = (error: Error) => {
    lost ??= error;
  };
  client.on("error", onLost); // unheard, it would end the process
  const run: Run = async (text, values = []) => (await client.query(text, [...values])).rows;
  try {
    await client.query("begin");
    const result = await work(Object.assign(run, { copy: copyThrough(client) }));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(onLost);
    if (isFarewell(error)) throw new DatabaseGoneError(error); // says more than that the connection was lost then
    throw lost === null ? error : new DatabaseGoneError(lost);
  } finally {
    client.release(lost !== null);
    client.removeListener("error", onLost);
  }
}

function copyThrough(client: PoolClient): Transaction["copy"] {
  return async (table, columns, rows) => {
    if (rows.length === 0) return;
    await pipeline(Readable.from(copyChunks(rows)), client.query(copyFrom(`copy ${table} (${columns.join(", ")}) from stdin`)));
  };
}

/** Characters of one write: a write a row would cost more than the row. */
const COPY_CHUNK = 65_536;

/** The rows in COPY's text format, many to a chunk: https://www.postgresql.org/docs/18/sql-copy.html */
function* copyChunks(rows: readonly (readonly unknown[])[]): Generator<Buffer> {
  let chunk = "";
  for (const row of rows) {
    chunk += `${row.map(copyText).join("\t")}\n`;
    if (chunk.length < COPY_CHUNK) continue;
    yield Buffer.from(chunk);
    chunk = "";
  }
  if (chunk !== "") yield Buffer.from(chunk);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function copyText(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!);
}

/** Each connection keeps each statement that has a name, some ten kilobytes: clients may think of more selections and orders than it could hold. */
const MOST_NAMES = 500;

const names = new Map<string, string>();

/** A name for a text: its function's and a hash, at most 63 bytes as PostgreSQL demands. Undefined when there are too many already: then it is sent without one. */
function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const label = /^\s*\/\* (\w{1,40})/.exec(text)?.[1] ?? "statement";
  const name = `${label}_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  names.set(text, name);
  return name;
}
