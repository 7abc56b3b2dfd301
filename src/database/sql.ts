import { createHash } from "node:crypto";
import type { Pool, PoolClient, QueryConfig } from "pg";
import type { DataSource } from "typeorm";
import { copyLines } from "./copy";
import { asGone, DatabaseGoneError, isFarewell } from "./gone";

/** Sends one statement and gives its rows. */
export type Run = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Sends one statement whose rows nobody needs. */
export type Send = (text: string, values?: readonly unknown[]) => Promise<unknown>;

/** Sends statements of one transaction, which run in the order of the calls. */
export interface Transaction extends Run {
  /** Resolves before the statement has run, so that the next are ready when it has; its fault is the transaction's. */
  readonly send: Send;
  /** Writes rows, made by `copyLine`, into columns of a table through COPY, the fastest way in; resolves as `send` does. */
  copy(table: string, columns: readonly string[], lines: readonly string[]): Promise<void>;
}

/** Hand-written SQL on the connection pool of TypeORM, whose own `query` knows no statement names. Every text starts with a comment that names its function. */
export interface Sql {
  /** A named prepared statement: parsed once a connection; its plan may be reused for other values. */
  readonly prepared: Run;
  /** Planned anew for its values: for conditions whose values decide which index serves them. */
  readonly planned: Run;
  /** Called with each statement just before it is sent; for tests and metrics. */
  onStatement: ((text: string, values: readonly unknown[], isPrepared: boolean) => void) | null;
}

/** The statements of one service; one for each DataSource, for as long as it is open. */
export function createSql(db: DataSource): Sql {
  const send = async <Row>(query: QueryConfig): Promise<Row[]> => {
    sql.onStatement?.(query.text, query.values ?? [], query.name !== undefined);
    const { rows } = await poolOf(db)
      .query(query)
      .catch((error) => {
        throw asGone(error);
      });
    return rows as Row[];
  };
  const sql: Sql = {
    prepared: (text, values = []) => send({ name: statementName(text), text, values: [...values] }),
    planned: (text, values = []) => send({ text, values: [...values] }),
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
  const queue = new Queue();
  const query: Run = async (text, values = []) => (await client.query(text, [...values])).rows;
  try {
    await client.query("begin");
    const run: Run = (text, values) => queue.ask(() => query(text, values));
    const send: Send = async (text, values) => queue.add(() => query(text, values));
    const copy: Transaction["copy"] = async (table, columns, lines) => queue.add(() => copyLines(client, table, columns, lines));
    const result = await work(Object.assign(run, { send, copy }));
    await queue.end();
    await client.query("commit");
    return result;
  } catch (thrown) {
    const error = queue.fault ?? thrown; // after it, all statements of a transaction fail
    await queue.end().catch(() => {});
    await client.query("rollback").catch(onLost);
    if (isFarewell(error)) throw new DatabaseGoneError(error); // says more than that the connection was lost then
    throw lost === null ? error : new DatabaseGoneError(lost);
  } finally {
    client.release(lost !== null);
    client.removeListener("error", onLost);
  }
}

/** Statements of one connection, which runs one at a time. */
class Queue {
  /** What the first threw whose answer nobody waited for. */
  fault: unknown = null;
  private last: Promise<unknown> = Promise.resolve();

  /** What the statement answers, when those before are through. */
  ask<T>(statement: () => Promise<T>): Promise<T> {
    const answer = this.last.then(statement);
    this.last = answer.catch(() => {});
    return answer;
  }

  /** Sends the statement when those before are through; `end` tells how it went. */
  add(statement: () => Promise<unknown>): void {
    this.ask(statement).catch((error) => {
      this.fault ??= error;
    });
  }

  /** Waits for all; throws the fault. */
  async end(): Promise<void> {
    await this.last;
    if (this.fault !== null) throw this.fault;
  }
}

function poolOf(db: DataSource): Pool {
  return (db.driver as unknown as { master: Pool }).master;
}

const names = new Map<string, string>();

/** A name for a text: its function's and a hash, at most 63 bytes as PostgreSQL demands. Texts are few: the program writes them, not its callers. */
function statementName(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const label = /^\s*\/\* (\w{1,40})/.exec(text)?.[1] ?? "statement";
  const name = `${label}_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  if (names.size < 2_000) names.set(text, name);
  return name;
}
