import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listing } from "../../src/importers/listing";
import { loadSample } from "../../src/importers/sample";
import { useReplayServer } from "../harvest/replay-server";
import { importFile } from "../import-file";
import { realFile, testOnRealInput } from "../real-data";
import { useTestApp } from "../test-app";

const app = useTestApp();
const server = useReplayServer();
const folder = mkdtempSync(join(tmpdir(), "papergraph-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = {};

const TABLES = [
  "paper",
  "paper_source",
  "paper_index",
  "paper_topic_page",
  "paper_search",
  "topic",
  "topic_alias",
  "topic_parent",
  "topic_ancestor",
  "topic_link",
  "topic_count",
];
const OTHER_TABLES = [
  "repository",
  "repository_link",
  "link_evidence",
  "author",
  "authorship",
  "daily_entry",
  "catalogue_version",
];

/** Every row of every table, with the transaction that wrote it: equal only where nothing was written at all. */
async function allRows(): Promise<string[]> {
  const lists = await Promise.all(
    [...TABLES, ...OTHER_TABLES].map((table) =>
      app.db.query(`select '${table}' || xmin::text || t::text as row from ${table} t`),
    ),
  );
  return lists
    .flat()
    .map(({ row }: { row: string }) => row)
    .sort();
}

function listingFile(name: string, ...entries: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, ["new", "Papers by email", "Subscribe", "byOne", "Mar 12", ...entries].join("\n\n"));
  return file;
}

beforeEach(() =>
  app.db.query(
    "truncate paper, author, repository, import_run, daily_entry, topic_count cascade; update topic set paper_count = 0",
  ),
);

test("the bundled sample loads into an empty database as listed on 2025-03-12, and into no other", async () => {
  expect(await loadSample(app.db)).toBe(95);
  expect(await loadSample(app.db)).toBe(0);
  const { dailyList, repositories, papers } = await app.query(
    `{ dailyList { date previous next papers { totalCount } } repositories { totalCount } papers(filter: { hasRepository: true }) { totalCount } }`,
  );
  expect(dailyList).toEqual({ date: "2025-03-12", previous: null, next: null, papers: { totalCount: 95 } });
  expect([repositories.totalCount, papers.totalCount]).toEqual([18, 17]);
});

test("the same file again keeps its day, changes no row, and says so", async () => {
  const file = listingFile(
    "twice.txt",
    "A title about object detection",
    "See https://github.com/a/b.",
    "Another title",
    "Text.",
  );
  const first = await importFile(app.db, listing, file, { ...options, listedOn: "2020-03-12" });
  expect(first).toEqual({ read: 2, added: 2, changed: 0, unchanged: 0, rejected: 0, merged: 0 });
  const before = await allRows();
  const again = await importFile(app.db, listing, file, { ...options, today: "2031-01-01" });
  expect(again).toEqual({ read: 2, added: 0, changed: 0, unchanged: 2, rejected: 0, merged: 0 });
  expect(await allRows()).toEqual(before);
});

test("a file that is not a listing to its end leaves nothing behind", async () => {
  const file = listingFile("broken.txt", "A title", "Its abstract.", "A title without abstract");
  await expect(importFile(app.db, listing, file, options)).rejects.toThrow("line 15: expected an abstract");
  expect((await app.query(`{ papers { totalCount } }`)).papers.totalCount).toBe(0);
  expect(await app.db.query("select * from import_run")).toEqual([]);
});

test("a source that comes only once, as from an address, is checked to its end too, and known again", async () => {
  const file = readFileSync(listingFile("served.txt", "A title", "Its abstract.", "Another title", "Text."));
  server.answer((response) => response.end(file));
  const place = `${server.url}/served.txt`;
  expect(await importFile(app.db, listing, place, { ...options, today: "2025-06-01" })).toMatchObject({ read: 2, added: 2 });
  expect(await importFile(app.db, listing, place, { ...options, today: "2031-06-01" })).toMatchObject({ read: 2, unchanged: 2 });
  server.answer((response) => response.end(`${file}\n\nA title without abstract`));
  await expect(importFile(app.db, listing, place, options)).rejects.toThrow(/^line \d+: expected an abstract/);
  expect(await app.db.query("select file from import_run")).toEqual([{ file: place }, { file: place }]);
});

test("a corrected abstract changes its paper alone, and takes back what the old one said", async () => {
  await importFile(
    app.db,
    listing,
    listingFile("v1.txt", "One title", "Code: https://github.com/a/b", "Two title", "Text."),
    options,
  );
  const [before] = await app.db.query("select updated_at from paper where title = 'Two title'");
  const counts = await importFile(
    app.db,
    listing,
    listingFile("v2.txt", "One title", "Code: https://gitlab.com/group/sub/name", "Two title", "Text."),
    options,
  );
  expect(counts).toEqual({ read: 2, added: 0, changed: 1, unchanged: 1, rejected: 0, merged: 0 });
  const { papers } = await app.query(`{ papers(orderBy: TITLE) { nodes { title repositories { url owner } } } }`);
  expect(papers.nodes).toEqual([
    { title: "One title", repositories: [{ url: "https://gitlab.com/group/sub/name", owner: "group/sub" }] },
    { title: "Two title", repositories: [] },
  ]);
  expect(await app.db.query("select updated_at from paper where title = 'Two title'")).toEqual([before]);
});

test("an abstract that was cut on its way does not replace the whole one", async () => {
  await importFile(app.db, listing, listingFile("whole.txt", "One title", "The whole text of it."), options);
  const counts = await importFile(app.db, listing, listingFile("cut.txt", "One title", "The whole te"), options);
  expect(counts).toMatchObject({ changed: 0, unchanged: 1 });
  expect((await app.query(`{ papers { nodes { abstract } } }`)).papers.nodes).toEqual([{ abstract: "The whole text of it." }]);
});

test("a paper that stands on two days is one paper, and both lists show it", async () => {
  const file = listingFile("days.txt", "The same title", "Text.");
  await importFile(app.db, listing, file, { ...options, listedOn: "2025-03-12" });
  await importFile(app.db, listing, file, { ...options, listedOn: "2025-03-13" });
  const { papers, dailyList } = await app.query(
    `{ papers { totalCount nodes { featuredOn } } dailyList(date: "2025-03-12") { next papers { nodes { title } } } }`,
  );
  expect(papers).toEqual({ totalCount: 1, nodes: [{ featuredOn: "2025-03-13" }] });
  expect(dailyList).toEqual({ next: "2025-03-13", papers: { nodes: [{ title: "The same title" }] } });
});

test("topics come from the text, with evidence; what is above them is found but not shown as asserted", async () => {
  await importFile(app.db, listing, listingFile("topics.txt", "Graph Neural Networks for Link Prediction", "Text."), options);
  const { papers } = await app.query(
    `{ papers(filter: { topics: { allOf: ["machine-learning"] } }) { nodes { topicLinks { topic { slug kind } confidence evidence { kind source } } } } }`,
  );
  const links = papers.nodes[0].topicLinks;
  const named = links.filter(({ topic }: any) => topic.kind !== "CATEGORY");
  expect(named.map(({ topic }: any) => topic.slug).sort()).toEqual(["graph-neural-networks", "link-prediction"]);
  for (const { confidence } of named) expect(confidence).toBeGreaterThan(0.5);
  for (const { evidence } of links) expect(evidence).toEqual([{ kind: "INFERRED_FROM_TEXT", source: "papergraph" }]);
});

test("categories are inferred where no source states any, and only there", async () => {
  const text = {
    title: "Semantic segmentation of street scenes with vision transformers",
    abstract:
      "Each pixel of an image from a camera is given a class: roads, cars and people are segmented in pictures and video.",
  };
  const categoriesOf = async () => {
    const { papers } = await app.query(
      `{ papers { nodes { primaryCategory { slug } topicLinks { topic { slug kind } evidence { kind } } } } }`,
    );
    const [{ primaryCategory, topicLinks }] = papers.nodes;
    const links = topicLinks.filter(({ topic }: any) => topic.kind === "CATEGORY");
    return { primary: primaryCategory?.slug, links: links.map(({ topic, evidence }: any) => [topic.slug, evidence[0].kind]) };
  };
  await app.importRecords([{ ...text, arxivId: "2401.00001" }]);
  expect(await categoriesOf()).toEqual({ primary: undefined, links: [["cs-cv", "INFERRED_FROM_TEXT"]] });
  await app.importRecords([{ ...text, arxivId: "2401.00001", categories: ["cs.RO"] }]);
  expect(await categoriesOf()).toEqual({ primary: "cs-ro", links: [["cs-ro", "STATED_BY_SOURCE"]] });
});

test("equal slugs are told apart by what identifies the papers, whichever came first", async () => {
  const [a, b] = [
    { title: "Editorial", arxivId: "2401.00001" },
    { title: "Editorial", arxivId: "2401.00002" },
  ];
  await app.importRecords([a, b]);
  const { papers } = await app.query(`{ papers(orderBy: TITLE) { nodes { slug arxivId } } }`);
  expect(papers.nodes.map(({ arxivId }: any) => arxivId)).toEqual(["2401.00001", "2401.00002"]);
  expect(papers.nodes[0].slug).toBe("editorial");
  expect(papers.nodes[1].slug).toMatch(/^editorial-[0-9a-f]{8}$/);
});

testOnRealInput(
  "the real listing gives 95 papers with exact title and abstract, and 18 repositories from 17 abstracts",
  async () => {
    const file = realFile("seed-listing.txt");
    expect(await importFile(app.db, listing, file, { ...options, listedOn: "2025-03-12" })).toEqual({
      read: 95,
      added: 95,
      changed: 0,
      unchanged: 0,
      rejected: 0,
      merged: 0,
    });
    const { readFileSync } = await import("node:fs");
    const entries = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(5);
    const { dailyList } = await app.query(
      `{ dailyList(date: "2025-03-12") { papers(first: 100) { nodes { title abstract repositories { url } topics { kind } } } } }`,
    );
    expect(dailyList.papers.nodes.flatMap(({ title, abstract }: any) => [title, abstract])).toEqual(entries);
    const withCode = dailyList.papers.nodes.filter(({ repositories }: any) => repositories.length > 0);
    expect(withCode).toHaveLength(17);
    const urls = withCode.flatMap(({ repositories }: any) => repositories.map(({ url }: any) => url));
    expect(new Set(urls).size).toBe(18);
    expect(urls).toContain("https://github.com/huawei-noah/ghostnet");
    expect(urls).toContain("https://gitee.com/mindspore/mindspore");
    for (const url of urls) expect(url).toMatch(/^https:\/\/(github|gitee)\.com\/[\w.-]+\/[\w.-]*\w$/);
    for (const { topics } of dailyList.papers.nodes)
      expect(topics.some(({ kind }: any) => kind === "TASK" || kind === "METHOD")).toBe(true);
    const before = await allRows();
    expect(await importFile(app.db, listing, file, options)).toMatchObject({ added: 0, changed: 0, unchanged: 95 });
    expect(await allRows()).toEqual(before);
  },
);

test("what a source calls a topic is that very topic: the vocabulary's of that name, or one of the source's own, and never a wider one", async () => {
  const tasks = ["3D Object Detection", "Game of Go", "Deraining", "Chess", "Optical Character Recognition (OCR)"];
  const methods = ["Faster R-CNN", "PNA", "PNAS", "PPO", "REINFORCE", "TRPO", "DDPG", "Cascade R-CNN"];
  const labels = [
    ...tasks.map((label) => ({ scheme: "PAPERS_WITH_CODE_TASK" as const, label, confidence: 1 })),
    ...methods.map((label) => ({ scheme: "PAPERS_WITH_CODE_METHOD" as const, label, confidence: 1 })),
  ];
  await app.importRecords([{ title: "Of nothing", arxivId: "2401.00007", labels }]);
  const { papers } = await app.query(`{ papers { nodes { topicLinks { topic { name } } } } }`);
  expect(papers.nodes[0].topicLinks.map(({ topic }: any) => topic.name).sort()).toEqual(
    [
      ...["3D Object Detection", "Game of Go", "Image Deraining", "Chess", "Optical Character Recognition"],
      ...["Faster R-CNN", "PNA", "PNAS", "Proximal Policy Optimization", "REINFORCE", "Trust Region Policy Optimization"],
      ...["Deep Deterministic Policy Gradient", "Cascade R-CNN"],
    ].sort(),
  );
});
