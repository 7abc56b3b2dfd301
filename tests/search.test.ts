import { refreshTermStatistics } from "../src/importers/term-statistics";
import { refusalOf } from "./refusal";
import { useTestApp } from "./test-app";

const app = useTestApp();

/** Titles with abstracts; what a test is about stands in few of them. */
const papers: Record<string, string> = {
  "Gannet wings in turbulent air": "We measure lift of plunging seabirds. The gannet folds its wings before it meets the water.",
  "A survey of seabirds": "Gannets, puffins and terns are counted from boats every summer by many volunteers.",
  "Counting puffins with cameras": "A camera counts birds at their burrows. No gannet was seen.",
  "Turbulent flow around pipes": "Measurements of pressure in pipes, with a model of flow that is turbulent near walls.",
  "A model of burrows": "How soil, roots and birds shape burrows over many years; a model is fitted to measurements.",
  "Zero-shot tern recognition": "Terns are recognised without examples: a large model of images names them from descriptions.",
  "The way of the tern": "Where terns go in winter.",
  深度学习综述: "一个关于深度学习的综述。",
  "Schrödinger bridges for C++ programmers": "Code for β-VAE and Schrödinger bridges, in C++ and C#.",
};

beforeAll(async () => {
  await app.importRecords(
    Object.entries(papers).map(([title, abstract], index) => ({
      title,
      abstract,
      arxivId: `2401.0000${index}`,
      doi: `10.1000/bird.${index}`,
      publishedOn: `2024-01-${10 + index}`,
      categories: [index % 2 === 0 ? "cs.CV" : "cs.LG"],
      repositories: index === 1 ? [{ url: "https://github.com/seabirds/count" }] : [],
    })),
  );
  await refreshTermStatistics(app.db);
});

const SEARCH =
  "query ($query: String!, $filter: PaperFilter, $first: Int, $after: String) { search(query: $query, filter: $filter, first: $first, after: $after)";

async function titlesFor(query: string, filter: object | null = null): Promise<string[]> {
  const { search } = await app.query(`${SEARCH} { nodes { title } } }`, { query, filter });
  return search.nodes.map(({ title }: { title: string }) => title);
}

test("papers with all words in the title come first, then those with rare ones, and no word has to be there", async () => {
  const titles = await titlesFor("gannet wings");
  expect(titles[0]).toBe("Gannet wings in turbulent air");
  expect(titles.slice(1).sort()).toEqual(["A survey of seabirds", "Counting puffins with cameras"]);
  expect((await titlesFor("model of puffins"))[0]).toBe("Counting puffins with cameras");
});

test("a phrase in quotes must be there, one of several with OR, and what a minus stands before must not", async () => {
  expect(await titlesFor(`"gannet wings"`)).toEqual(["Gannet wings in turbulent air"]);
  expect((await titlesFor(`"gannet wings" OR "model of burrows"`)).sort()).toEqual([
    "A model of burrows",
    "Gannet wings in turbulent air",
  ]);
  expect((await titlesFor("gannet -puffins")).sort()).toEqual(["Gannet wings in turbulent air"]);
  expect(await titlesFor(`tern -"large model"`)).toContain("The way of the tern");
  expect(await titlesFor(`tern -"large model"`)).not.toContain("Zero-shot tern recognition");
  expect(await titlesFor("“gannet wings”")).toEqual(["Gannet wings in turbulent air"]);
});

test.each([
  ["2401.00003", "Turbulent flow around pipes"],
  ["arXiv:2401.00003v2", "Turbulent flow around pipes"],
  ["https://arxiv.org/pdf/2401.00004", "A model of burrows"],
  ["10.1000/bird.5", "Zero-shot tern recognition"],
  ["doi: 10.1000/bird.5", "Zero-shot tern recognition"],
  ["see https://doi.org/10.1000/bird.5, please", "Zero-shot tern recognition"],
  ["github.com/seabirds/count/tree/main", "A survey of seabirds"],
  ["the way of the tern", "The way of the tern"],
])("%s is named and comes first: %s", async (query, title) => {
  const { search } = await app.query(`${SEARCH} { edges { score node { title } } } }`, { query });
  expect(search.edges[0]).toEqual({ score: 1, node: { title } });
});

test.each([
  ["深度学习综述", "深度学习综述"],
  ["深度", "深度学习综述"],
  ["Schrödinger", "Schrödinger bridges for C++ programmers"],
  ["SCHRÖDINGER C#", "Schrödinger bridges for C++ programmers"],
  ["β-VAE", "Schrödinger bridges for C++ programmers"],
])("finds what is not English: %s", async (query, title) => {
  expect((await titlesFor(query))[0]).toBe(title);
});

test.each([
  ["gannte wings", "Gannet wings in turbulent air"],
  ["turblent pipe", "Turbulent flow around pipes"],
  ["zero-shot tern recongition", "Zero-shot tern recognition"],
  ["a survy of seabirds", "A survey of seabirds"],
])("a typing error is forgiven: %s", async (query, title) => {
  expect((await titlesFor(query))[0]).toBe(title);
});

test("what was found says where the words stand, in pieces without markup, whatever their forms", async () => {
  const { search } = await app.query(`${SEARCH} { edges { node { slug } highlights { field fragments { text isMatch } } } } }`, {
    query: "count gannte",
  });
  const edge = search.edges.find(({ node }: any) => node.slug === "a-survey-of-seabirds");
  expect(edge.highlights).toEqual([
    {
      field: "ABSTRACT",
      fragments: [
        { text: "Gannets", isMatch: true },
        { text: ", puffins and terns are ", isMatch: false },
        { text: "counted", isMatch: true },
        { text: " from boats every summer by many volunteers.", isMatch: false },
      ],
    },
  ]);
  const { search: named } = await app.query(`${SEARCH} { edges { highlights { field } } } }`, { query: "2401.00003" });
  expect(named.edges).toEqual([{ highlights: [] }]);
});

test("a title of stop words alone is found by its beginning, and stop words elsewhere find nothing", async () => {
  expect((await titlesFor("the way of"))[0]).toBe("The way of the tern");
  expect(await titlesFor("what is it that was there")).toEqual([]);
  expect(await titlesFor("")).toEqual([]);
  expect(await titlesFor("-gannet")).toEqual([]);
});

test("a filter leaves some of what is found, in the same order", async () => {
  const all = await titlesFor("model of gannet and tern");
  const some = await titlesFor("model of gannet and tern", { topics: { anyOf: ["cs.CV"] } });
  expect(some.length).toBeGreaterThan(0);
  expect(some).toEqual(all.filter((title) => some.includes(title)));
  expect(some.length).toBeLessThan(all.length);
  expect(await titlesFor("2401.00003", { topics: { anyOf: ["cs.CV"] } })).toEqual([]);
});

test("pages follow each other without a gap, and say how many there are", async () => {
  const { search: whole } = await app.query(`${SEARCH} { nodes { title } totalCount totalCountIsExact } }`, {
    query: "model of gannet and tern",
  });
  expect(whole).toMatchObject({ totalCount: whole.nodes.length, totalCountIsExact: true });
  const nodes = [];
  for (let after: string | null = null; ; ) {
    const { search }: any = await app.query(
      `${SEARCH} { nodes { title } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
      {
        query: "model of gannet and tern",
        first: 2,
        after,
      },
    );
    expect(search.pageInfo.hasPreviousPage).toBe(after !== null);
    nodes.push(...search.nodes);
    after = search.pageInfo.endCursor;
    if (!search.pageInfo.hasNextPage) break;
  }
  expect(nodes).toEqual(whole.nodes);
});

test("facets count what was found", async () => {
  const { search } = await app.query(
    `${SEARCH} { totalCount facets { sampleSize hasRepository { yes no } topics(first: 20) { topic { slug } count } others: topics(ignoreOwn: true, first: 20) { topic { slug } count } } } }`,
    { query: "gannet", filter: { topics: { anyOf: ["cs.CV"] } } },
  );
  expect(search).toMatchObject({ totalCount: 2, facets: { sampleSize: null, hasRepository: { yes: 0, no: 2 } } });
  const count = (list: any[], slug: string) => list.find(({ topic }) => topic.slug === slug)?.count;
  expect(count(search.facets.topics, "cs-lg")).toBeUndefined();
  expect(count(search.facets.others, "cs-lg")).toBe(1);
});

test("a page with relations costs as many statements for many as for two", async () => {
  const ask = (first: number) =>
    app.statements(() =>
      app.query(
        `${SEARCH} { nodes { title authors { name } topics { slug } } edges { highlights { field } } totalCount facets { sampleSize } } }`,
        {
          query: "model of gannet and tern",
          first,
        },
      ),
    );
  expect(await ask(2)).toHaveLength(6);
  expect(await ask(100)).toHaveLength(6);
});

test("a word that has left all titles is no reason to fail", async () => {
  const wordy = { arxivId: "2402.00001", title: "Kittiwakes", publishedOn: "2024-02-01" };
  await app.importRecords([wordy]);
  await app.importRecords([
    { ...wordy, title: "Gulls", abstract: "Kittiwakes, gulls and skuas.", versionUpdatedOn: "2024-03-01" },
  ]);
  await app.importRecords(Array.from({ length: 5 }, (_, index) => ({ title: `Skuas and gulls ${index}` })));
  await refreshTermStatistics(app.db);
  expect(await titlesFor("kittiwkae")).toEqual(["Gulls"]);
});

describe("while papers come", () => {
  const page = (after: string | null) =>
    app.query(`${SEARCH} { nodes { title } pageInfo { endCursor } } }`, { query: "gannet model tern", first: 3, after });

  test("a list that somebody pages through stays as it was ranked, for an hour", async () => {
    const { search: first } = await page(null);
    const { search: before } = await page(first.pageInfo.endCursor);
    await app.importRecords(
      Array.from({ length: 20 }, (_, index) => ({ title: `Nothing but numbers ${index}`, abstract: "A tern, a tern." })),
    );
    expect(await refreshTermStatistics(app.db)).toBe(true);
    expect(await refreshTermStatistics(app.db)).toBe(false);
    const { search: then } = await page(first.pageInfo.endCursor);
    expect(then.nodes.filter(({ title }: any) => !title.startsWith("Nothing"))).toEqual(
      before.nodes.slice(0, then.nodes.filter(({ title }: any) => !title.startsWith("Nothing")).length),
    );
    await app.db.query("delete from term_statistics where replaced_at is not null");
    expect(
      await refusalOf(app, `{ search(query: "gannet", after: "${first.pageInfo.endCursor}") { totalCount } }`),
    ).toMatchObject({
      message: "after must be a cursor of a search of the last hour: search again from the start",
      argument: "after",
    });
  });
});
