import type { FastifyRequest } from "fastify";
import pino, { type DestinationStream, type Level, type LevelWithSilent, type Logger } from "pino";
import { standardOutput } from "./log-destination";
import { codesOf, type RequestObserver } from "./request-record";

/** A log of JSON lines, at once for what is fatal and within a fifth of a second for the rest, on the standard output unless told otherwise. What it says of errors and requests holds no values of a client's. */
export function createLog(level: LevelWithSilent, destination: DestinationStream = standardOutput()): Logger {
  const options = {
    level,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError, req: describeRequest },
  };
  return pino(options, destination);
}

/** Tells it, unless it was told so few milliseconds ago: what strikes all requests at once need not be told by each. */
export function atMostEvery<Args extends unknown[]>(
  milliseconds: number,
  tell: (...args: Args) => void,
): (...args: Args) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (...args) => {
    if (performance.now() - toldAt < milliseconds) return;
    toldAt = performance.now();
    tell(...args);
  };
}

/** Writes one line for each request: those of machines that look whether the service is well at level `debug`, others at `info`. */
export function logRequests(log: Logger): RequestObserver {
  const write = (level: Level, request: FastifyRequest) => {
    const { record, answer } = request;
    const codes = codesOf(request);
    log[level](
      {
        requestId: request.id,
        ...describeRequest(request),
        status: record.status,
        durationMs: Math.round(record.duration * 100) / 100,
        statements: record.statements,
        // what is undefined is left out
        traceId: record.traceId ?? undefined,
        operation: answer?.operationName ?? undefined,
        cache: record.cache ?? undefined,
        codes: codes.length > 0 ? codes : undefined,
      },
      "request",
    );
  };
  return {
    ended(request) {
      const level = request.record.isProbe ? "debug" : "info";
      if (log.isLevelEnabled(level)) write(level, request);
    },
  };
}

/** Without the query of the address, where a GET has its variables, and without headers, where keys and cookies are. */
function describeRequest({ method, url, ip }: FastifyRequest) {
  const end = url.indexOf("?");
  return { method, path: end < 0 ? url : url.slice(0, end), client: ip };
}

/** What PostgreSQL says of its errors and holds no value of a row or a statement. */
const SAFE = ["code", "severity", "routine", "schema", "table", "column", "constraint"];

/** What an error is and where it arose. Its other properties are left out: of a statement they are its values. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack } = pino.stdSerializers.err(error);
  const shown = isOfValue(error) ? (text: string) => text.replace(/"[^"]*"/g, '"..."') : (text: string) => text;
  const known = Object.entries(error).filter(([key, value]) => SAFE.includes(key) && ["string", "number"].includes(typeof value));
  return { type, message: shown(message), stack: shown(stack), ...Object.fromEntries(known) };
}

/** Whether PostgreSQL quotes a value in its message, or in that of what caused it: class 22 of https://www.postgresql.org/docs/18/errcodes-appendix.html */
function isOfValue(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && /^22\w{3}$/.test(String(error.code))) || isOfValue(error.cause);
}
