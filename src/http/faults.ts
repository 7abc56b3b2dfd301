import type { FastifyError, FastifyInstance } from "fastify";

/** Answers what the client can mend (status 4xx) with its message, and anything else with an id that the log has too. In the form of GraphQL, since most clients expect it. */
export function maskFaults(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500)
      return reply.code(status).send({ errors: [{ message: error.message, extensions: { code: "BAD_REQUEST" } }] });
    const id = crypto.randomUUID();
    request.log.error({ err: error, id }, "internal error");
    return reply
      .code(500)
      .send({ errors: [{ message: `Internal error ${id}`, extensions: { code: "INTERNAL_SERVER_ERROR", id } }] });
  });
}
