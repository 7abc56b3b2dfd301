import { once } from "node:events";
import { createServer } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";

/** Gives what reads the metrics of several processes, of which this one holds its own in `registry`. */
export type GatherMetrics = (registry: Registry) => () => Promise<string>;

/** Serves `GET /metrics`: beside everything else, or at an address of its own from the moment the service listens until it is closed. Throws when that address is taken. */
export function serveMetrics(
  app: FastifyInstance,
  registry: Registry,
  address: "service" | { readonly host: string; readonly port: number },
  gather: GatherMetrics = (registry) => () => registry.metrics(),
): void {
  const read = gather(registry);
  if (address === "service") {
    app.get("/metrics", { config: { isProbe: true } }, async (_request, reply) => {
      reply.header("cache-control", "no-store").type(registry.contentType);
      return read();
    });
    return;
  }
  const server = createServer((request, response) => {
    const isMetrics = request.method === "GET" && /^\/metrics(\?|$)/.test(request.url!);
    if (!isMetrics) return response.writeHead(404).end();
    read().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      (error) => {
        app.log.error({ err: error }, "metrics cannot be read");
        response.writeHead(500).end();
      },
    );
  });
  app.addHook("onReady", async () => {
    server.listen(address.port, address.host);
    await once(server, "listening");
  });
  app.addHook("onClose", async () => {
    server.close();
    server.closeAllConnections();
  });
}
