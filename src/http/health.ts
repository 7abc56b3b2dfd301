import type { FastifyInstance } from "fastify";

/** `GET /health`: the process is alive. `GET /ready`: `isReady` resolved to true; else 503 with what is missing. */
export function addHealth(app: FastifyInstance, isReady: () => Promise<boolean>): void {
  app.get("/health", { config: { isProbe: true } }, async () => ({ status: "alive" }));
  app.get("/ready", { config: { isProbe: true } }, async (request, reply) => {
    try {
      if (await isReady()) return { status: "ready" };
      return reply.code(503).send({ status: "migrations are missing" });
    } catch (error) {
      request.log.warn({ err: error }, "not ready");
      return reply.code(503).send({ status: "the database does not answer" });
    }
  });
}
