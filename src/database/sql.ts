import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DatabaseError, type Pool, type PoolClient, type QueryConfig } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { DataSource } from "typeorm";
import { cancelStatement } from "./cancel";
import { asGone, DatabaseGoneError, isFarewell } from "./gone";

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

/** The statements of all requests. */
export interface SharedSql extends Sql {
  /** The same for one request: once the signal aborts, what runs is cancelled and nothing more is sent. A statement that failed is not sent again: it fails at once. */
  until(signal: AbortSignal): Sql;
  /** Called with each statement just before it is sent; for tests and metrics. */
  onStatement: ((text: string, values: readonly unknown[], isPrepared: boolean) => void) | null;
}

/** The statements of one service; one for each DataSource, for as long as it is open. */
export function createSql(db: DataSource): SharedSql {
  const send = <Row>(query: QueryConfig, request?: RunningRequest): Promise<Row[]> => {
    sql.onStatement?.(query.text, query.values ?? [], query.name !== undefined);
    return sendOn(poolOf(db), query, request);
  };
  const sql: SharedSql = {
    ...sqlThat(send),
    until(signal) {
      const request: RunningRequest = { signal, cancels: new Set() };
      const cancelAll = () => {
        for (const cancel of request.cancels) cancel();
      };
      signal.addEventListener("abort", cancelAll, { once: true });
      const failures = new Map<string, unknown>();
      const keyOf = ({ text, values }: QueryConfig) => `${text} ${JSON.stringify(values)}`;
      return sqlThat(async (query) => {
        if (signal.aborted) throw signal.reason;
        if (failures.size > 0 && failures.has(keyOf(query))) throw failures.get(keyOf(query));
        try {
          return await send(query, request);
        } catch (error) {
          failures.set(keyOf(query), error);
          throw error;
        }
      });
    },
    onStatement: null,
  };
  return sql;
}

const sqlThat = (send: <Row>(query: QueryConfig) => Promise<Row[]>): Sql => ({
  prepared: (text, values = []) => send({ name: statementName(text), text, values: [...values] }),
  planned: (text, values = []) => send({ text, values: [...values] }),
});

/** A request whose client may go away. */
interface RunningRequest {
  readonly signal: AbortSignal;
  /** One for each statement that runs. */
  readonly cancels: Set<() => void>;
}

/** SQLSTATE of a statement that was cancelled, by its time limit or on demand: its connection is as good as before. */
const QUERY_CANCELED = "57014";

async function sendOn<Row>(pool: Pool, query: QueryConfig, request?: RunningRequest): Promise<Row[]> {
  const client = await pool.connect().catch((error) => {
    throw asGone(error);
  });
  let fault: Error | undefined;
  let cancelling: Promise<void> | undefined;
  const noteFault = (error: Error) => {
    fault = error;
  };
  const cancel = () => {
    cancelling = cancelStatement(client, pool.options);
  };
  client.on("error", noteFault); // without a listener a connection that breaks would end the process
  request?.cancels.add(cancel);
  try {
    if (request?.signal.aborted) throw request.signal.reason; // while it waited for a connection
    return (await client.query(query)).rows as Row[];
  } catch (error) {
    if (error instanceof DatabaseError && error.code !== QUERY_CANCELED) fault = error; // of a plan that no longer fits the tables, for one
    throw request?.signal.aborted ? request.signal.reason : asGone(error);
  } finally {
    request?.cancels.delete(cancel);
    if (cancelling) await cancelling;
    client.off("error", noteFault);
    client.release(fault);
  }
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

function poolOf(db: DataSource): Pool {
  return (db.driver as unknown as { master: Pool }).master;
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
