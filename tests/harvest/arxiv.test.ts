import { readdirSync, readFileSync } from "node:fs";
import type { HarvestSettings } from "../../src/config";
import { type ArxivWindow, harvestArxiv } from "../../src/harvest/arxiv";
import { HarvestError } from "../../src/harvest/harvest-error";
import { realFile, testOnRealInput } from "../real-data";
import { useTestApp } from "../test-app";
import { oaiError, oaiReply } from "./oai-reply";
import { body, cut, endless, redirect, status, useReplayServer, xml } from "./replay-server";
import { harvestOf } from "./use-harvest";

const app = useTestApp();
const server = useReplayServer();
const CS: ArxivWindow = { since: "2026-11-20", set: "cs" };

const contextOf = (settings: Partial<HarvestSettings> = {}, today = "2026-11-23") =>
  harvestOf(app, server, settings, () => new Date(`${today}T12:00:00Z`));

const harvest = (window: ArxivWindow = CS, settings: Partial<HarvestSettings> = {}, today?: string) =>
  harvestArxiv(contextOf(settings, today), window);

const failureOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (error) => error,
  );
  expect(error).toBeInstanceOf(HarvestError);
  return error.message.replaceAll(server.url, "SERVER");
};

const arxivIds = async (): Promise<string[]> =>
  (await app.query(`{ papers(first: 100) { nodes { arxivId } } }`)).papers.nodes.map(({ arxivId }: any) => arxivId).sort();

const asked = () => server.requests.map(({ query }) => String(query));

const FIRST = "verb=ListRecords&metadataPrefix=arXiv&from=2026-11-20&set=cs";
const next = (token: string) => `verb=ListRecords&resumptionToken=${token}`;

beforeEach(async () => {
  await app.db.query("truncate paper, author, repository, import_run, harvest_state, topic_count cascade");
  server.answer(xml(oaiError("badVerb", "no more was planned")));
});

test("reads the list to its end, reply by reply, each an import of its own", async () => {
  server.plan(
    xml(oaiReply([{ id: "2611.00001", title: "A first paper" }, { id: "2611.00002" }], "1|2")),
    xml(oaiReply([{ id: "2611.00003" }], "1|3")),
    xml(oaiReply([{ id: "2611.00004" }], "")),
  );
  expect(await harvest()).toEqual({ read: 4, added: 4, changed: 0, unchanged: 0, rejected: 0, merged: 0 });
  expect(asked()).toEqual([FIRST, next("1%7C2"), next("1%7C3")]);
  const { papers } = await app.query(
    `{ papers(filter: { text: "first" }) { nodes { title publishedOn authors { name } topics { slug } } } }`,
  );
  expect(papers.nodes).toMatchObject([{ title: "A first paper", publishedOn: "2026-11-19", authors: [{ name: "Ana Rivera" }] }]);
  const runs = await app.db.query("select source, file, added, finished_at is not null as done from import_run order by row_id");
  expect(runs).toEqual([
    { source: "arxiv-oai", file: `${server.url}/oai?${FIRST}`, added: 2, done: true },
    { source: "arxiv-oai", file: `${server.url}/oai?${next("1%7C2")}`, added: 1, done: true },
    { source: "arxiv-oai", file: `${server.url}/oai?${next("1%7C3")}`, added: 1, done: true },
  ]);
});

test("a reply of which no record can be read is told of, and the list goes on", async () => {
  const unreadable = Array.from({ length: 12 }, (_, index) => ({ id: `unreadable-${index}` }));
  server.plan(xml(oaiReply(unreadable, "t1")), xml(oaiReply([{ id: "2611.00001" }])));
  const context = contextOf();
  expect(await harvestArxiv(context, CS)).toEqual({ read: 13, added: 1, changed: 0, unchanged: 0, rejected: 12, merged: 0 });
  expect(asked()).toEqual([FIRST, next("t1")]);
  expect(context.lines).toHaveLength(12);
  expect(context.lines[0]).toMatch(/identifier must be oai:arXiv.org: and an arXiv id$/);
  expect(await arxivIds()).toEqual(["2611.00001"]);
  const rejects = await app.db.query("select record from import_reject order by line");
  expect([rejects.length, rejects[0].record]).toEqual([12, "oai:arXiv.org:unreadable-0"]);
});

test("what is deleted at its source goes, and comes back when it does", async () => {
  server.plan(xml(oaiReply([{ id: "2611.00001" }, { id: "2611.00002" }])));
  await harvest();
  server.plan(xml(oaiReply([{ id: "2611.00001", isDeleted: true, datestamp: "2026-11-22" }])));
  expect(await harvest()).toMatchObject({ read: 1, changed: 1 });
  expect(await arxivIds()).toEqual(["2611.00002"]);
  server.plan(xml(oaiReply([{ id: "2611.00001", datestamp: "2026-11-23" }])));
  await harvest();
  expect(await arxivIds()).toEqual(["2611.00001", "2611.00002"]);
});

test("nothing new is an empty harvest", async () => {
  server.plan(xml(oaiError("noRecordsMatch", "none")));
  expect(await harvest()).toMatchObject({ read: 0, added: 0 });
});

test("interrupted and started again, it goes on with the reply that was not whole", async () => {
  server.plan(xml(oaiReply([{ id: "2611.00001" }], "t1")), status(503));
  expect(await failureOf(harvest(CS, { retries: 0 }))).toBe("SERVER/oai?verb=ListRecords&resumptionToken=t1 answered 503");
  expect(await arxivIds()).toEqual(["2611.00001"]);
  server.reset();
  server.plan(xml(oaiReply([{ id: "2611.00002" }], "")));
  expect(await harvest()).toMatchObject({ read: 1, added: 1 });
  expect(asked()).toEqual([next("t1")]);
  expect(await arxivIds()).toEqual(["2611.00001", "2611.00002"]);
  server.reset();
  server.plan(xml(oaiError("noRecordsMatch", "none")));
  await harvest();
  expect(asked()).toEqual([FIRST]);
});

test("a token that the service does not take any more begins the window anew, and what is known already does not change", async () => {
  server.plan(xml(oaiReply([{ id: "2611.00001" }], "t1")), status(500));
  await failureOf(harvest(CS, { retries: 0 }));
  server.reset();
  server.plan(
    xml(oaiError("badResumptionToken", "expired")),
    xml(oaiReply([{ id: "2611.00001" }], "t2")),
    xml(oaiReply([{ id: "2611.00002" }])),
  );
  expect(await harvest()).toMatchObject({ read: 2, added: 1, unchanged: 1 });
  expect(asked()).toEqual([next("t1"), FIRST, next("t2")]);
});

test("a token that is refused again and again ends the harvest", async () => {
  server.plan(
    xml(oaiReply([{ id: "2611.00001" }], "t1")),
    xml(oaiError("badResumptionToken", "expired")),
    xml(oaiReply([{ id: "2611.00001" }], "t2")),
  );
  server.answer(xml(oaiError("badResumptionToken", "expired")));
  expect(await failureOf(harvest())).toBe(
    "SERVER/oai?verb=ListRecords&resumptionToken=t2, line 3: the source answers with the error badResumptionToken: expired",
  );
});

test("a token that has expired is not sent, and one that leads to itself is not followed", async () => {
  server.plan(xml(oaiReply([{ id: "2611.00001" }], "t1", "2026-11-23T13:00:00Z")), status(500));
  await failureOf(harvest(CS, { retries: 0 }));
  server.reset();
  server.answer(xml(oaiReply([{ id: "2611.00001" }], "same")));
  expect(await failureOf(harvest(CS, {}, "2026-11-24"))).toMatch("gives a resumption token that leads to itself");
  expect(asked()).toEqual([FIRST, next("same")]);
});

test("tokens that lead in a circle are not followed for ever", async () => {
  for (const token of ["a", "b", "c", "a"]) server.plan(xml(oaiReply([{ id: "2611.00001" }], token)));
  expect(await failureOf(harvest())).toBe(`SERVER/oai?${FIRST} gives a resumption token that leads to itself`);
  expect(asked()).toEqual([FIRST, next("a"), next("b"), next("c")]);
});

test("without a day it goes on from the last whole harvest of the set; the first one needs a day", async () => {
  const sinceLast = { since: null, set: "cs" };
  expect(await failureOf(harvest(sinceLast))).toBe(
    "The first harvest of a set needs --since DAY; later ones go on from the last.",
  );
  server.answer(xml(oaiReply([{ id: "2611.00001" }])));
  await harvest();
  await harvest(sinceLast, {}, "2026-11-30");
  await harvest(sinceLast, {}, "2026-12-01");
  expect(server.requests.map(({ query }) => query.get("from"))).toEqual(["2026-11-20", "2026-11-23", "2026-11-30"]);
  expect(await failureOf(harvest({ since: null, set: "math" }))).toMatch("--since");
});

test("a day that leaves a gap after the last whole harvest does not count as one", async () => {
  server.answer(xml(oaiReply([{ id: "2611.00001" }])));
  await harvest();
  await harvest({ since: "2026-12-05", set: "cs" }, {}, "2026-12-10");
  await harvest({ since: null, set: "cs" }, {}, "2026-12-11");
  expect(server.requests.at(-1)!.query.get("from")).toBe("2026-11-23");
});

test("flow control, a lost connection and a redirect are ridden out", async () => {
  const page = oaiReply([{ id: "2611.00001" }], "t1");
  server.plan(
    status(503, { "retry-after": "5" }),
    cut("text/xml", page),
    redirect(301, "/oai2?verb=ListRecords"),
    xml(page),
    xml(oaiReply([{ id: "2611.00002" }])),
  );
  const context = contextOf();
  await harvestArxiv(context, CS);
  expect(context.waits[0]).toBe(5_000);
  expect(await arxivIds()).toEqual(["2611.00001", "2611.00002"]);
});

test("leaves the pause that arXiv asks for between requests", async () => {
  server.plan(xml(oaiReply([{ id: "2611.00001" }], "t1")), xml(oaiReply([{ id: "2611.00002" }])));
  const context = contextOf({ arxivDelayMs: 3_000, delayMs: 1 });
  await harvestArxiv(context, CS);
  expect(context.waits).toEqual([3_000]);
});

test.each([
  ["another format", body("text/html", "<html>maintenance</html>"), /answered with text\/html where XML was expected$/],
  ["too many requests", status(429), /answered 429 \(asked 2 times\)$/],
  ["a reply without an end", endless("text/xml"), /gave an answer of more than 50000 bytes$/],
  ["half a document", xml(oaiReply([{ id: "2611.00002" }]).slice(0, -20)), /, line 5: must be well-formed XML: /],
  [
    "an error of the protocol",
    xml(oaiError("badArgument", "from")),
    /line 3: the source answers with the error badArgument: from$/,
  ],
])("%s leaves what came before, and nothing of itself", async (_what, step, message) => {
  server.plan(xml(oaiReply([{ id: "2611.00001" }], "t1")));
  server.answer(step);
  expect(await failureOf(harvest(CS, { maxReplyBytes: 50_000, retries: 1 }))).toMatch(message);
  expect(await arxivIds()).toEqual(["2611.00001"]);
  expect(await app.db.query("select 1 from import_run where finished_at is null")).toEqual([]);
});

test("two harvests of arXiv at once would ask twice as often as it allows: the second is refused", async () => {
  server.plan((response, request) => setTimeout(() => xml(oaiReply([{ id: "2611.00001" }]))(response, request), 200));
  const first = harvest();
  while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await failureOf(harvest())).toBe("Another harvest of arxiv is running.");
  expect(await first).toMatchObject({ added: 1 });
});

testOnRealInput("replies of the real arXiv come in like those of ours", async () => {
  for (const name of readdirSync(realFile("arxiv-oai")).filter((name) => name.endsWith(".xml"))) {
    server.plan(xml(readFileSync(realFile(`arxiv-oai/${name}`))));
    expect([name, await harvest({ since: "2015-12-29", set: "physics:hep-th" })]).toMatchObject([name, { rejected: 0 }]);
  }
  expect(asked()[0]).toBe("verb=ListRecords&metadataPrefix=arXiv&from=2015-12-29&set=physics%3Ahep-th");
  const { papers } = await app.query(`{ papers { totalCount } }`);
  expect(papers.totalCount).toBe(15);
});
