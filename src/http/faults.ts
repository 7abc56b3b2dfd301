import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";

/** Answers what the client can mend (status 4xx) with its message, and anything else with the id of the request, which the log has too. In the form of GraphQL, since most clients expect it. */
export function maskFaults(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { status, message } = refusalOf(error, request);
    const { id } = request;
    const code = status >= 500 ? "INTERNAL_SERVER_ERROR" : status === 429 ? "RATE_LIMITED" : "BAD_REQUEST";
    request.record.refusal = code;
    if (status < 500) return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
    request.log.error({ err: error }, "internal error");
    return reply.code(500).send({ errors: [{ message: `Internal error ${id}`, extensions: { code, id } }] });
  });
}

function refusalOf({ code, statusCode = 500, message }: FastifyError, request: FastifyRequest) {
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return { status: 413, message: `The body must be at most ${request.routeOptions.bodyLimit} bytes long` };
  // A Host header of which no address can be made.
  if (code === "ERR_INVALID_URL") return { status: 400, message: "The Host header must be the name of a host" };
  return { status: statusCode, message };
}
