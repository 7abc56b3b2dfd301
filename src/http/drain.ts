import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** Prepares `app` for stopping, and gives what stops it: running requests finish, what still runs after `timeoutMs` is cut off. */
export function prepareDrain(app: FastifyInstance, timeoutMs: number): () => Promise<void> {
  const sockets = new Set<Socket>();
  app.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  return async () => {
    const sweep = setInterval(() => {
      app.server.closeIdleConnections(); // kept alive after the request that ran when we began
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy(); // opened by a browser in advance: to Node not idle
    }, 50);
    const cut = setTimeout(() => app.server.closeAllConnections(), timeoutMs);
    try {
      await app.close();
    } finally {
      clearInterval(sweep);
      clearTimeout(cut);
    }
  };
}
