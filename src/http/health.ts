import type { FastifyInstance } from "fastify";

const PROBE = { config: { isProbe: true } };

/** `GET /health`: the process is alive. `GET /ready`: `isReady` resolved to true and the service is not stopping; else 503 with what is missing. */
export function addHealth(app: FastifyInstance, isReady: () => Promise<boolean>): void {
  app.decorate("isDraining", false);
  app.get("/health", PROBE, async () => ({ status: "alive" }));
  app.get("/ready", PROBE, async (request, reply) => {
    if (app.isDraining) return reply.code(503).send({ status: "the service is stopping" });
    try {
      if (await isReady()) return { status: "ready" };
      return reply.code(503).send({ status: "migrations are missing" });
    } catch (error) {
      request.log.warn({ err: error }, "not ready");
      return reply.code(503).send({ status: "the database does not answer" });
    }
  });
}
