import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { createDataSource } from "../src/database/data-source";
import { createSql, transaction } from "../src/database/sql";
import { useTestApp } from "./test-app";

const app = useTestApp({ DATABASE_POOL_SIZE: "4", STATEMENT_TIMEOUT_MS: "20000" });
/** Beside the service's connections, of which none may be left. */
let observer: DataSource;

beforeAll(async () => {
  observer = await createDataSource(app.databaseUrl, app.config).initialize();
  await app.importRecords([{ title: "One paper", categories: ["cs.CV"] }, { title: "Another paper" }]);
});
afterAll(() => observer.destroy());

/** What runs on the database for a client, by the name of the statement. */
async function running(): Promise<string[]> {
  const rows = await observer.query(
    "select substring(query from '/\\* (\\w+)') as name from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid()",
  );
  return rows.map(({ name }: { name: string }) => name);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const startedAt = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedAt > 5_000) throw new Error(`not so after five seconds; running: ${await running()}`);
    await sleep(20);
  }
}

const post = (query: string, signal?: AbortSignal) =>
  fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
    signal,
  });

const withLocked = (table: string, work: () => Promise<void>) =>
  transaction(observer, async (run) => {
    await run(`lock table ${table} in access exclusive mode`);
    await work();
  });

test.each([
  "{ papers { nodes { title topics { name } authors { name } } } }",
  "{ a: papers { totalCount nodes { title } } b: papers(first: 1) { nodes { title } } }",
])("a client that goes away takes its statements with it, and sends no more: %s", async (query) => {
  for (let time = 0; time < 3; time++) {
    const sent = await app.statements(() =>
      withLocked("paper", async () => {
        const client = new AbortController();
        const answer = post(query, client.signal);
        await until(async () => (await running()).includes("findPapers"));
        client.abort();
        await expect(answer).rejects.toThrow("aborted");
        await until(async () => (await running()).length === 0);
      }),
    );
    await sleep(50);
    expect(new Set(sent.map((text) => /\w+/.exec(text)![0]))).toEqual(new Set(["findPapers"]));
  }
  expect((await app.query("{ papers { totalCount } }")).papers.totalCount).toBe(2);
});

test("a client that goes away while its request waits for a connection leaves nothing behind", async () => {
  await withLocked("paper", async () => {
    const clients = Array.from({ length: 12 }, () => new AbortController());
    const answers = clients.map(({ signal }) => post("{ papers { nodes { title } } }", signal));
    await until(async () => (await running()).filter((name) => name === "findPapers").length >= 2);
    for (const client of clients) client.abort();
    expect((await Promise.allSettled(answers)).every(({ status }) => status === "rejected")).toBe(true);
    await until(async () => (await running()).length === 0);
  });
  expect((await app.query("{ papers { totalCount } }")).papers.totalCount).toBe(2);
});

test("no other request is struck when clients come and go", async () => {
  const staying = async () => {
    for (let time = 0; time < 40; time++)
      expect((await app.query("{ papers { nodes { title topics { name } } } }")).papers.nodes).toHaveLength(2);
  };
  const leaving = async (pause: number) => {
    for (let time = 0; time < 40; time++) {
      const client = new AbortController();
      setTimeout(() => client.abort(), (time * pause) % 7);
      await post(
        `{ papers { nodes { title } facets { topics { count } } } a${time}: topics { totalCount } }`,
        client.signal,
      ).catch(() => {});
    }
  };
  await Promise.all([staying(), staying(), leaving(1), leaving(2), leaving(3)]);
});

test("a statement that comes to the server after the request to cancel it is cancelled all the same", async () => {
  const db = await createDataSource(app.databaseUrl, { ...app.config, databasePoolSize: 1 }).initialize();
  const sql = createSql(db);
  const [backend] = await sql.planned<{ pid: number }>("/* backend */ select pg_backend_pid() as pid");
  const client = new AbortController();
  const reason = new Error("gone");
  process.kill(backend!.pid, "SIGSTOP");
  const answer = expect(sql.until(client.signal).planned("/* late */ select pg_sleep(15)")).rejects.toBe(reason);
  await sleep(50);
  client.abort(reason);
  await sleep(100);
  process.kill(backend!.pid, "SIGCONT");
  const startedAt = performance.now();
  await answer;
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  await db.destroy();
});

test("a statement that failed is not sent again for the same request", async () => {
  const sql = createSql(app.db);
  const request = sql.until(new AbortController().signal);
  const sent: string[] = [];
  sql.onStatement = (text) => sent.push(text);
  const fail = () => request.planned("/* fail */ select 1 / $1::int", [0]);
  await expect(fail()).rejects.toThrow("division by zero");
  await expect(fail()).rejects.toThrow("division by zero");
  expect(await request.planned("/* fail */ select 1 / $1::int as one", [1])).toEqual([{ one: 1 }]);
  expect(sent).toHaveLength(2);
});

test("a request that is over sends nothing", async () => {
  const sql = createSql(app.db);
  const reason = new Error("gone");
  await expect(sql.until(AbortSignal.abort(reason)).prepared("/* never */ select 1")).rejects.toBe(reason);
});
