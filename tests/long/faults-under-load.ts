import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { loadConfig } from "../../src/config";
import { createDataSource } from "../../src/database/data-source";
import { migrate } from "../../src/database/migrate";
import { emptyRecord } from "../../src/importers/importer";
import { storeVocabulary } from "../../src/importers/store-vocabulary";
import { upsertBatch } from "../../src/importers/upsert";
import { testTagger } from "../import-file";
import { Load, Marker, type Outcome } from "../marked-load";
import { ReplicatedServer } from "../replication";
import { cleanUp, type ServiceProcess, startService } from "../service-process";

/** What an answer may be older than the database that was read, in milliseconds. */
const FRESHNESS = 1_000;

/** How far behind a replica may be. */
const MAX_LAG = 2_000;

/** In which it answers again once what it needs is back. */
const RECOVERY = 5_000;

const expected = { marked: "marker-0", topic: "cs.CV", count: 61 };

jest.setTimeout(120_000);

let primary: ReplicatedServer;
let replica: ReplicatedServer;
let settings: Record<string, string>;
let services: readonly ServiceProcess[];
let marker: Marker;

beforeAll(async () => {
  primary = await ReplicatedServer.primary();
  settings = {
    ...{ DATABASE_URL: primary.url, LOG_LEVEL: "error", RATE_LIMIT: "0", STATEMENT_TIMEOUT_MS: "2000" },
    ...{ DATABASE_POOL_SIZE: "6", DATABASE_POOL_WAITING_MAX: "60" },
  };
  const db = await createDataSource(primary.url, loadConfig(settings)).initialize();
  await migrate(db);
  await storeVocabulary(db);
  const titles = ["Marker 0", ...Array.from({ length: expected.count - 1 }, (_, index) => `Paper number ${index}`)];
  const records = titles.map((title) => ({ ...emptyRecord, sourceKey: title, title, categories: [expected.topic] }));
  await upsertBatch(db, "test", records, testTagger());
  await db.destroy();
  replica = await ReplicatedServer.replicaOf(primary);
  services = [await startService(settings), await startService(settings)];
  marker = new Marker(primary.url, expected.marked);
  marker.start(200);
});

afterAll(async () => {
  await marker?.stop();
  await cleanUp();
  for (const server of [replica, primary]) await server?.remove();
});

/** A statement that is in the way of what the replica repeats is cancelled there: this one too. */
async function replay(change: "pause" | "resume"): Promise<void> {
  const changed = await replica.query(`select pg_wal_replay_${change}()`).catch(() => null);
  if (!changed) await replay(change);
}

/** Asks services, some two hundred times a second, while `work` runs. */
async function underLoad(of: readonly ServiceProcess[], work: () => Promise<void>): Promise<readonly Outcome[]> {
  const load = new Load(
    of.map(({ url }) => url),
    expected,
  );
  try {
    await work();
  } finally {
    await load.stop();
  }
  const tally: Record<string, number> = {};
  for (const { status, fault, codes } of load.outcomes) {
    const name = [status ?? fault, ...new Set(codes)].join(" ");
    tally[name] = (tally[name] ?? 0) + 1;
  }
  const longest = Math.max(...load.outcomes.map(({ startedAt, endedAt }) => endedAt - startedAt));
  console.log(JSON.stringify({ ...tally, longestMs: Math.round(longest) }));
  return load.outcomes;
}

/** Checks that each request had a whole answer: a right one that is not too old, or one that says when to try again. */
function expectClean(outcomes: readonly Outcome[], allowed = FRESHNESS): void {
  const isClean = ({ status, codes, retryAfter, marker, isRight }: Outcome) =>
    isRight &&
    (status === 200 ? marker !== null || codes.every((code) => code === "TIMEOUT") : status === 503 && Number(retryAfter) > 0);
  expect(outcomes.filter((outcome) => !isClean(outcome))).toEqual([]);
  const isOld = ({ marker: seen, startedAt }: Outcome) => seen !== null && seen < marker.committedBefore(startedAt - allowed);
  expect(outcomes.filter(isOld)).toEqual([]);
  expect(outcomes.filter(({ marker: seen }) => seen !== null && !(seen <= marker.sent))).toEqual([]); // NaN neither
}

async function stop(service: ServiceProcess): Promise<void> {
  service.signal("SIGTERM");
  expect((await service.ended).code).toBe(0);
}

const isGood = ({ marker }: Outcome) => marker !== null;

/** Checks that there were good answers since a moment, and nothing else. */
function expectRecovered(outcomes: readonly Outcome[], since: number): void {
  const later = outcomes.filter(({ startedAt }) => startedAt > since);
  expect(later.length).toBeGreaterThan(50);
  expect(later.filter((outcome) => !isGood(outcome))).toEqual([]);
}

/** How many requests services have refused or failed, by what they say of themselves. */
async function refusalsOf(services: readonly ServiceProcess[]): Promise<number> {
  let sum = 0;
  for (const { url } of services) {
    const text = await (await fetch(`${url}metrics`)).text();
    for (const [, count] of text.matchAll(/^papergraph_refusals_total\{.*\} (\d+)$/gm)) sum += Number(count);
  }
  return sum;
}

test("two processes over one database show a change at once, or within a second", async () => {
  const outcomes = await underLoad(services, () => sleep(4_000));
  expectClean(outcomes);
  expectRecovered(outcomes, 0);
  expect(new Set(outcomes.map(({ marker }) => marker)).size).toBeGreaterThan(5);
});

test("PostgreSQL killed: requests are told to try again, and are answered soon after it is back", async () => {
  const before = await refusalsOf(services);
  let [goneAt, backAt] = [0, 0];
  const outcomes = await underLoad(services, async () => {
    await sleep(1_000);
    goneAt = performance.now();
    await primary.stop("immediate");
    await sleep(3_000);
    await primary.start();
    backAt = performance.now();
    await sleep(RECOVERY + 2_000);
  });
  expectClean(outcomes);
  const refused = outcomes.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(50);
  expect(refused.filter(({ startedAt }) => startedAt < goneAt - 100)).toEqual([]);
  expect((await refusalsOf(services)) - before).toBe(outcomes.filter((outcome) => !isGood(outcome)).length);
  expectRecovered(outcomes, backAt + RECOVERY);
});

test("every connection busy: stored answers go on, others are refused or given up in time, and all are answered as soon as that is over", async () => {
  const service = await startService({ ...settings, DATABASE_POOL_SIZE: "4", DATABASE_POOL_WAITING_MAX: "40" });
  let [busyAt, freeAt] = [0, 0];
  const outcomes = await underLoad([service], async () => {
    await marker.stop();
    await sleep(1_500); // the present state is known, and stored
    const blocker = new Client({ connectionString: primary.url });
    await blocker.connect();
    await blocker.query("begin; lock table paper in access exclusive mode");
    busyAt = performance.now();
    await sleep(4_000);
    await blocker.query("commit");
    freeAt = performance.now();
    await blocker.end();
    marker.start(200);
    await sleep(RECOVERY + 2_000);
  });
  expectClean(outcomes);
  const meanwhile = outcomes.filter(({ startedAt, endedAt }) => startedAt > busyAt + 1_500 && endedAt < freeAt);
  expect(meanwhile.filter(isGood).length).toBeGreaterThan(20);
  expect(outcomes.filter((outcome) => !isGood(outcome)).length).toBeGreaterThan(0);
  expect(Math.max(...outcomes.map(({ startedAt, endedAt }) => endedAt - startedAt))).toBeLessThan(5_000);
  expect(await refusalsOf([service])).toBe(outcomes.filter((outcome) => !isGood(outcome)).length);
  expectRecovered(outcomes, freeAt + RECOVERY);
  await stop(service);
});

test("a replica that lags, then is gone, then is back: no request fails, and no answer is older than it may be", async () => {
  const service = await startService({
    ...settings,
    DATABASE_REPLICA_URLS: replica.url,
    DATABASE_REPLICA_MAX_LAG_MS: String(MAX_LAG),
  });
  const outcomes = await underLoad([service], async () => {
    await sleep(2_000);
    await replay("pause");
    await sleep(MAX_LAG + 3_000);
    await replay("resume");
    await sleep(1_000);
    await replica.stop("immediate");
    await sleep(3_000);
    await replica.start();
    await sleep(3_000);
  });
  expectClean(outcomes, MAX_LAG + FRESHNESS);
  expectRecovered(outcomes, 0);
  await stop(service);
});

test("a process that is told to stop drops no request: who finds it closed is answered by the other", async () => {
  let stopped: Awaited<ServiceProcess["ended"]> | undefined;
  const outcomes = await underLoad(services, async () => {
    await sleep(1_000);
    services[0]!.signal("SIGTERM");
    stopped = await services[0]!.ended;
    await sleep(2_000);
  });
  expect(stopped).toMatchObject({ code: 0, stderr: "" });
  expectClean(outcomes);
  expectRecovered(outcomes, 0);
});
