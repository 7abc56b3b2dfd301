import type { FastifyInstance, FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    record: RequestRecord;
  }
  interface FastifyContextConfig {
    /** Asked by machines again and again to see how the service is: not worth a line of the log, and never refused. */
    isProbe?: boolean;
  }
}

/** The status under which a request is noted whose client went away before it had its answer; as nginx does. */
const CLIENT_CLOSED_REQUEST = 499;

/** What logs and metrics tell of one request: filled while it is answered, whole when `observeRequests` hands it over. */
export class RequestRecord {
  /** Milliseconds, on the clock of `performance.now()`. */
  readonly startedAt = performance.now();
  /** Statements that were sent to the database for it. */
  statements = 0;
  /** Whether its answer was stored before; null where none could be. */
  cache: "hit" | "miss" | null = null;
  /** Why it was refused, where that is not among the errors of a GraphQL answer. */
  refusal: string | null = null;
  /** Milliseconds until its answer was handed to the network. */
  duration = 0;
  status = 0;
  /** Of the trace that it is part of; null where it is not traced. */
  traceId: string | null = null;

  constructor(
    /** The pattern of the route, for example `/playground/:name`; null: there is none. */
    readonly route: string | null,
    readonly isProbe: boolean,
  ) {}
}

/** Told of what happens. */
export interface RequestObserver {
  /** The request has come; nothing is known of it but its headers. */
  began?(request: FastifyRequest): void;
  /** Its answer has left, or its client has gone. */
  ended(request: FastifyRequest): void;
  /** A statement is about to be sent for it; what this gives is called when the statement is over, with the fault if it failed. */
  statementBegan?(request: FastifyRequest, text: string): (fault?: unknown) => void;
}

/** For those who send statements for a request: tells its observers of each. */
export type StatementObserver = (request: FastifyRequest, text: string) => (fault?: unknown) => void;

/**
 * Gives each request a record, and an `x-request-id` to its answer; calls the observers when it is over, whoever answered it. Goes before all other hooks,
 * so that what they refuse is seen too. Gives what tells the observers of statements.
 */
export function observeRequests(app: FastifyInstance, observers: readonly RequestObserver[]): StatementObserver {
  app.decorateRequest("record", null as unknown as RequestRecord);
  app.addHook("onRequest", (request, reply, done) => {
    const { url, config } = request.routeOptions;
    const record = new RequestRecord(url ?? null, config.isProbe === true);
    request.record = record;
    for (const observer of observers) observer.began?.(request);
    reply.header("x-request-id", request.id);
    reply.raw.once("close", () => {
      record.duration = performance.now() - record.startedAt;
      record.status = reply.raw.writableFinished ? reply.raw.statusCode : CLIENT_CLOSED_REQUEST;
      for (const observer of observers) observer.ended(request);
    });
    done();
  });
  return (request, text) => {
    request.record.statements++;
    const ends = observers.map((observer) => observer.statementBegan?.(request, text));
    return (fault) => {
      for (const end of ends) end?.(fault);
    };
  };
}

/** Why a request was refused or failed: the codes of the errors in its answer, or `HTTP_404` and the like where it has none. Empty when all is well. */
export function codesOf({ record, answer }: FastifyRequest): readonly string[] {
  if (answer && answer.errorCodes.length > 0) return answer.errorCodes;
  if (record.refusal !== null) return [record.refusal];
  return record.status >= 400 ? [`HTTP_${record.status}`] : [];
}
