import { globalId } from "../src/graphql/node-id";
import { sampleSignals } from "../src/importers/sample-signals";
import { computeTrending } from "../src/trending/recompute";
import { askableFields, everyList, everyRelation } from "./every-relation";
import { useTestApp } from "./test-app";

const app = useTestApp({ MAX_QUERY_COST: "1000000", SUGGESTIONS_MAX: "100" });

const SIZE = 100;
const day = (days: number) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10);

/** Ids of nodes by type: a hundred each, every one with something behind each of its fields. */
const ids: Record<string, string[]> = {};

beforeAll(async () => {
  const others = [{ title: "Of nothing in particular", publishedOn: day(1) }]; // among which topics stand together more often than by chance
  await app.importRecords([
    ...Array.from({ length: SIZE }, (_, index) => ({
      title: `Paper ${index} on object detection`,
      abstract: "It compares a graph neural network with image classification.",
      arxivId: `2401.${10000 + index}`,
      publishedOn: day(index),
      authors: [`Ada Number${index}`, "Bo Everywhere"],
      links: [{ kind: "PROJECT", url: `https://example.org/${index}` }],
      categories: ["cs.CV", "cs.LG"],
      repositories: [0, 1].map((place) => ({
        url: `https://github.com/owner/name${index + place}`,
        isOfficial: place === 0,
        framework: "jax",
      })),
      upvotes: 1,
      days: [0, 500, 501 + index].map((days, place) => ({ day: day(days), position: place + 1, submittedBy: "someone" })),
    })),
    ...others,
  ]);
  await app.db.query("update repository set star_count = 1");
  await sampleSignals(app.db);
  await computeTrending(app.db, new Date().toISOString().slice(0, 10));
  const uids = {
    Paper: "select uid from paper order by row_id",
    Author: "select uid from author order by row_id",
    Repository: "select uid from repository order by row_id",
    RepositoryLink: "select uid from repository_link order by row_id",
    DailyList: `select day::text as uid from (select distinct day from daily_entry) d where day > '${day(500)}' order by day desc`,
    Topic: `select uid from topic t order by paper_count > 0 and exists (select from topic_parent where topic = row_id)
      and exists (select from topic_parent where parent = row_id) and (select count(*) from topic_alias where topic = row_id) > 1
      and exists (select from topic_mapping where topic = row_id) desc, row_id`,
  };
  for (const [__typename, sql] of Object.entries(uids))
    ids[__typename] = (await app.db.query(`${sql} limit ${SIZE}`)).map(({ uid }: { uid: string }) =>
      globalId({ __typename, uid }),
    );
});

/** How many statements the service sends for a query on so many nodes. */
async function countStatements(query: string, variables: object): Promise<number> {
  return (await app.statements(() => app.query(query, variables))).length;
}

const relations = everyRelation();
const lists = everyList();

test("every field of the schema that a list can be asked for is asked for below", () => {
  const asked = new Set([...relations, ...lists].flatMap(({ fields }) => fields));
  expect(askableFields().filter((field) => !asked.has(field))).toEqual([]);
});

test.each(relations)("$name costs as many statements for a hundred as for two", async ({ type, name, selection }) => {
  const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type} { ${selection} } } }`;
  const all = ids[type]!;
  expect(all).toHaveLength(SIZE);
  const few = await app.query(query, { ids: all.slice(0, 2) });
  const field = name.split(".")[1];
  if (field) for (const node of few.nodes) expect(isSomething(node[field])).toBe(true);
  expect(await countStatements(query, { ids: all })).toBe(await countStatements(query, { ids: all.slice(0, 2) }));
});

test.each(lists)("$name costs as many statements for a hundred as for two", async ({ selection }) => {
  const query = `query ($first: Int) { ${selection} }`;
  expect(await countStatements(query, { first: 100 })).toBe(await countStatements(query, { first: 2 }));
});

/** Whether anything stands there: for what is empty, nothing more has to be read. */
function isSomething(value: any): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && (value.edges === undefined || value.edges.length > 0);
}

const CARD = "title authors { name author { slug } } topics { slug } repositories { url }";

test.each(["", `topics: { anyOf: ["cs.CV"] }`, `text: "detection"`, "hasRepository: true"])(
  "a page of papers under { %s } with authors, topics and repositories costs four statements",
  async (filter) => {
    const query = `query ($first: Int) { papers(first: $first, filter: { ${filter} }) { nodes { ${CARD} } } }`;
    expect(await countStatements(query, { first: 2 })).toBe(4);
    expect(await countStatements(query, { first: 100 })).toBe(4);
    expect((await app.query(query, { first: 100 })).papers.nodes).toHaveLength(100);
  },
);

test.each([
  "topics(first: $first) { nodes { papers(first: 3) { nodes { title topics { slug } } totalCount totalCountIsExact } } }",
  `topics(first: $first) { nodes { papers(first: 2, orderBy: STARS, filter: { text: "paper" }) { nodes { title } totalCount } } }`,
  "papers(first: $first) { nodes { repositoryLinks(first: 1) { nodes { repository { url papers(first: 2) { nodes { title } } } evidence { kind } } totalCount } } }",
  "repositories(first: $first) { nodes { papers(first: 3) { nodes { authors { name } } totalCount } paperLinks(first: 2) { nodes { paper { title } } totalCount } } }",
  "papers(first: $first) { nodes { authors { author { paperCount papers(first: 2) { nodes { title } totalCount } } } } }",
  `dailyList(date: "2024-01-01") { papers(first: $first) { edges { position node { ${CARD} } } totalCount } }`,
  "papers(first: $first) { nodes { topicLinks { topic { parents { name } papers(first: 1) { nodes { title } } } } } }",
])("a list in a list costs as many statements for a hundred as for two: %s", async (selection) => {
  const query = `query ($first: Int) { ${selection} }`;
  expect(await countStatements(query, { first: 100 })).toBe(await countStatements(query, { first: 2 }));
});

test("a total is counted only when it is asked for, and once", async () => {
  expect(await countStatements("{ papers { nodes { title } totalCount totalCountIsExact } }", {})).toBe(2);
  expect(await countStatements("{ topics { nodes { papers(first: 1) { nodes { title } totalCount } } } }", {})).toBe(3);
  expect(await countStatements("{ topics { nodes { papers(first: 1) { totalCount totalCountIsExact } } } }", {})).toBe(2); // no paper is seen, none is read
});
