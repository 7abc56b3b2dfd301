import { createHash } from "node:crypto";
import type { PoolClient, QueryConfig } from "pg";
import type { DataSource } from "typeorm";
import { copyLines } from "./copy";
import { DatabaseGoneError, isFarewell } from "./gone";
import { type NotedPool, poolOf } from "./pool";
import { isLoss, type Replica } from "./replica";
import { GivenUp, type RunningRequest, type SentStatement, sendOn } from "./send";

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
  /** A named prepared statement: parsed once a connection; its plan may be reused for other values. Of too many texts the later ones are planned anew. */
  readonly prepared: Run;
  /** Planned anew for its values: for conditions whose values decide which index serves them. */
  readonly planned: Run;
  /** The same, given up after so many milliseconds: null then. For what is asked again in an easier way. */
  readonly hurried: <Row>(ms: number, text: string, values?: readonly unknown[]) => Promise<Row[] | null>;
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

type Ask = <Row>(query: SentStatement, request?: RunningRequest) => Promise<Row[]>;

/** The statements of one service; one for each DataSource, for as long as it is open. */
export function createSql(db: DataSource): SharedSql {
  return sqlOf((query, request) => sendOn(poolOf(db), query, request), poolOf(db).options.namesStatements);
}

/**
 * The statements of one service that go to a replica; to the primary, behind `db`, when it is lost or a request must see writes. `primary` hears of each.
 * With `isStrict` they go to the replica or fail: what says how old the replica is must not come from elsewhere.
 */
export function createReplicaSql(replica: Replica, db: DataSource, primary: SharedSql, isStrict = false): SharedSql {
  const toPrimary: Ask = (query, request) => sendOn(poolOf(db), query, request);
  const toReplica: Ask = async (query, request) => {
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

/** The statements that ask a server about itself, on connections that no request can take; `primary` hears of each. */
export function createMonitorSql(monitor: NotedPool, primary: SharedSql): Sql {
  const sql = sqlOf((query) => sendOn(monitor, query), monitor.options.namesStatements);
  sql.onStatement = (...statement) => primary.onStatement?.(...statement);
  return sql;
}

function sqlOf(sendIt: Ask, namesStatements: boolean): SharedSql {
  const send: Ask = (query, request) => {
    sql.onStatement?.(query.text, query.values ?? [], query.name !== undefined);
    return sendIt(query, request);
  };
  const statements = (send: <Row>(query: SentStatement) => Promise<Row[]>): Sql => ({
    prepared: (text, values = []) => send({ text, values: [...values], ...(namesStatements && { name: statementName(text) }) }),
    planned: (text, values = []) => send({ text, values: [...values] }),
    hurried: <Row>(giveUpAfterMs: number, text: string, values: readonly unknown[] = []) =>
      send<Row>({ text, values: [...values], giveUpAfterMs }).catch((error) => {
        if (error instanceof GivenUp) return null;
        throw error;
      }),
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
