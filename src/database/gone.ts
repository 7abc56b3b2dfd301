import { DatabaseError } from "pg";

/** The database went away while it was used, or cannot be reached any more: what was not committed then is not there. */
export class DatabaseGoneError extends Error {
  override readonly name = "DatabaseGoneError";

  constructor(override readonly cause: Error) {
    super(`The database is gone: ${cause.message.replace(/\s+/g, " ").replace(/\.$/, "") || cause.name}`);
  }
}

/** Connections end, or are not taken: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const ENDED = /^(?:08|57P)/;

/** Whether it is the server's word that it ends a connection, or takes none now. */
export function isFarewell(error: unknown): boolean {
  return error instanceof DatabaseError && ENDED.test(error.code ?? "");
}
