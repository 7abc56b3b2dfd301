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

  constructor(
    private readonly observers: readonly RequestObserver[],
    /** The pattern of the route, for example `/playground/:name`; null: there is none. */
    readonly route: string | null,
    readonly isProbe: boolean,
  ) {}

  /** Notes a statement that is about to be sent; what it gives is called when that is over. */
  beginStatement(): () => void {
    this.statements++;
    const startedAt = performance.now();
    return () => {
      const duration = performance.now() - startedAt;
      for (const observer of this.observers) observer.statementEnded?.(duration);
    };
  }
}

/** Told of what happens. */
export interface RequestObserver {
  /** The answer has left, or the client has gone. */
  ended(request: FastifyRequest): void;
  /** A statement took so many milliseconds. */
  statementEnded?(duration: number): void;
}

/**
 * Gives each request a record, and an `x-request-id` to its answer; calls the observers when it is over, whoever answered it. Goes before all other hooks,
 * so that what they refuse is seen too.
 */
export function observeRequests(app: FastifyInstance, observers: readonly RequestObserver[]): void {
  app.decorateRequest("record", null as unknown as RequestRecord);
  app.addHook("onRequest", (request, reply, done) => {
    const { url, config } = request.routeOptions;
    const record = new RequestRecord(observers, url ?? null, config.isProbe === true);
    request.record = record;
    reply.header("x-request-id", request.id);
    reply.raw.once("close", () => {
      record.duration = performance.now() - record.startedAt;
      record.status = reply.raw.writableFinished ? reply.raw.statusCode : CLIENT_CLOSED_REQUEST;
      for (const observer of observers) observer.ended(request);
    });
    done();
  });
}

/** Why a request was refused or failed: the codes of the errors in its answer, or `HTTP_404` and the like where it has none. Empty when all is well. */
export function codesOf({ record, answer }: FastifyRequest): readonly string[] {
  if (answer && answer.errorCodes.length > 0) return answer.errorCodes;
  if (record.refusal !== null) return [record.refusal];
  return record.status >= 400 ? [`HTTP_${record.status}`] : [];
}
