import type { Context, Span, Tracer } from "@opentelemetry/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { codesOf, type RequestObserver } from "./request-record";

/** Where spans go. */
export interface TracingOptions {
  /** Base address of a collector that takes OTLP over HTTP, as JSON. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly serviceName: string;
  /** The share of requests that are traced, where the caller has not decided. */
  readonly ratio: number;
  /** Told of spans that could not be sent. */
  readonly onFault: (error: unknown) => void;
}

/** Milliseconds that one batch of spans may take to be sent; closing waits no longer. */
const EXPORT_TIMEOUT = 5_000;

/** The spans of one request. */
interface Spans {
  readonly request: Span;
  operation: Span | null;
  /** What the next span is part of. */
  context: Context;
}

/**
 * Makes spans of requests, of the operations in them that are executed, and of their statements, named as OpenTelemetry has it:
 * https://opentelemetry.io/docs/specs/semconv/ . Goes on with the caller's trace where a `traceparent` comes along. Its packages are loaded now, by those who use it.
 */
export async function startTracing(app: FastifyInstance, path: string, options: TracingOptions): Promise<RequestObserver> {
  const api = await import("@opentelemetry/api");
  const { W3CTraceContextPropagator, setGlobalErrorHandler } = await import("@opentelemetry/core");
  const { SpanKind, SpanStatusCode, trace } = api;
  const { tracer, close } = await createTracer(options);
  setGlobalErrorHandler(options.onFault);
  const propagator = new W3CTraceContextPropagator();
  const spansOf = new WeakMap<FastifyRequest, Spans>();

  app.addHook("preHandler", (request, _reply, done) => {
    const spans = spansOf.get(request);
    if (spans && request.routeOptions.url === path) {
      spans.operation = tracer.startSpan("graphql", {}, spans.context);
      spans.context = trace.setSpan(spans.context, spans.operation);
    }
    done();
  });
  app.addHook("onSend", (request, _reply, _payload, done) => {
    const { operation } = spansOf.get(request) ?? {};
    const name = request.answer?.operationName;
    if (operation && name) operation.updateName(`graphql ${name}`).setAttribute("graphql.operation.name", name);
    operation?.end();
    done();
  });
  app.addHook("onClose", close);

  return {
    began(request) {
      const { record, method, headers, id } = request;
      if (record.isProbe) return;
      const attributes = { "http.request.method": method, "http.route": record.route ?? undefined, "papergraph.request.id": id };
      const caller = propagator.extract(api.ROOT_CONTEXT, headers, api.defaultTextMapGetter);
      const name = record.route ? `${method} ${record.route}` : method;
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, caller);
      spansOf.set(request, { request: span, operation: null, context: trace.setSpan(caller, span) });
      record.traceId = span.spanContext().traceId;
    },
    statementBegan(request, text) {
      const spans = spansOf.get(request);
      if (!spans) return () => {};
      const name = /^\s*\/\* (\w+)/.exec(text)?.[1] ?? "statement";
      const attributes = { "db.system.name": "postgresql", "db.query.summary": name, "db.query.text": text };
      const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, spans.context);
      return (fault) => {
        if (fault !== undefined) span.setAttribute("error.type", typeOf(fault)).setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      };
    },
    ended(request) {
      const span = spansOf.get(request)?.request;
      if (!span) return;
      const { record, answer } = request;
      const codes = codesOf(request);
      span.setAttributes({
        "http.response.status_code": record.status,
        "graphql.operation.name": answer?.operationName ?? undefined,
        "papergraph.cache": record.cache ?? undefined,
        "papergraph.error.codes": codes.length > 0 ? [...codes] : undefined,
      });
      if (record.status >= 500 || codes.includes("INTERNAL_SERVER_ERROR")) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

async function createTracer({ endpoint, headers, serviceName, ratio, onFault }: TracingOptions): Promise<{
  tracer: Tracer;
  close: () => Promise<void>;
}> {
  const { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } = await import(
    "@opentelemetry/sdk-trace"
  );
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-http");
  const { defaultResource, resourceFromAttributes } = await import("@opentelemetry/resources");
  const exporter = new OTLPTraceExporter({
    url: `${endpoint}/v1/traces`,
    headers: headers ? { ...headers } : {},
    timeoutMillis: EXPORT_TIMEOUT,
  });
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ "service.name": serviceName })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: EXPORT_TIMEOUT })],
  });
  return { tracer: provider.getTracer("papergraph"), close: () => provider.shutdown().catch(onFault) };
}

/** PostgreSQL's code or the kind of the error: not its message, which may hold values. */
function typeOf(fault: unknown): string {
  if (!(fault instanceof Error)) return "unknown";
  return "code" in fault ? String(fault.code) : fault.name;
}
