import { writeFileSync } from "node:fs";
import { transaction } from "../../src/database/sql";
import { globalId } from "../../src/graphql/node-id";
import { deriveIndexes } from "../../src/importers/derive-indexes";
import { huggingFaceDaily } from "../../src/importers/hugging-face-daily";
import type { RepositoryRecord, TopicRecord } from "../../src/importers/importer";
import { listing } from "../../src/importers/listing";
import { papergraph } from "../../src/importers/papergraph";
import { pwcMethods } from "../../src/importers/pwc-methods";
import { upsertBatch } from "../../src/importers/upsert";
import { dumpIds, exportFile, newFile } from "../export-file";
import { dumpGraph, emptyGraph } from "../graph-dump";
import { importFile, testTagger } from "../import-file";
import { runs } from "../many";
import { realFile, testOnRealInput } from "../real-data";
import { type TestApp, useTestApp } from "../test-app";
import { expectToBearDamage, reading } from "./reading";

const origin = useTestApp();
const copy = useTestApp();
const target = useTestApp(); // of what is mutated: it leaves names of topics behind

const topic = (name: string, parents: string[] = [], aliases: string[] = []): TopicRecord => ({
  kind: "topic",
  sourceKey: name,
  scheme: "PAPERS_WITH_CODE_METHOD",
  name,
  parents,
  aliases,
  recordLicense: null,
});

const repository = (url: string, changes: Partial<RepositoryRecord> = {}): RepositoryRecord => ({
  kind: "repository",
  sourceKey: url,
  url,
  description: "A tool",
  starCount: 12,
  language: "Python",
  license: "MIT",
  isArchived: false,
  pushedAt: "2025-01-02T03:04:05.000Z",
  topics: ["graphs"],
  observedOn: "2025-02-01",
  recordLicense: null,
  ...changes,
});

/** A graph of several sources, with papers that were merged, topics and repositories that sources brought, a rename, several days, and what members set. */
async function fill({ db, importRecords }: TestApp): Promise<void> {
  const write = (source: string, records: (TopicRecord | RepositoryRecord)[]) => upsertBatch(db, source, records, testTagger());
  await write("papers-with-code-methods", [
    topic("Node Wobbling", ["Graph Wobblers", "Wobbling Things"], ["NodeWob"]),
    topic("Graph Wobblers", ["Wobbling Things"]),
    topic("Wobbling Things"),
  ]);
  const day = (day: string, position: number) => ({ day, position, submittedBy: "ada" });
  const labels = [{ scheme: "PAPERS_WITH_CODE_METHOD" as const, label: "Node Wobbling", confidence: 0.9 }];
  await importRecords(
    [
      {
        title: "Wobbling preprint",
        arxivId: "2401.00001",
        authors: ["Ada Lovelace", "José García"],
        categories: ["cs.LG"],
        versionUpdatedOn: "2024-01-02",
      },
      { title: "Editorial", arxivId: "2401.00002", authors: ["Kurt Gödel"], publishedOn: "2024-01-01" },
      {
        title: "Editorial",
        arxivId: "2401.00003",
        abstract: "See https://github.com/kit/old and https://github.com/Kit/Other.",
        days: [day("2025-03-12", 1)],
      },
    ],
    "arxiv",
  );
  await importRecords(
    [
      {
        sourceKey: "p",
        title: "Wobbling published",
        doi: "10.1000/p",
        labels,
        days: [day("2025-03-12", 1), day("2025-03-13", 2)],
      },
    ],
    "hugging-face",
  );
  await importRecords(
    [
      {
        sourceKey: "b",
        title: "Both",
        arxivId: "2401.00001",
        doi: "10.1000/p",
        repositories: [{ url: "https://github.com/kit/old" }],
      },
    ],
    "papers-with-code",
  );
  await importRecords(
    [
      { title: "Editorial", sourceKey: "e" },
      {
        title: "Object detection with graph neural networks",
        sourceKey: "o",
        links: [{ kind: "PROJECT", url: "https://example.org/" }],
      },
    ],
    "listing",
  );
  await write("github", [repository("https://github.com/kit/older"), repository("https://github.com/kit/oldest")]);
  await write("github", [
    repository("https://github.com/kit/new", {
      formerUrls: ["old", "older", "oldest"].map((name) => `https://github.com/kit/${name}`),
    }),
    repository("https://github.com/alone/alone"),
  ]);
  await transaction(db, async (run) => {
    await run("update repository set checked_at = '2025-02-03T00:00:00Z' where name = 'new'");
    await run(`insert into topic_link (paper, topic, source, kind, confidence, first_seen_at)
      select p.row_id, t.row_id, 'ada', 'SET_BY_MEMBER', 1, '2025-01-01' from paper p, topic t where p.arxiv_id = '2401.00002' and t.slug = 'graph-wobblers'`);
    await run(`with link as (
        insert into repository_link (paper, repository, is_official, framework) select p.row_id, r.row_id, true, 'jax' from paper p, repository r where p.arxiv_id = '2401.00002' and r.name = 'alone' returning row_id
      ) insert into link_evidence (link, kind, source, confidence, first_seen_at) select row_id, 'SET_BY_MEMBER', 'ada', 1, '2025-01-01' from link`);
    await run("update repository set paper_count = 1 where name = 'alone'");
    await run(
      "update paper set star_count = 12, created_at = '2025-01-01', updated_at = '2025-01-02' where arxiv_id = '2401.00002'",
    );
    await deriveIndexes(run, "(select row_id as paper from paper) p");
  });
}

/** Forgets everything, and gives topics ids that no other database has. */
async function empty({ db }: TestApp): Promise<void> {
  await emptyGraph(db);
  await db.query("update topic set uid = gen_random_uuid()");
}

const counts = (added: number, changed: number, unchanged: number) => ({
  read: added + changed + unchanged,
  added,
  changed,
  unchanged,
  rejected: 0,
  merged: 0,
});

/** Imports a file into the emptied copy, and expects the same graph with the same ids. */
async function expectSameGraph(path: string): Promise<void> {
  await empty(copy);
  const { rejected } = await importFile(copy.db, papergraph, path);
  expect(rejected).toBe(0);
  expect(await dumpGraph(copy.db)).toEqual(await dumpGraph(origin.db));
  expect(await dumpIds(copy.db)).toEqual(await dumpIds(origin.db));
}

const ids = async ({ query }: TestApp) =>
  (await query("{ papers(first: 100, orderBy: TITLE) { nodes { id slug previousIds createdAt } } }")).papers.nodes;

beforeEach(() => empty(origin));

test.each([".jsonl", ".jsonl.gz"])(
  "an export as %s makes the same graph in an empty database, ids included, whose export has the same bytes",
  async (ending) => {
    await fill(origin);
    const { path, text } = await exportFile(origin.db, ending);
    await expectSameGraph(path);
    expect(await ids(copy)).toEqual(await ids(origin));
    expect((await exportFile(copy.db)).text).toBe(text);
    const [head, ...lines] = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(head).toEqual({ format: "papergraph", version: 1 });
    expect(lines.at(-1)).toEqual({ kind: "end", lines: lines.length - 1 });
    expect([...new Set(lines.map(({ kind }) => kind))]).toEqual(["topic", "repository", "author", "paper", "end"]);
  },
);

test("the same export again changes nothing, in the copy and where it was made", async () => {
  await fill(origin);
  const { path, text } = await exportFile(origin.db);
  await empty(copy);
  await importFile(copy.db, papergraph, path);
  const lines = text.trimEnd().split("\n").length - 2;
  for (const { db } of [copy, origin]) {
    expect(await importFile(db, papergraph, path)).toEqual(counts(0, 0, lines));
    expect((await exportFile(db)).text).toBe(text);
  }
});

test("an instance that was cut short goes on, and one that only tries writes nothing", async () => {
  await fill(origin);
  const { path } = await exportFile(origin.db);
  await empty(copy);
  const before = await dumpIds(copy.db);
  await importFile(copy.db, papergraph, path, { isDryRun: true });
  expect(await dumpIds(copy.db)).toEqual(before);
  await importFile(copy.db, papergraph, path, { limit: 800 });
  await copy.db.query("update import_run set finished_at = null");
  await importFile(copy.db, papergraph, path);
  expect(await dumpIds(copy.db)).toEqual(await dumpIds(origin.db));
});

test("repositories that are here already keep their ids, and those of the export lead to them too", async () => {
  await fill(origin);
  const { path } = await exportFile(origin.db);
  await empty(copy);
  await copy.importRecords([{ title: "Known here", repositories: [{ url: "https://github.com/kit/new" }] }]);
  const idOf = async ({ query }: TestApp) =>
    (await query(`{ repository(by: { url: "https://github.com/kit/new" }) { id } }`)).repository.id;
  const own = await idOf(copy);
  const former = await origin.db.query("select uid from repository_former_id");
  expect(former).toHaveLength(2);
  await importFile(copy.db, papergraph, path);
  const asked = [await idOf(origin), ...former.map(({ uid }: any) => globalId({ __typename: "Repository", uid }))];
  const { nodes } = await copy.query("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: asked });
  expect(nodes).toEqual(asked.map(() => ({ id: own })));
  expect(await importFile(copy.db, papergraph, path)).toMatchObject({ added: 0, changed: 0 });
});

test("two repositories of an export that are known to be one here are one, with the records and the ids of both", async () => {
  const [old, present] = ["https://github.com/kit/was", "https://github.com/kit/is"];
  await upsertBatch(origin.db, "rankings", [repository(old), repository(present)], testTagger());
  const { path } = await exportFile(origin.db);
  await empty(copy);
  await upsertBatch(copy.db, "github", [repository(present, { formerUrls: [old] })], testTagger());
  await importFile(copy.db, papergraph, path);
  const records = await copy.db.query(
    "select s.source, s.source_key, r.url from repository_source s join repository r on r.row_id = s.repository order by 1, 2",
  );
  expect(records).toEqual([
    { source: "github", source_key: present, url: present },
    { source: "rankings", source_key: present, url: present },
    { source: "rankings", source_key: old, url: present },
  ]);
  const uids = (await origin.db.query("select uid from repository")).map(({ uid }: any) => uid);
  const { nodes } = await copy.query("query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Repository { url } } }", {
    ids: uids.map((uid: string) => globalId({ __typename: "Repository", uid })),
  });
  expect(nodes).toEqual([{ url: present }, { url: present }]);
});

test("papers that are here already keep their ids, and those of the export lead to them too", async () => {
  await fill(origin);
  const { path } = await exportFile(origin.db);
  await empty(copy);
  await copy.importRecords(
    [
      { title: "Wobbling, known here", arxivId: "2401.00001" },
      { title: "Editorial", arxivId: "2409.00009" },
    ],
    "arxiv-listing",
  );
  await copy.importRecords([{ title: "Wobbling published", sourceKey: "x", doi: "10.1000/p" }], "crossref");
  const before = await ids(copy);
  const topics = await copy.db.query("select uid, slug from topic where is_curated order by slug");
  await importFile(copy.db, papergraph, path);
  for (const { id, slug } of before) {
    const { node, paper } = await copy.query(
      "query ($id: ID!, $slug: String!) { node(id: $id) { id } paper(by: { slug: $slug }) { id } }",
      { id, slug },
    );
    expect(node.id).toBe(paper.id);
  }
  for (const { id, slug, previousIds } of await ids(origin)) {
    const { node, paper } = await copy.query(
      "query ($id: ID!, $slug: String!) { node(id: $id) { id ... on Paper { previousIds } } paper(by: { slug: $slug }) { id } }",
      { id, slug },
    );
    expect(paper).not.toBeNull();
    expect(previousIds.filter((old: string) => ![node.id, ...node.previousIds].includes(old))).toEqual([]);
  }
  const { paper } = await copy.query(`{ paper(by: { arxivId: "2401.00001" }) { id sources { name } repositories { url } } }`);
  expect(before.map(({ id }: any) => id)).toContain(paper.id);
  expect(paper.sources.map(({ name }: any) => name)).toEqual([
    "arxiv",
    "arxiv-listing",
    "crossref",
    "hugging-face",
    "papers-with-code",
  ]);
  expect(paper.repositories).toEqual([{ url: "https://github.com/kit/new" }]);
  expect(await copy.db.query("select uid, slug from topic where is_curated order by slug")).toEqual(topics);
  expect((await importFile(copy.db, papergraph, path)).unchanged).toBeGreaterThan(100);
  expect(await importFile(copy.db, papergraph, path)).toMatchObject({ added: 0, changed: 0 });
});

test("a keyword whose topic came after its paper finds it, in the copy too", async () => {
  const labels = [{ scheme: "KEYWORD" as const, label: "Late Wobbling", confidence: 0.5 }];
  await origin.importRecords([{ title: "Of a keyword", arxivId: "2401.00008", labels }], "hugging-face");
  await upsertBatch(origin.db, "papers-with-code-methods", [topic("Late Wobbling")], testTagger());
  const { papers } = await origin.query("{ papers { nodes { topics { name } } } }");
  expect(papers.nodes).toEqual([{ topics: [{ name: "Late Wobbling" }] }]);
  const { path } = await exportFile(origin.db);
  await expectSameGraph(path);
});

test("what was fetched later stays, though its source gives no times", async () => {
  await origin.importRecords([{ title: "Of one name", arxivId: "2401.00007" }], "pages");
  const { path } = await exportFile(origin.db);
  await origin.importRecords([{ title: "Of another name", arxivId: "2401.00007" }], "pages");
  expect(await importFile(origin.db, papergraph, path)).toMatchObject({ added: 0, changed: 0 });
  expect((await ids(origin)).map(({ slug }: any) => slug)).toEqual(["of-one-name"]);
});

test("papers that only all lines together tell apart are what they were", async () => {
  // The first and the third paper are one as long as the second is not there, which comes in a later batch.
  await origin.importRecords([{ title: "Of many", arxivId: "2401.00001" }], "arxiv");
  await origin.importRecords([{ title: "Of many", sourceKey: "t" }], "listing");
  await origin.importRecords(
    Array.from({ length: 1_000 }, (_, index) => ({ title: `Number ${index}`, arxivId: `2402.${10_000 + index}` })),
    "arxiv",
  );
  await origin.importRecords([{ title: "Of many", arxivId: "2403.00001" }], "arxiv");
  expect((await ids(origin)).length).toBe(100);
  const { path } = await exportFile(origin.db);
  await empty(copy);
  await importFile(copy.db, papergraph, path);
  const known = async (app: TestApp) => app.db.query("select uid, slug, arxiv_id from paper order by slug");
  expect(await known(copy)).toEqual(await known(origin));
  expect(await copy.db.query("select * from paper_alias")).toEqual([]);
  expect(await dumpGraph(copy.db)).toEqual(await dumpGraph(origin.db));
});

test("what is no export, or none of this version, or was cut, is refused with the line", async () => {
  await fill(origin);
  const { text } = await exportFile(origin.db);
  const error = async (source: string) => (await reading(papergraph, source)).error?.message;
  expect(await error("")).toBe("line 1: expected an export of Papergraph, found nothing");
  expect(await error('{"id":"2401.00001"}\n')).toContain(
    'line 1: expected an export of Papergraph, whose first line is {"format":"papergraph","version":1}',
  );
  expect(await error('{"format":"papergraph","version":2}\n')).toBe("line 1: expected version 1 of the format, not 2");
  const lines = text.split("\n");
  expect(await error(lines.slice(0, -10).join("\n"))).toContain("the file is cut");
  expect(await error([...lines.slice(0, 5), ...lines.slice(6)].join("\n"))).toMatch(/expected \d+ lines, as there are, not \d+/);
  expect(await error(`${text}{}\n`)).toContain("expected nothing after the end line");
});

/** A small export: a line of each kind, whose paper has a record. */
const small = async () => {
  await fill(origin);
  const { text } = await exportFile(origin.db);
  const lines = text
    .trimEnd()
    .split("\n")
    .slice(1, -1)
    .map((line) => JSON.parse(line));
  const some = ["topic", "repository", "author", "paper"].map(
    (kind) => lines.filter((line) => line.kind === kind).sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0]!,
  );
  return [{ format: "papergraph", version: 1 }, ...some, { kind: "end", lines: some.length }];
};

test("damaged exports give lines, problems or a SourceError", async () => {
  const lines = await small();
  await expectToBearDamage(papergraph, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
}, 60_000);

test("exports whose fields hold anything give lines, problems or a SourceError, and what is read can be written", async () => {
  const { default: fc } = await import("fast-check");
  const [head, ...lines] = await small();
  const places = (value: unknown, path: string[] = []): string[][] => [
    path,
    ...(typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))
      : []),
  ];
  const put = (value: any, [key, ...rest]: string[], by: unknown): unknown =>
    key === undefined
      ? by
      : Object.assign(Array.isArray(value) ? [...value] : { ...value }, { [key]: put(value?.[key], rest, by) });
  const values = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(
      undefined,
      "",
      "\u0000",
      "\ud800",
      "x".repeat(3_000),
      -1,
      1e300,
      0.5,
      "2024-02-30",
      "9999-12-31",
      "graph-wobblers",
      "https://github.com/kit/new",
      "KEYWORD",
      [],
      {},
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...places(lines.slice(0, -1))), values), { minLength: 1, maxLength: 3 }),
      async (changes) => {
        const changed = changes.reduce<any>((all, [path, value]) => (path.length === 0 ? all : put(all, path, value)), lines);
        const file = newFile();
        writeFileSync(file, [head, ...changed].map((line) => JSON.stringify(line) ?? "").join("\n"));
        await importFile(target.db, papergraph, file).catch((error) => expect(error.constructor.name).toBe("SourceError"));
      },
    ),
    { numRuns: runs(40, 300) },
  );
}, 120_000);

testOnRealInput("real daily papers, methods and a listing are copied with their ids", async () => {
  await importFile(origin.db, listing, realFile("seed-listing.txt"), { listedOn: "2025-03-12" });
  await importFile(origin.db, pwcMethods, realFile("pwc/methods-2022.json.gz"));
  for (const day of ["2025-01-10", "2025-03-07", "2025-03-21"])
    await importFile(origin.db, huggingFaceDaily, realFile(`hf-daily/${day}.json`));
  const { path, text } = await exportFile(origin.db, ".jsonl.gz");
  await expectSameGraph(path);
  expect((await exportFile(copy.db)).text === text).toBe(true);
});
