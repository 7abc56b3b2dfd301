import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sendRaw } from "./raw-request";
import { cleanUp, type ServiceProcess, startService } from "./service-process";
import { useTestDatabase } from "./test-app";

/** A span as OTLP has it in JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: any }[];
}

const database = useTestDatabase();
const spans: Span[] = [];
const services: any[] = [];
let sent: IncomingHttpHeaders = {};
let collector: Server;
let service: ServiceProcess;
let isWell = true;

beforeAll(async () => {
  collector = createServer(async (request, response) => {
    sent = request.headers;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(isWell && request.url === "/v1/traces" ? 200 : 400, { "content-type": "application/json" }).end("{}");
    for (const { resource, scopeSpans } of JSON.parse(Buffer.concat(chunks).toString()).resourceSpans) {
      services.push(...resource.attributes.filter(({ key }: any) => key === "service.name"));
      for (const scope of scopeSpans) spans.push(...scope.spans);
    }
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  service = await startService({
    DATABASE_URL: database.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_HEADERS: "api-key=k%20ey",
    OTEL_SERVICE_NAME: "papers",
  });
});
afterAll(async () => {
  await cleanUp();
  collector.close();
});

const attribute = ({ attributes }: Span, name: string) => {
  const value = attributes.find(({ key }) => key === name)?.value;
  return value?.stringValue ?? value?.intValue ?? value?.arrayValue?.values.map(({ stringValue }: any) => stringValue);
};
const spanOf = (traceId: string, name: string) => spans.find((span) => span.traceId === traceId && span.name === name)!;

test("a request, its operation and its statements are spans of one trace, which the caller may have begun", async () => {
  const own = "0af7651916cd43dd8448eb211c80319c";
  const ask = (query: string, variables: object, headers = {}) =>
    sendRaw(`${service.url}graphql`, headers, JSON.stringify({ query, variables }));
  const papers = "query Traced($first: Int) { papers(first: $first) { nodes { title } } }";
  await ask(papers, { first: 7 }, { traceparent: `00-${own}-b7ad6b7169203331-01`, "x-request-id": "mine" });
  await ask(papers, { first: 7 }); // stored
  await ask("query Refused($first: Int) { papers(first: $first) { totalCount } }", { first: 7777 });
  await sendRaw(`${service.url}health`);
  service.signal("SIGTERM"); // sends what is not yet sent
  const { code, stdout } = await service.ended;
  expect(code).toBe(0);

  expect(sent).toMatchObject({ "api-key": "k ey", "content-type": "application/json" });
  expect(services[0]).toEqual({ key: "service.name", value: { stringValue: "papers" } });

  const request = spanOf(own, "POST /graphql");
  expect(request.parentSpanId).toBe("b7ad6b7169203331");
  expect(attribute(request, "papergraph.request.id")).toBe("mine");
  expect(attribute(request, "http.response.status_code")).toBe(200);
  const operation = spanOf(own, "graphql Traced");
  expect(operation.parentSpanId).toBe(request.spanId);
  expect(attribute(operation, "graphql.operation.name")).toBe("Traced");
  const statement = spanOf(own, "findPapers");
  expect(statement.parentSpanId).toBe(operation.spanId);
  expect(attribute(statement, "db.system.name")).toBe("postgresql");
  expect(attribute(statement, "db.query.text")).toMatch(/^\/\* findPapers \*\/ with /);

  const others = spans.filter(({ traceId, name }) => traceId !== own && name === "POST /graphql");
  expect(others).toHaveLength(2);
  const [stored, refused] = others as [Span, Span];
  expect(attribute(stored, "papergraph.cache")).toBe("hit");
  expect(spans.filter(({ traceId }) => traceId === stored.traceId)).toHaveLength(1);
  expect(attribute(refused, "papergraph.error.codes")).toEqual(["BAD_USER_INPUT"]);

  expect(spans.some(({ name }) => name.includes("health"))).toBe(false);
  expect(JSON.stringify(spans)).not.toMatch(/7777/);
  const line = stdout.split("\n").find((text) => text.includes('"requestId":"mine"'));
  expect(JSON.parse(line!)).toMatchObject({ traceId: own, operation: "Traced" });
});

test("a collector that is ill costs a line of the log, and no request", async () => {
  isWell = false;
  const port = (collector.address() as AddressInfo).port;
  const env = { DATABASE_URL: database.url, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
  const other = await startService(env);
  await other.query("{ papers { nodes { title } } }");
  other.signal("SIGTERM");
  const { code, stdout } = await other.ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/"level":"warn".*spans are not exported/);
});
