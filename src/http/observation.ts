import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { OperationSettings } from "../config";
import { logRequests } from "./log";
import { Metrics, type PoolState } from "./metrics";
import { type GatherMetrics, serveMetrics } from "./metrics-endpoint";
import { observeRequests, type StatementObserver } from "./request-record";
import { startTracing } from "./tracing";

export interface ObservationOptions {
  readonly log: Logger;
  /** Where operations are taken. */
  readonly path: string;
  readonly settings: OperationSettings;
  /** Asked when metrics are read. */
  readonly pools: () => readonly PoolState[];
  readonly gatherMetrics?: GatherMetrics | undefined;
}

/**
 * Writes a line of the log for each request, counts it, and traces it where spans have somewhere to go. Goes before all
 * other hooks and routes; gives what is to be told of statements.
 */
export async function observeService(
  app: FastifyInstance,
  { log, path, settings, pools, gatherMetrics }: ObservationOptions,
): Promise<StatementObserver> {
  const observers = [logRequests(log)];
  if (settings.otlpEndpoint !== null) {
    const { otlpEndpoint: endpoint, otlpHeaders: headers, otlpServiceName: serviceName, traceRatio: ratio } = settings;
    const onFault = (error: unknown) => log.warn({ err: error }, "spans are not exported");
    observers.unshift(await startTracing(app, path, { endpoint, headers, serviceName, ratio, onFault }));
  }
  if (settings.metricsAddress !== "off") {
    const metrics = new Metrics(path, settings.metricsOperationsMax, pools);
    observers.push(metrics);
    serveMetrics(app, metrics.registry, settings.metricsAddress, gatherMetrics);
  }
  return observeRequests(app, observers);
}
