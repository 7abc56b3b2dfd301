import { setTimeout as sleep } from "node:timers/promises";
import { Client, type Pool } from "pg";
import { transaction } from "../src/database/sql";
import { type RawAnswer, sendRaw } from "./raw-request";
import { useTestApp } from "./test-app";

const QUERY = JSON.stringify({ query: "{ papers { nodes { title } } }" });
const ask = (url: string) => sendRaw(`${url}/graphql`, {}, QUERY);
const statusesOf = (answers: readonly RawAnswer[]) => answers.map(({ status }) => status);

function expectRefusal({ status, headers, text }: RawAnswer, message: string): void {
  expect(status).toBe(503);
  expect(headers["retry-after"]).toBe("1");
  expect(JSON.parse(text)).toEqual({ errors: [{ message, extensions: { code: "SERVICE_UNAVAILABLE" } }] });
}

describe("when every connection is busy with slow statements", () => {
  const app = useTestApp({ DATABASE_POOL_SIZE: "1", DATABASE_POOL_WAITING_MAX: "3", STATEMENT_TIMEOUT_MS: "60000" });
  beforeAll(() => app.importRecords([{ title: "One paper" }]));

  test("what would have to wait for too many others is refused at once, probes are not, and all is well again afterwards", async () => {
    const other = new Client({ connectionString: app.databaseUrl });
    await other.connect();
    await other.query("begin; lock table paper in access exclusive mode");
    const admitted = [1, 2, 3, 4].map(() => ask(app.url));
    const waiting = 'papergraph_pool_waiting{pool="primary"} 3';
    while (!(await sendRaw(`${app.url}/metrics`)).text.includes(waiting)) await sleep(10);

    const before = performance.now();
    const surplus = await Promise.all([1, 2, 3, 4, 5].map(() => ask(app.url)));
    for (const answer of surplus) expectRefusal(answer, "The database has more to do than it can: try again in 1 s.");
    const probes = await Promise.all(["/health", "/ready", "/metrics", "/schema.graphql"].map((path) => sendRaw(app.url + path)));
    expect(statusesOf(probes)).toEqual([200, 200, 200, 200]);
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(probes[2]!.text).toContain('papergraph_refusals_total{code="SERVICE_UNAVAILABLE"} 5');

    await other.query("rollback");
    await other.end();
    expect(statusesOf(await Promise.all(admitted))).toEqual([200, 200, 200, 200]);
    expect((await ask(app.url)).status).toBe(200);
  });
});

describe("when no connection becomes free in time", () => {
  const app = useTestApp({ DATABASE_POOL_SIZE: "1", STATEMENT_TIMEOUT_MS: "60000" });

  test("what waited for one is told to try again later", async () => {
    const { options } = (app.db.driver as unknown as { master: Pool }).master;
    options.connectionTimeoutMillis = 100;
    const answer = await transaction(app.db, () => ask(app.url)); // it has the one connection
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "1"]);
    expect(JSON.parse(answer.text)).toEqual({
      errors: [
        expect.objectContaining({
          message: "The database has more to do than it can: try again later.",
          extensions: { code: "SERVICE_UNAVAILABLE" },
        }),
      ],
    });
    expect((await ask(app.url)).status).toBe(200);
  });
});

describe("while every connection is busy for long", () => {
  const app = useTestApp({ DATABASE_POOL_SIZE: "1", RESPONSE_CACHE_MB: "1", STATEMENT_TIMEOUT_MS: "60000" });
  beforeAll(() => app.importRecords([{ title: "One paper" }]));

  test("stored answers are sent, as long as the data is the same", async () => {
    expect((await ask(app.url)).status).toBe(200);
    await transaction(app.db, async () => {
      for (let time = 0; time < 3; time++) {
        const startedAt = performance.now();
        expect(JSON.parse((await ask(app.url)).text).data.papers.nodes).toHaveLength(1);
        expect(performance.now() - startedAt).toBeLessThan(1_000);
        await sleep(600); // what is known of the data holds for a second
      }
    });
  });
});

describe("when the database hangs", () => {
  const app = useTestApp({ STATEMENT_TIMEOUT_MS: "200" });
  beforeAll(() => app.importRecords([{ title: "One paper" }]));

  test("its requests end soon after their statements should have, and it is asked again when it goes on", async () => {
    await Promise.all([ask(app.url), ask(app.url)]);
    const observer = new Client({ connectionString: process.env.TEST_SERVER_URL });
    await observer.connect();
    const { rows: backends } = await observer.query<{ pid: number }>(
      "select pid from pg_stat_activity where application_name = 'papergraph' and datname = $1",
      [new URL(app.databaseUrl).pathname.slice(1)],
    );
    await observer.end();
    const signal = (name: NodeJS.Signals) => {
      for (const { pid } of backends) process.kill(pid, name);
    };
    signal("SIGSTOP");
    try {
      const startedAt = performance.now();
      const answers = await Promise.all(backends.concat(backends).map(() => ask(app.url)));
      expect(performance.now() - startedAt).toBeLessThan(6_000);
      const hung = answers.filter(({ status }) => status !== 200);
      expect(hung.length).toBeGreaterThan(0);
      for (const { status, text } of hung) {
        expect(status).toBe(503);
        expect(JSON.parse(text).errors[0].message).toBe("The database cannot be reached: try again in 1 s.");
      }
      expect((await ask(app.url)).status).toBe(200); // those connections are not used again
    } finally {
      signal("SIGCONT");
    }
  });
});

describe("when the process does not come to its work", () => {
  const app = useTestApp({ EVENT_LOOP_DELAY_MAX_MS: "100" });

  test("a share of requests is refused, of probes none, and all is well again afterwards", async () => {
    const until = performance.now() + 2_500;
    const answers: Promise<RawAnswer>[] = [];
    const probes: Promise<RawAnswer>[] = [];
    while (performance.now() < until) {
      for (const end = performance.now() + 500; performance.now() < end; );
      for (let count = 0; count < 10; count++) answers.push(ask(app.url));
      probes.push(sendRaw(`${app.url}/health`), sendRaw(`${app.url}/ready`));
      await sleep(1);
    }
    const refused = (await Promise.all(answers)).filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expectRefusal(answer, "The service has more to do than it can: try again in 1 s.");
    expect(new Set(statusesOf(await Promise.all(probes)))).toEqual(new Set([200]));
    for (let streak = 0; streak < 20; ) {
      streak = (await ask(app.url)).status === 200 ? streak + 1 : 0;
      await sleep(20);
    }
  });
});
