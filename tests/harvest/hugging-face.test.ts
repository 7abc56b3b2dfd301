import { readdirSync, readFileSync } from "node:fs";
import { days } from "../../src/cli/arguments";
import type { HarvestSettings } from "../../src/config";
import { HarvestError } from "../../src/harvest/harvest-error";
import { harvestHuggingFace } from "../../src/harvest/hugging-face";
import { realFile, testOnRealInput } from "../real-data";
import { useTestApp } from "../test-app";
import { body, cut, endless, json, type Step, status, useReplayServer } from "./replay-server";
import { harvestOf } from "./use-harvest";

const app = useTestApp();
const server = useReplayServer();
const DAY = "2026-11-20";

const contextOf = (settings: Partial<HarvestSettings> = {}) =>
  harvestOf(app, server, settings, () => new Date("2026-11-23T12:00:00Z"));

const harvest = (range = DAY, settings: Partial<HarvestSettings> = {}) => harvestHuggingFace(contextOf(settings), days(range));

/** An entry of a day's list. */
const entry = (arxivId: string, title = `Paper ${arxivId}`) => ({
  title,
  paper: { id: arxivId, title, summary: `About ${title}.`, authors: [{ name: "Ana Rivera" }], upvotes: 3 },
});

const titlesOf = async (date: string): Promise<string[]> => {
  const { dailyList } = await app.query(
    `query Day($date: Date!) { dailyList(date: $date) { papers(first: 100) { nodes { title } } } }`,
    {
      date,
    },
  );
  return dailyList?.papers.nodes.map(({ title }: any) => title) ?? [];
};

beforeEach(async () => {
  await app.db.query("truncate paper, author, repository, import_run, harvest_state, topic_count, daily_entry cascade");
  server.answer(json([]));
});

test("asks for a day, and its list is the answer's, in its order", async () => {
  server.plan(json([entry("2611.00002", "Zebra finches"), entry("2611.00001", "Ants")]));
  expect(await harvest()).toMatchObject({ read: 2, added: 2 });
  expect(server.requests.map(({ path, query }) => [path, String(query)])).toEqual([
    ["/api/daily_papers", "date=2026-11-20&limit=100"],
  ]);
  expect(await titlesOf(DAY)).toEqual(["Zebra finches", "Ants"]);
  const [run] = await app.db.query("select source, file, listed_on from import_run");
  expect(run).toEqual({
    source: "hugging-face-daily",
    file: `${server.url}/api/daily_papers?date=2026-11-20&limit=100`,
    listed_on: DAY,
  });
});

test("asks for each day of a range, politely; a day without papers is none", async () => {
  const byDay: Step = (response, request) => {
    const day = request.query.get("date")!;
    json(day === "2026-11-21" ? [] : [entry(`2611.000${day.slice(-2)}`, `Of ${day}`)])(response, request);
  };
  server.answer(byDay);
  const context = contextOf({ delayMs: 500 });
  expect(await harvestHuggingFace(context, days("2026-11-20..2026-11-22"))).toMatchObject({ read: 2, added: 2 });
  expect(server.requests.map(({ query }) => query.get("date"))).toEqual(["2026-11-20", "2026-11-21", "2026-11-22"]);
  expect(context.waits).toEqual([500, 500]);
  expect([await titlesOf("2026-11-20"), await titlesOf("2026-11-21")]).toEqual([["Of 2026-11-20"], []]);
});

test("the same day again is asked for only when it has changed", async () => {
  server.plan(json([entry("2611.00001", "Ants")], { etag: 'W/"one"' }), status(304));
  await harvest();
  expect(await harvest()).toMatchObject({ read: 0 });
  expect(server.requests.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, 'W/"one"']);
  server.plan(json([entry("2611.00001", "Ants"), entry("2611.00002", "Bees")], { etag: 'W/"two"' }));
  expect(await harvest()).toMatchObject({ read: 2, added: 1, unchanged: 1 });
  expect(await titlesOf(DAY)).toEqual(["Ants", "Bees"]);
});

test("a day that fills a page goes on with the next one, and its order stays", async () => {
  const many = Array.from({ length: 130 }, (_, index) => entry(`2611.${String(index + 1).padStart(5, "0")}`));
  server.answer((response, request) => {
    const page = Number(request.query.get("p") ?? 0);
    json(many.slice(page * 100, page * 100 + 100), { etag: `"${page}"` })(response, request);
  });
  expect(await harvest()).toMatchObject({ read: 130, added: 130 });
  const { dailyList } = await app.query(`{ dailyList(date: "${DAY}") { papers(last: 1) { totalCount nodes { title } } } }`);
  expect(dailyList.papers).toEqual({ totalCount: 130, nodes: [{ title: "Paper 2611.00130" }] });
  await harvest();
  expect(server.requests.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, undefined, undefined, undefined]);
});

test("a service that knows no pages gives the same one again, and that is the end", async () => {
  const many = Array.from({ length: 60 }, (_, index) => entry(`2611.${String(index + 1).padStart(5, "0")}`));
  server.answer(json(many));
  expect(await harvest()).toMatchObject({ read: 60, added: 60 });
  expect(server.requests).toHaveLength(2);
});

test("a day whose pages never end ends the harvest, and nothing of it is imported", async () => {
  server.answer((response, request) => {
    const page = Number(request.query.get("p") ?? 0);
    json(Array.from({ length: 100 }, (_, index) => entry(`26${10 + (page % 90)}.${10_000 + index}`, `${page} ${index}`)))(
      response,
      request,
    );
  });
  await expect(harvest()).rejects.toThrow(/^http.*date=2026-11-20.* has more than 50 pages$/);
  expect(server.requests).toHaveLength(50);
  expect(await titlesOf(DAY)).toEqual([]);
});

test.each<[string, Step, RegExp]>([
  ["too many requests", status(429), /answered 429$/],
  ["a connection that is cut", cut("application/json", JSON.stringify([entry("2611.00002")])), /gave no whole answer: /],
  ["a page for people", body("text/html", "<html>"), /answered with text\/html where JSON was expected$/],
  ["an answer without an end", endless("application/json"), /gave an answer of more than 50000 bytes$/],
  ["half an answer", body("application/json", '[{ "paper": '), /must answer with JSON: /],
  ["an answer of another form", json({ error: "sorry" }), /line 1: expected a list of papers, or one as "data", found /],
])("%s ends the harvest with a line; the days before are there, and the next harvest goes on", async (_what, step, message) => {
  server.plan(json([entry("2611.00001", "Ants")]), step);
  const failure = await harvest("2026-11-20..2026-11-21", { retries: 0, maxReplyBytes: 50_000 }).catch((error) => error);
  expect(failure).toBeInstanceOf(HarvestError);
  expect(failure.message).toMatch(message);
  expect(await titlesOf("2026-11-20")).toEqual(["Ants"]);
  server.plan(json([entry("2611.00001", "Ants")]), json([entry("2611.00002", "Bees")]));
  expect(await harvest("2026-11-20..2026-11-21")).toMatchObject({ added: 1, unchanged: 1 });
  expect(await titlesOf("2026-11-21")).toEqual(["Bees"]);
});

testOnRealInput("the lists of 59 real days come in whole, and again without a change", async () => {
  const found = readdirSync(realFile("hf-daily")).filter((name) => name.endsWith(".json"));
  const dates = found.map((name) => name.replace(".json", ""));
  server.answer((response, request) =>
    body("application/json", readFileSync(realFile(`hf-daily/${request.query.get("date")}.json`)))(response, request),
  );
  const first = await harvestHuggingFace(contextOf(), dates);
  expect([first.read, first.added + first.changed + first.unchanged + first.rejected]).toEqual([984, 984]);
  expect(first.rejected).toBe(0);
  const newest = JSON.parse(readFileSync(realFile(`hf-daily/${dates.at(-1)}.json`), "utf8"));
  expect(await titlesOf(dates.at(-1)!)).toHaveLength(newest.length);
  expect(await harvestHuggingFace(contextOf(), dates)).toMatchObject({ read: 984, added: 0, changed: 0 });
});
