import { monitorEventLoopDelay } from "node:perf_hooks";
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";

/** When requests are refused that would only make all others slower. 0 never refuses. */
export interface BackPressureLimits {
  /** Milliseconds by which the process comes to its work too late, on the average of half a second, for two of them. */
  readonly maxDelay: number;
  /** Statements that wait for a connection. */
  readonly maxWaiting: number;
}

/** Milliseconds between two looks at the event loop, and between two of its own measurements. */
const LOOK_EVERY = 500;
const RESOLUTION = 20;

/** Seconds after which a refused client may try again. */
const RETRY_AFTER = 1;

/**
 * Refuses requests with 503 while there is more to do than can be done: while the event loop is late, the share of all requests that is too much, before anything
 * is done for them; while too many statements wait for connections, those to `path` whose answer is not stored. Probes are never refused. Goes after the
 * response cache and before routes.
 */
export function refuseOverload(
  app: FastifyInstance,
  path: string,
  { maxDelay, maxWaiting }: BackPressureLimits,
  waiting: (request: FastifyRequest) => number,
): void {
  if (maxDelay > 0) {
    const tooMuch = watchEventLoop(app, maxDelay);
    app.addHook("onRequest", (request, reply, done) => {
      if (tooMuch() > Math.random() && !request.record.isProbe) refuse(request, reply, "The service has more to do than it can");
      else done();
    });
  }
  if (maxWaiting > 0) {
    const gate = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      if (waiting(request) >= maxWaiting) refuse(request, reply, "The database has more to do than it can");
      else done();
    };
    app.addHook("onRoute", (route: RouteOptions) => {
      if (route.url === path) route.preHandler = [...[route.preHandler ?? []].flat(), gate];
    });
  }
}

/** Gives the share of requests that is too much: with half of the requests, an event loop that is late by twice the limit would be late by the limit. */
function watchEventLoop(app: FastifyInstance, maxDelay: number): () => number {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  let before = 0;
  let share = 0;
  const look = setInterval(() => {
    if (delays.count === 0) return;
    const delay = delays.mean / 1e6 - RESOLUTION;
    const lasting = Math.min(delay, before); // one long piece of work alone is no overload
    share = lasting > maxDelay ? 1 - maxDelay / lasting : 0;
    before = delay;
    delays.reset();
  }, LOOK_EVERY);
  look.unref();
  app.addHook("onClose", async () => {
    clearInterval(look);
    delays.disable();
  });
  return () => share;
}

function refuse(request: FastifyRequest, reply: FastifyReply, why: string): void {
  const code = "SERVICE_UNAVAILABLE";
  request.record.refusal = code;
  const message = `${why}: try again in ${RETRY_AFTER} s.`;
  reply
    .code(503)
    .header("retry-after", RETRY_AFTER)
    .send({ errors: [{ message, extensions: { code } }] });
}
