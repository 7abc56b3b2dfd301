import type { FastifyRequest } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { BoundedNames } from "./bounded-names";
import { codesOf, type RequestObserver } from "./request-record";

/** Of the connections to one database server. */
export interface PoolState {
  readonly name: string;
  readonly total: number;
  readonly idle: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}

/** Seconds. A stored answer takes less than the first, a statement may take longer than the last. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the label `operation` is where an operation has no name, or none was found. */
const UNNAMED = "(unnamed)";

/** Counts requests and statements in the form of Prometheus, with what Node tells of the process. */
export class Metrics implements RequestObserver {
  readonly registry = new Registry();
  private readonly durations = this.histogram("papergraph_request_duration_seconds", "Time until the answer had left.", [
    "route",
    "operation",
  ]);
  private readonly requests = this.counter("papergraph_requests_total", "Requests; status 499: the client went away.", [
    "route",
    "status",
  ]);
  private readonly statements = this.counter("papergraph_statements_total", "Statements sent to the database.", ["operation"]);
  private readonly statementDurations = this.histogram(
    "papergraph_statement_duration_seconds",
    "Time until the rows of a statement were there, with the wait for a connection.",
    [],
  );
  private readonly hits = this.counter("papergraph_response_cache_hits_total", "Answers sent again as they were stored.", []);
  private readonly misses = this.counter("papergraph_response_cache_misses_total", "Answers that could have been stored.", []);
  private readonly refusals = this.counter(
    "papergraph_refusals_total",
    "Requests that were refused or failed, by the code of the error; one with several codes counts for each.",
    ["code"],
  );
  private readonly operations: BoundedNames;

  /** `path` is where operations are taken; at most `operationsMax` of them have a label of their own. `pools` is asked whenever the metrics are read. */
  constructor(
    private readonly path: string,
    operationsMax: number,
    pools: () => readonly PoolState[],
  ) {
    this.operations = new BoundedNames(operationsMax, (operation) => this.forget(operation));
    collectDefaultMetrics({ register: this.registry });
    this.poolGauge("papergraph_pool_connections", "Connections to the database.", pools, ({ total }) => total);
    this.poolGauge("papergraph_pool_idle_connections", "Connections that nobody uses.", pools, ({ idle }) => idle);
    this.poolGauge("papergraph_pool_waiting", "Statements that wait for a connection.", pools, ({ waiting }) => waiting);
  }

  ended(request: FastifyRequest): void {
    const { record, answer } = request;
    const route = record.route ?? "(none)";
    const operation = answer ? (answer.operationName === null ? UNNAMED : this.operations.labelOf(answer.operationName)) : "";
    this.requests.inc({ route, status: record.status });
    this.durations.observe({ route, operation }, record.duration / 1_000);
    if (record.statements > 0) this.statements.inc({ operation }, record.statements);
    if (record.cache === "hit") this.hits.inc();
    else if (record.cache === "miss") this.misses.inc();
    for (const code of codesOf(request)) this.refusals.inc({ code });
  }

  statementBegan(): () => void {
    const startedAt = performance.now();
    return () => this.statementDurations.observe((performance.now() - startedAt) / 1_000);
  }

  private forget(operation: string): void {
    this.statements.remove({ operation });
    this.durations.remove({ route: this.path, operation });
  }

  private counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram<L extends string>(name: string, help: string, labelNames: L[]): Histogram<L> {
    return new Histogram({ name, help, labelNames, buckets: BUCKETS, registers: [this.registry] });
  }

  private poolGauge(name: string, help: string, pools: () => readonly PoolState[], count: (pool: PoolState) => number): void {
    new Gauge({
      name,
      help,
      labelNames: ["pool"],
      registers: [this.registry],
      collect() {
        for (const pool of pools()) this.set({ pool: pool.name }, count(pool));
      },
    });
  }
}
