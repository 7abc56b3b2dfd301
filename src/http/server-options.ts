import type { FastifyInstance } from "fastify";
import type { HttpSettings, RequestLimits } from "../config";

/** How the server reads requests: how large they may be, how long they may take to arrive, and whose word on the client's address is taken. */
export function serverOptions(http: HttpSettings, { maxBodyBytes }: RequestLimits) {
  const { requestTimeoutMs, headersTimeoutMs, keepAliveTimeoutMs, trustProxy } = http;
  return {
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    // A text is a list of one to Fastify; without any, X-Forwarded-For is what the client says and nothing more.
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    // Node looks for slow requests every 30 seconds unless it is told to look more often.
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: Math.min(1_000, headersTimeoutMs / 2) },
  };
}

/** Closes connections beyond `maxConnections` at once, and refuses addresses that are longer than `maxUrlLength` characters. */
export function limitConnections(app: FastifyInstance, { maxConnections }: HttpSettings, { maxUrlLength }: RequestLimits): void {
  app.server.maxConnections = maxConnections;
  app.addHook("onRequest", (request, _reply, done) => {
    const { length } = request.raw.url!;
    if (length <= maxUrlLength) return done();
    done(refusal(414, `The address must be at most ${maxUrlLength} characters long, not ${length}`));
  });
}

/** Refuses batches of more than `maxBatchSize` operations; an allowed one is as cheap as all its operations together. */
export function limitBatches(app: FastifyInstance, { maxBatchSize }: RequestLimits): void {
  app.addHook("preHandler", (request, _reply, done) => {
    if (!Array.isArray(request.body) || request.body.length <= maxBatchSize) return done();
    const size = maxBatchSize > 1 ? `at most ${maxBatchSize} operations` : "one operation";
    done(refusal(400, `A request must hold ${size}, not ${request.body.length}`));
  });
}

/** An error that the client sees as it is, with this status. */
function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
