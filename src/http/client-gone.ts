import type { FastifyReply } from "fastify";

/** Aborts with `reason` when the client closes its connection before its answer is there. */
export function signalOf({ raw }: FastifyReply, reason: () => Error): AbortSignal {
  const controller = new AbortController();
  const abort = () => {
    if (!raw.writableEnded) controller.abort(reason());
  };
  if (raw.destroyed) abort();
  else raw.once("close", abort);
  return controller.signal;
}
