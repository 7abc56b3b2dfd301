import type { FastifyInstance, FastifyRequest } from "fastify";
import { clientOf } from "./client-address";
import { exchangeRates } from "./rate-exchange";
import { type ClientBudget, RateLimiter } from "./rate-limiter";

declare module "fastify" {
  interface FastifyRequest {
    /** What the client may spend; null where nothing is counted. */
    budget: ClientBudget | null;
  }
}

/** What a request costs at least. Points. */
const LEAST = 1;

/** How a client's budget is told: https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.html */
const POLICY = "points";

/**
 * Counts what each client spends on requests to some paths, at most `limit` points a minute; 0: nothing is counted. Every request costs a point when it comes,
 * before its body is read; who has none left is refused with 429. What else it costs, whoever finds out takes from `request.budget`.
 */
export function limitRate(
  app: FastifyInstance,
  paths: readonly string[],
  limit: number,
  run: Parameters<typeof exchangeRates>[1],
  identify: (request: FastifyRequest) => string = (request) => clientOf(request.ip),
): void {
  app.decorateRequest("budget", null);
  if (limit === 0) return;
  const limiter = new RateLimiter(limit);
  const stop = exchangeRates(limiter, run, (error) => app.log.warn({ err: error }, "rates are not exchanged"));
  app.addHook("onClose", stop);
  const policy = `"${POLICY}";q=${limit};w=60`;

  app.addHook("onRequest", (request, reply, done) => {
    if (!paths.includes(request.routeOptions.url ?? "")) return done();
    const budget = limiter.budgetOf(identify(request));
    request.budget = budget;
    const isAdmitted = budget.take(LEAST);
    reply.header("ratelimit-policy", policy).header("ratelimit", describe(budget));
    if (isAdmitted) return done();
    reply.header("retry-after", secondsUntil(budget.resetAt));
    const message = `All of the ${limit} points that a client may spend a minute are spent. There are ${limit} again in ${secondsUntil(budget.resetAt)} s.`;
    done(Object.assign(new Error(message), { statusCode: 429 }));
  });
  app.addHook("onSend", (request, reply, _payload, done) => {
    if (request.budget) reply.header("ratelimit", describe(request.budget));
    done();
  });
}

function describe({ remaining, resetAt }: ClientBudget): string {
  return `"${POLICY}";r=${remaining};t=${secondsUntil(resetAt)}`;
}

function secondsUntil(moment: Date): number {
  return Math.max(1, Math.ceil((moment.getTime() - Date.now()) / 1_000));
}
