import { once } from "node:events";
import { createServer } from "node:net";
import fc from "fast-check";
import { createApp } from "../src/app";
import { loadConfig } from "../src/config";
import { transaction } from "../src/database/sql";
import { BoundedNames, OTHER } from "../src/http/bounded-names";
import { sendRaw } from "./raw-request";
import { useTestApp } from "./test-app";

const app = useTestApp({ RESPONSE_CACHE_MB: "1", METRICS_OPERATIONS_MAX: "3", DATABASE_POOL_SIZE: "2" });

beforeAll(() => app.importRecords([{ title: "One paper" }]));

const post = (query: string) => sendRaw(`${app.url}/graphql`, {}, JSON.stringify({ query }));
const named = (name: string) => `query ${name} { papers { nodes { title } } }`;

/** The value of a series by its name and labels as they are written; 0 where there is none. */
async function read(...series: string[]): Promise<number[]> {
  const { text, headers } = await sendRaw(`${app.url}/metrics`);
  expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  const values = new Map(text.split("\n").map((line) => [line.replace(/ \S+$/, ""), Number(/\S+$/.exec(line)?.[0])]));
  return series.map((name) => values.get(name) ?? 0);
}

test("requests are counted by operation, with their durations, statements and stored answers", async () => {
  for (let time = 0; time < 3; time++) await post(named("Counted"));
  expect(
    await read(
      'papergraph_request_duration_seconds_count{route="/graphql",operation="Counted"}',
      'papergraph_request_duration_seconds_bucket{le="10",route="/graphql",operation="Counted"}',
      'papergraph_statements_total{operation="Counted"}',
      'papergraph_requests_total{route="/graphql",status="200"}',
      "papergraph_response_cache_hits_total",
      "papergraph_response_cache_misses_total",
      "papergraph_statement_duration_seconds_count",
    ),
  ).toEqual([3, 3, 1, 3, 2, 1, 1]);
});

test("refusals are counted by code", async () => {
  await post("query Refused { papers(first: 1000) { totalCount } }");
  await post("{ nothing }");
  await sendRaw(`${app.url}/graphql`, {}, "{");
  await sendRaw(`${app.url}/nowhere`);
  const codes = ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "BAD_REQUEST", "HTTP_404"];
  expect(await read(...codes.map((code) => `papergraph_refusals_total{code="${code}"}`))).toEqual([1, 1, 1, 1]);
  expect(await read('papergraph_requests_total{route="(none)",status="404"}')).toEqual([1]);
});

test("names beyond the limit are counted together, however many clients make up", async () => {
  for (let index = 0; index < 20; index++) await post(named(`Invented${index}`));
  const { text } = await sendRaw(`${app.url}/metrics`);
  const labels = new Set([...text.matchAll(/_count\{route="\/graphql",operation="([^"]*)"/g)].map(([, label]) => label));
  expect([...labels].sort()).toEqual(["(other)", "(unnamed)", "Counted", "Invented0", "Refused"]);
});

test("the pool, the process and the event loop can be watched", async () => {
  await transaction(app.db, async (run) => {
    await run("lock table paper in access exclusive mode");
    const waiting = ["WaitA", "WaitB", "WaitC"].map((name) => post(named(name)));
    while ((await read('papergraph_pool_waiting{pool="primary"}'))[0] === 0) await new Promise((done) => setTimeout(done, 20));
    expect(await read('papergraph_pool_connections{pool="primary"}', 'papergraph_pool_idle_connections{pool="primary"}')).toEqual(
      [2, 0],
    );
    await run("rollback");
    await Promise.all(waiting);
  });
  await new Promise((done) => setTimeout(done, 50)); // the event loop is measured from one look to the next
  const [idle, memory, lag] = await read(
    'papergraph_pool_idle_connections{pool="primary"}',
    "process_resident_memory_bytes",
    "nodejs_eventloop_lag_mean_seconds",
  );
  expect(idle).toBe(2);
  expect(memory).toBeGreaterThan(10_000_000);
  expect(lag).toBeGreaterThan(0);
});

describe("where they are served is a setting", () => {
  const startWith = async (address: string) => {
    const config = loadConfig({ LOG_LEVEL: "silent", METRICS_ADDRESS: address });
    const http = await createApp(app.db, config);
    return { http, listening: http.listen({ port: 0, host: "127.0.0.1" }) };
  };
  const freePort = async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    return { server, port };
  };

  test("at an address of their own they are only there, until the service is closed", async () => {
    const { server, port } = await freePort();
    await once(server.close(), "close");
    const { http, listening } = await startWith(`127.0.0.1:${port}`);
    expect((await sendRaw(`${await listening}/metrics`)).status).toBe(404);
    expect((await sendRaw(`http://127.0.0.1:${port}/metrics`)).text).toContain("papergraph_pool_connections");
    expect((await sendRaw(`http://127.0.0.1:${port}/graphql`)).status).toBe(404);
    await http.close();
    await expect(sendRaw(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
  });

  test("the service does not start when that address is taken", async () => {
    const { server, port } = await freePort();
    const { http, listening } = await startWith(`127.0.0.1:${port}`);
    await expect(listening).rejects.toThrow(`address already in use 127.0.0.1:${port}`);
    await http.close();
    server.close();
  });

  test("off means nowhere", async () => {
    const { http, listening } = await startWith("off");
    expect((await sendRaw(`${await listening}/metrics`)).status).toBe(404);
    await http.close();
  });
});

test("no more names have a place than may, and one that came within the hour keeps its own", () => {
  const steps = fc.array(fc.record({ name: fc.nat({ max: 9 }).map(String), minutes: fc.nat({ max: 40 }) }), { maxLength: 100 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 4 }), (list, max) => {
      let now = 0;
      const places = new Map<string, number>(); // with when each last came
      const names = new BoundedNames(
        max,
        (name) => {
          expect(now - places.get(name)!).toBeGreaterThan(3_600_000);
          places.delete(name);
        },
        () => now,
      );
      for (const { name, minutes } of list) {
        now += minutes * 60_000;
        const had = places.has(name);
        const label = names.labelOf(name);
        if (had) expect(label).toBe(name);
        if (label !== OTHER) places.set(name, now);
        expect(places.size).toBeLessThanOrEqual(max);
      }
    }),
  );
});
