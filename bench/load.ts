import { createRequire } from "node:module";
import { join } from "node:path";
import { projectDir } from "../src/project-dir";
import type { Server } from "./processes";

/** What one server did under load. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds for which the server's own process computed, a request. */
  readonly cpuMicros: number;
}

interface Result {
  readonly requests: { readonly total: number; readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly errors: number;
  readonly non2xx: number;
}

type Autocannon = (options: object) => Promise<Result>;

/** How many connections send at once. */
const CONNECTIONS = 20;

/** Sends bodies to a server as fast as it answers, for so many seconds or so many requests. Throws when any answer was not a good one. */
export async function load(
  server: Server,
  nextBody: () => string,
  until: { readonly duration: number } | { readonly amount: number },
): Promise<Load> {
  const autocannon = createRequire(join(projectDir, "bench/peers/"))("autocannon") as Autocannon;
  const before = server.cpuSeconds();
  const { requests, latency, errors, non2xx } = await autocannon({
    url: server.url,
    connections: CONNECTIONS,
    ...until,
    method: "POST",
    headers: { "content-type": "application/json" },
    requests: [{ setupRequest: (request: object) => ({ ...request, body: nextBody() }) }],
  });
  if (errors + non2xx > 0) throw new Error(`${server.name}: ${errors} errors, ${non2xx} bad answers of ${requests.total}`);
  return {
    requestsPerSecond: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    cpuMicros: ((server.cpuSeconds() - before) / requests.total) * 1e6,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}
