import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** What goes into logs and error messages as it is: nothing that could be taken for anything else there. */
const SANE = /^[\w.~:/+=@-]{1,128}$/;

/** The id of a request: the caller's `x-request-id` where that is a token of at most 128 plain characters, else a new one. */
export function requestId({ headers }: { readonly headers: IncomingHttpHeaders }): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && SANE.test(given) ? given : randomUUID();
}
