import { types } from "node:util";
import { DatabaseError } from "pg";

/** The database went away while it was used, or cannot be reached any more: what was not committed then is not there. */
export class DatabaseGoneError extends Error {
  override readonly name = "DatabaseGoneError";

  constructor(override readonly cause: Error) {
    super(`The database is gone: ${cause.message.replace(/\s+/g, " ").replace(/\.$/, "") || cause.name}`);
  }
}

/** A connection ends, or is not taken, in whatever language the server speaks: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const FAREWELL = /^(?:08|57P)/;

/** What the system says of a connection, and what `pg` says of one. */
const LOST_CODE = /^E(?:CONN|PIPE|TIMEDOUT|HOST|NET|NOTFOUND|NOENT|AI_|RR_STREAM_)/;
const LOST =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout)/;

/** Whether it is the server's word that it ends a connection, or takes none. */
export function isFarewell(error: unknown): error is Error {
  return error instanceof DatabaseError && (/^(?:FATAL|PANIC)$/.test(error.severity ?? "") || FAREWELL.test(error.code ?? ""));
}

/** A DatabaseGoneError for an error of the pool that says so, in the server's words or those of `pg`; any other error as it is. */
export function asGone(error: unknown): unknown {
  if (isFarewell(error)) return new DatabaseGoneError(error);
  if (!types.isNativeError(error) || error instanceof DatabaseError) return error; // what Node makes is no instance of an Error of another context
  const isLost = LOST_CODE.test("code" in error ? String(error.code) : "") || LOST.test(error.message);
  return isLost ? new DatabaseGoneError(error) : error;
}
