import { upsertBatch } from "../../src/importers/upsert";
import { dumpGraph, emptyGraph } from "../graph-dump";
import { testTagger } from "../import-file";
import { useTestApp } from "../test-app";

const app = useTestApp();

beforeEach(() => emptyGraph(app.db));

const paperBy = (authors: string[], number: number) => ({ title: `By ${number}`, arxivId: `2401.0000${number}`, authors });
const deletePaper = (number: number) =>
  upsertBatch(app.db, "test", [{ kind: "deleted", sourceKey: `2401.0000${number}`, changedAt: null }], testTagger());

const author = async (slug: string) =>
  (await app.query(`query ($slug: String!) { author(by: { slug: $slug }) { id name paperCount } }`, { slug })).author;

test("the slug of a new paper is made from the title that it shows, whichever record came first", async () => {
  const records = [
    { title: "A catalogue's title", arxivId: "2401.00001", sourceKey: "a" },
    { title: "The title that was changed later", arxivId: "2401.00001", sourceKey: "b", changedAt: "2024-02-01T00:00:00.000Z" },
  ];
  for (const order of [records, [...records].reverse()]) {
    await emptyGraph(app.db);
    await app.importRecords(order);
    const { papers } = await app.query("{ papers { nodes { slug } } }");
    expect(papers.nodes).toEqual([{ slug: "the-title-that-was-changed-later" }]);
  }
});

test("an author bears the first in the alphabet of the names that papers print, in any order", async () => {
  const papers = [paperBy(["ada Lovelace"], 1), paperBy(["Ada Lovelace"], 2), paperBy(["Áda Lovelace"], 3)];
  for (const order of [papers, [...papers].reverse(), [papers[1]!, papers[0]!, papers[2]!]]) {
    await emptyGraph(app.db);
    for (const paper of order) await app.importRecords([paper]);
    expect(await author("ada-lovelace")).toMatchObject({ name: "Ada Lovelace", paperCount: 3 });
  }
});

test("a name that no paper prints any more is nobody's, and an author without papers is none", async () => {
  await app.importRecords([
    paperBy(["Ada Lovelace", "Kurt Gödel"], 1),
    paperBy(["ada lovelace"], 2),
    paperBy(["Alan Turing"], 3),
  ]);
  const { id } = await author("ada-lovelace");
  await app.importRecords([paperBy(["Kurt Gödel"], 1)]);
  expect(await author("ada-lovelace")).toEqual({ id, name: "ada lovelace", paperCount: 1 });
  await deletePaper(2);
  await deletePaper(3);
  expect([await author("ada-lovelace"), await author("alan-turing")]).toEqual([null, null]);
  expect(await author("kurt-godel")).toMatchObject({ name: "Kurt Gödel", paperCount: 1 });
});

test("an author whose papers become one stays who he is", async () => {
  await app.importRecords([
    { title: "Preprint", arxivId: "2401.00001", authors: ["Ada Lovelace"] },
    { title: "Published", doi: "10.1000/published", authors: ["Ada Lovelace"] },
  ]);
  const { id } = await author("ada-lovelace");
  await app.importRecords(
    [{ title: "Both", arxivId: "2401.00001", doi: "10.1000/published", authors: ["Ada Lovelace"] }],
    "other",
  );
  expect(await author("ada-lovelace")).toEqual({ id, name: "Ada Lovelace", paperCount: 1 });
});

const repositories = async () =>
  (
    await app.query("{ repositories(orderBy: NAME) { nodes { url owner name paperCount: papers { totalCount } } } }")
  ).repositories.nodes.map(({ url, owner, name, paperCount }: any) => [url, `${owner}/${name}`, paperCount.totalCount]);

const paperWith = (url: string, number: number) => ({
  title: `With ${number}`,
  arxivId: `2401.0000${number}`,
  repositories: [{ url }],
});

test("a repository is written as the first in the alphabet of what papers write, in any order", async () => {
  const papers = [paperWith("https://github.com/kit/Tool", 1), paperWith("https://github.com/Kit/tool", 2)];
  for (const order of [papers, [...papers].reverse()]) {
    await emptyGraph(app.db);
    for (const paper of order) await app.importRecords([paper]);
    expect(await repositories()).toEqual([["https://github.com/Kit/tool", "Kit/tool", 2]]);
  }
  await app.importRecords([paperWith("https://github.com/other/one", 2)]);
  expect(await repositories()).toEqual([
    ["https://github.com/kit/Tool", "kit/Tool", 1],
    ["https://github.com/other/one", "other/one", 1],
  ]);
});

const listed = (url: string, observedOn: string) => ({
  kind: "repository" as const,
  sourceKey: `${observedOn} ${url.toLowerCase()}`,
  url,
  description: null,
  starCount: 7,
  language: null,
  license: null,
  isArchived: null,
  pushedAt: null,
  topics: [],
  observedOn,
  recordLicense: null,
});

test("lists know better how a repository is written than papers, and the newest list best, in any order", async () => {
  const steps = [
    () => app.importRecords([paperWith("https://github.com/KIT/TOOL", 1)]),
    () => upsertBatch(app.db, "github", [listed("https://github.com/kit/tool", "2026-01-01")], testTagger()),
    () => upsertBatch(app.db, "github", [listed("https://github.com/Kit/tool", "2023-01-01")], testTagger()),
  ];
  for (const order of [steps, [...steps].reverse(), [steps[1]!, steps[2]!, steps[0]!]]) {
    await emptyGraph(app.db);
    for (const step of order) await step();
    expect(await repositories()).toEqual([["https://github.com/kit/tool", "kit/tool", 1]]);
  }
});

test("a repository that nothing names any more is none, and one of which a list tells stays", async () => {
  await app.importRecords([paperWith("https://github.com/kit/alone", 1), paperWith("https://github.com/kit/listed", 2)]);
  await upsertBatch(app.db, "github", [listed("https://github.com/kit/listed", "2026-01-01")], testTagger());
  await app.importRecords([paperWith("https://github.com/kit/new", 1)]);
  await deletePaper(2);
  expect(await repositories()).toEqual([
    ["https://github.com/kit/listed", "kit/listed", 0],
    ["https://github.com/kit/new", "kit/new", 1],
  ]);
});

test("papers at one place of one day's lists stand by title, then by their ids, in any order", async () => {
  const days = [{ day: "2024-01-01", position: 1, submittedBy: null }];
  const listed = [
    { title: "Same title", arxivId: "2401.00002", days },
    { title: "Same title", arxivId: "2401.00001", days },
    { title: "B, which is an A in truth", arxivId: "2401.00003", days },
  ];
  const corrected = { title: "A", arxivId: "2401.00003" };
  for (const order of [listed, [...listed].reverse()])
    for (const isCorrectedFirst of [true, false]) {
      await emptyGraph(app.db);
      if (isCorrectedFirst) await app.importRecords([corrected], "arxiv");
      for (const paper of order) await app.importRecords([paper], "hugging-face");
      if (!isCorrectedFirst) await app.importRecords([corrected], "arxiv");
      const { dailyList } = await app.query('{ dailyList(date: "2024-01-01") { papers { nodes { arxivId } } } }');
      expect(dailyList.papers.nodes.map(({ arxivId }: any) => arxivId)).toEqual(["2401.00003", "2401.00001", "2401.00002"]);
    }
});

test("papers and lists that know a repository by its former address lead to where it moved, in any order", async () => {
  const renamed = {
    ...listed("https://github.com/kit/New", "2026-01-01"),
    sourceKey: "api 1",
    formerUrls: ["https://github.com/kit/old"],
  };
  const steps = [
    () => app.importRecords([paperWith("https://github.com/Kit/Old", 1)]),
    () => app.importRecords([paperWith("https://github.com/Kit/new", 2)]),
    () => upsertBatch(app.db, "github", [listed("https://github.com/kit/old", "2023-01-01")], testTagger()),
    () => upsertBatch(app.db, "github", [renamed], testTagger()),
  ];
  let first: string[] | null = null;
  for (const order of [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 3, 0, 1],
    [1, 3, 2, 0],
    [0, 3, 1, 2],
  ]) {
    await emptyGraph(app.db);
    for (const place of order) await steps[place]!();
    expect(await repositories()).toEqual([["https://github.com/kit/New", "kit/New", 2]]);
    first ??= await dumpGraph(app.db);
    expect(await dumpGraph(app.db)).toEqual(first);
  }
});
