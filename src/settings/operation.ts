import { isIP } from "node:net";
import { integer, matching, optional, type Setting, webAddress } from "./setting";

/** Where metrics are served: beside everything else, nowhere, or at an address of their own. */
export type MetricsAddress = "service" | "off" | { readonly host: string; readonly port: number };

/** How the service is watched, how it sheds what is too much, and how it stops. */
export interface OperationSettings {
  readonly metricsAddress: MetricsAddress;
  /** Operations with a label of their own. */
  readonly metricsOperationsMax: number;
  /** Base address of a collector of OpenTelemetry that takes OTLP over HTTP; null: no spans are made. */
  readonly otlpEndpoint: string | null;
  /** Sent along with spans, for example a key. */
  readonly otlpHeaders: Readonly<Record<string, string>> | null;
  readonly otlpServiceName: string;
  /** The share of requests that are traced, where the caller has not decided; 0 to 1. */
  readonly traceRatio: number;
  /** 0: statements may wait for a connection however many they are. */
  readonly poolWaitingMax: number;
  /** 0: the event loop may be late however much. */
  readonly eventLoopDelayMaxMs: number;
  readonly readyTimeoutMs: number;
  readonly shutdownDelayMs: number;
}

/** Two names are OpenTelemetry's own: https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
export const operationSettings: { readonly [K in keyof OperationSettings]: Setting<OperationSettings[K]> } = {
  metricsAddress: {
    variable: "METRICS_ADDRESS",
    fallback: "service",
    parse: metricsAddress,
    expected: "service, off, or an address with a port like 127.0.0.1:9464",
  },
  metricsOperationsMax: integer("METRICS_OPERATIONS_MAX", 100, 0, 10_000),
  otlpEndpoint: optional(webAddress("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318")),
  otlpHeaders: {
    variable: "OTEL_EXPORTER_OTLP_HEADERS",
    fallback: null,
    parse: headers,
    expected: "names and values like name=value,other=value",
    isSecret: true,
  },
  otlpServiceName: matching(
    "OTEL_SERVICE_NAME",
    "papergraph",
    /^[\x20-\x7e]{1,100}$/,
    "printable ASCII of at most 100 characters",
  ),
  traceRatio: {
    variable: "OTEL_TRACES_SAMPLER_ARG",
    fallback: 1,
    parse: (text) => (/^(0|1|1\.0+|0?\.\d{1,10})$/.test(text) ? Number(text) : null),
    expected: "a share from 0 to 1, like 0.1",
  },
  poolWaitingMax: integer("DATABASE_POOL_WAITING_MAX", 500, 0, 1_000_000),
  eventLoopDelayMaxMs: integer("EVENT_LOOP_DELAY_MAX_MS", 500, 0, 60_000),
  readyTimeoutMs: integer("READY_TIMEOUT_MS", 2_000, 1, 60_000),
  shutdownDelayMs: integer("SHUTDOWN_DELAY_MS", 0, 0, 600_000),
};

function metricsAddress(text: string): MetricsAddress | null {
  if (text === "service" || text === "off") return text;
  const [, name, bracketed, port] = /^(?:([\w.-]+)|\[([\da-f:.]+)\]):(\d{1,5})$/i.exec(text) ?? [];
  const host = name ?? (bracketed && isIP(bracketed) === 6 ? bracketed : undefined);
  return host !== undefined && Number(port) <= 65_535 ? Object.freeze({ host, port: Number(port) }) : null;
}

/** In the form of W3C baggage, as OpenTelemetry has it: values are percent-encoded. */
function headers(text: string): Readonly<Record<string, string>> | null {
  const pairs = text.split(",").map((pair) => /^\s*([\w.-]+)\s*=\s*([\x21-\x7e]*)\s*$/.exec(pair));
  try {
    return Object.freeze(Object.fromEntries(pairs.map((pair) => [pair![1]!, decodeURIComponent(pair![2]!)])));
  } catch {
    return null; // a pair without "=", or a broken percent sign
  }
}
