import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { ApolloServer } from "@apollo/server";
import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { createApp } from "../src/app";
import { type Config, loadConfig } from "../src/config";
import { createContext } from "../src/context";
import { createDataSource } from "../src/database/data-source";
import { migrate } from "../src/database/migrate";
import { Replicas } from "../src/database/replicas";
import { seeWritesInMutations } from "../src/graphql/see-writes";
import { emptyRecord } from "../src/importers/importer";
import { storeVocabulary } from "../src/importers/store-vocabulary";
import { upsertBatch } from "../src/importers/upsert";
import { createServices } from "../src/services";
import { testTagger } from "./import-file";
import { originOf } from "./origin";
import { ReplicatedServer } from "./replication";

/** How far behind a replica may be, in milliseconds. */
const MAX_LAG = 1_000;
/** How long a stored answer may be older than the database that was read. */
const FRESHNESS = 1_000;

jest.setTimeout(60_000);

const silence = { info: () => {}, warn: () => {} };
let primary: ReplicatedServer;
let first: ReplicatedServer;
let second: ReplicatedServer;
let db: DataSource;
let config: Config;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  primary = await ReplicatedServer.primary();
  const settings = {
    LOG_LEVEL: "silent",
    RATE_LIMIT: "0",
    DATABASE_URL: primary.url,
    DATABASE_REPLICA_MAX_LAG_MS: String(MAX_LAG),
  };
  db = await createDataSource(primary.url, loadConfig(settings)).initialize();
  await migrate(db);
  await storeVocabulary(db);
  await add("The first paper");
  first = await ReplicatedServer.replicaOf(primary);
  second = await ReplicatedServer.replicaOf(primary);
  config = loadConfig({ ...settings, DATABASE_REPLICA_URLS: `${first.url},${second.url}` });
  app = await createApp(db, config);
  url = await app.listen({ port: 0, host: "127.0.0.1" });
  await until(bothReplicasRead);
});
afterAll(async () => {
  await app?.close();
  await db?.destroy();
  for (const server of [second, first, primary]) await server?.remove();
});

async function add(title: string): Promise<void> {
  await upsertBatch(db, "test", [{ ...emptyRecord, sourceKey: title, title, categories: ["cs.CV"] }], testTagger());
}

async function ask(query: string): Promise<any> {
  const headers = { "content-type": "application/json" };
  return (await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) })).json();
}

let asked = 0;
/** No other question is the same: no stored answer is its answer. */
const askAnew = () => ask(`query Q${asked++} { papers { nodes { title topics { slug } } } }`);

/** Asks so many new questions, and gives the servers that answered them. */
async function readersOf(questions: number): Promise<ReplicatedServer[]> {
  const servers = [primary, first, second];
  const answered = (query: Promise<any[]>) => query.catch(() => []); // it may be down
  const since = await Promise.all(servers.map((server) => answered(server.query("select clock_timestamp() as at"))));
  for (let count = 0; count < questions; count++) expect((await askAnew()).errors).toBeUndefined();
  const text =
    "select from pg_stat_activity where application_name = 'papergraph' and query !~ '(primary|replica)Position' and query_start > $1";
  const reads = await Promise.all(servers.map((server, index) => answered(server.query(text, [since[index]![0]?.at]))));
  return servers.filter((_, index) => reads[index]!.length > 0);
}

/** Whether the replicas answer, and the primary nothing: requests before that are over too. */
const bothReplicasRead = async () => isDeepStrictEqual(await readersOf(20), [first, second]);

async function until(isSo: () => Promise<boolean>, patience = 15_000): Promise<void> {
  const startedAt = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedAt > patience) throw new Error(`not so after ${patience} ms`);
    await sleep(50);
  }
}

/** Asks with four clients while `work` runs. Gives the answers that were none, and the longest time that one took, in milliseconds. */
async function underLoad(work: () => Promise<void>): Promise<{ faults: unknown[]; longest: number }> {
  const faults: unknown[] = [];
  let longest = 0;
  let isOver = false;
  const client = async () => {
    while (!isOver) {
      const startedAt = performance.now();
      const answer = await askAnew().catch((error) => ({ errors: error }));
      if (answer.errors || answer.data.papers.nodes.length === 0) faults.push(answer);
      longest = Math.max(longest, performance.now() - startedAt);
      await sleep(5);
    }
  };
  const clients = Array.from({ length: 4 }, client);
  try {
    await work();
  } finally {
    isOver = true;
    await Promise.all(clients);
  }
  return { faults, longest };
}

test("queries are answered by the replicas in turn, and not by the primary, however long that writes nothing", async () => {
  expect(await readersOf(10)).toEqual([first, second]);
  await sleep(MAX_LAG + 500);
  expect(await readersOf(10)).toEqual([first, second]);
});

test("a replica that falls behind is left out before its answers are too old, and comes back when it has caught up", async () => {
  const question = "{ papers(first: 100) { nodes { title } } }";
  const sees = async (title: string) => {
    const { data } = await ask(question);
    return data.papers.nodes.some((paper: { title: string }) => paper.title === title);
  };
  await first.query("select pg_wal_replay_pause()");
  await add("A paper that the first replica does not have");
  await sleep(MAX_LAG + FRESHNESS);
  for (let count = 0; count < 20; count++) expect(await sees("A paper that the first replica does not have")).toBe(true);
  expect(await readersOf(10)).toEqual([second]);
  await first.query("select pg_wal_replay_resume()");
  await until(async () => (await readersOf(4)).includes(first));
  expect(await readersOf(10)).toEqual([first, second]);
});

test("a request that must see writes reads the primary, its topics too", async () => {
  const services = await createServices(db, config, silence);
  await until(async () => services.next() !== services.primary);
  const context = createContext(services.next(), originOf());
  const count = async () => (await context.sql.planned<{ count: number }>("/* count */ select count(*) from paper"))[0]!.count;
  const topics = () => context.filterNames.topics(["a-new-topic"]);
  for (const replica of [first, second]) await replica.query("select pg_wal_replay_pause()");
  try {
    const before = await count();
    await add("A paper that no replica has");
    await primary.query(
      "insert into topic (slug, name, name_key, kind) values ('a-new-topic', 'A new topic', 'a new topic', 'TASK')",
    );
    expect([await count(), (await topics()).size]).toEqual([before, 0]);
    context.seeWrites();
    expect([await count(), (await topics()).size]).toEqual([before + 1, 1]);
  } finally {
    for (const replica of [first, second]) await replica.query("select pg_wal_replay_resume()");
    await services.close();
  }
});

test("mutations see writes, queries need not", async () => {
  const seen: string[] = [];
  const server = new ApolloServer<{ seeWrites: () => void }>({
    typeDefs: "type Query { field: Int } type Mutation { field: Int }",
    resolvers: { Query: { field: () => seen.push("query") }, Mutation: { field: () => seen.push("mutation") } },
    plugins: [seeWritesInMutations()],
  });
  const contextValue = { seeWrites: () => seen.push("see writes") };
  for (const query of ["{ field }", "mutation { field }"]) await server.executeOperation({ query }, { contextValue });
  await server.stop();
  expect(seen).toEqual(["query", "see writes", "mutation"]);
});

test("a statement that a replica gives up, because its replay must go on, is answered by the primary", async () => {
  const services = await createServices(db, config, silence);
  await until(async () => services.next() !== services.primary);
  const slow = services
    .next()
    .sql.planned<{ count: number; isReplica: boolean }>(
      `/* slow */ select count(*), pg_is_in_recovery() as "isReplica", pg_sleep(case when pg_is_in_recovery() then 4 else 0 end) from paper`,
    );
  const running = "select from pg_stat_activity where query like '/* slow */%' and wait_event = 'PgSleep'";
  await until(async () => (await Promise.all([first.query(running), second.query(running)])).flat().length > 0);
  await primary.query("begin; lock table paper in access exclusive mode; commit");
  expect(await slow).toEqual([expect.objectContaining({ isReplica: false })]);
  await services.close();
});

test("no request fails when a replica is killed, and it is read again when it is back", async () => {
  const { faults } = await underLoad(async () => {
    await sleep(200);
    await first.stop("immediate");
    await sleep(300);
    await first.start();
    await until(async () => (await readersOf(4)).includes(first));
  });
  expect(faults).toEqual([]);
});

test("no request fails or waits for long when a replica hangs", async () => {
  const { faults, longest } = await underLoad(async () => {
    await sleep(200);
    const resume = await first.halt();
    try {
      await sleep(3_500);
    } finally {
      resume();
    }
    await until(async () => (await readersOf(4)).includes(first));
  });
  expect(faults).toEqual([]);
  expect(longest).toBeLessThan(5_000);
});

test("without any replica the primary answers, and without the primary the replicas do", async () => {
  const { faults } = await underLoad(async () => {
    await Promise.all([first.stop("immediate"), second.stop("immediate")]);
    await until(async () => (await readersOf(4)).includes(primary));
    await Promise.all([first.start(), second.start()]);
    await until(bothReplicasRead); // what is bound to the primary goes with it
    await primary.stop("fast");
    await sleep(MAX_LAG + 500);
    expect(await (await fetch(`${url}/ready`)).json()).toEqual({ status: "ready" });
  });
  expect(faults).toEqual([]);
  await primary.start();
  await add("A paper of the primary's second life");
  await until(bothReplicasRead);
  expect(JSON.stringify(await askAnew())).toContain("second life");
});

test("what is not a replica of the primary is not read, and the log says why", async () => {
  const said: unknown[] = [];
  const log = { info: (about: object) => said.push(about), warn: (about: object) => said.push(about) };
  const urls = [primary.url, process.env.TEST_SERVER_URL!, "postgres://user:secret@127.0.0.1:1/papers"];
  const replicas = await Replicas.open(db, { ...config, database: { ...config.database, replicaUrls: urls } }, log);
  expect(replicas.next()).toBeNull();
  await replicas.close();
  const named = (url: string, reason: string) => ({ replica: new URL(url).host + new URL(url).pathname, reason });
  expect(said).toHaveLength(3);
  expect(said).toEqual(
    expect.arrayContaining([
      named(urls[0]!, "it is not a replica: it takes writes of its own"),
      named(urls[1]!, "it is not a replica: it takes writes of its own"),
      named(urls[2]!, "it does not answer: connect ECONNREFUSED 127.0.0.1:1"),
    ]),
  );
});
