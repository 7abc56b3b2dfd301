import type { ServerResponse } from "node:http";
import { type Socket, Server as TcpServer } from "node:net";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyInstance {
    /** Set by `prepareDrain` once the service has begun to stop. */
    isDraining: boolean;
  }
}

/** How the service stops. Milliseconds. */
export interface DrainTimes {
  /** For so long it answers as before, with `/ready` false, so that load balancers turn elsewhere. */
  readonly delay: number;
  /** What still runs so long after that is cut off. */
  readonly timeout: number;
}

/** How long connections without a request stay open after the last one was accepted: a request may be on its way. */
const LINGER = 250;
const SWEEP_EVERY = 20;

/**
 * Prepares `app`, before it listens, for stopping, and gives what stops it without dropping a request: no connection is accepted any more, each open one
 * is closed after the answer to its next request, or when none comes, and running requests finish.
 */
export function prepareDrain(app: FastifyInstance, { delay, timeout }: DrainTimes): () => Promise<void> {
  const sockets = new Set<Socket>();
  const running = new Set<ServerResponse>();
  let isLast = false; // whether answers are the last of their connections
  app.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  app.server.prependListener("request", (_request, response) => {
    if (isLast) response.setHeader("connection", "close");
    running.add(response);
    response.once("close", () => running.delete(response));
  });

  return async () => {
    app.isDraining = true;
    await sleep(delay);
    const closeListener = TcpServer.prototype.close.bind(app.server); // that of the HTTP server would also close connections whose next request is on its way
    await setImmediate(); // right after connections were accepted: one that waits to be would be refused with a reset
    closeListener();
    isLast = true;
    for (const response of running) if (!response.headersSent) response.setHeader("connection", "close");
    const cut = setTimeout(() => app.server.closeAllConnections(), timeout);
    try {
      const lingersUntil = performance.now() + LINGER;
      while (sockets.size > 0) {
        await sleep(SWEEP_EVERY);
        await setImmediate(); // right after what has come was read: an unread request would be refused with a reset
        if (performance.now() > lingersUntil) closeUnused();
      }
      await app.close();
    } finally {
      clearTimeout(cut);
    }
  };

  function closeUnused(): void {
    app.server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy(); // opened by a browser in advance: to Node not idle
  }
}
