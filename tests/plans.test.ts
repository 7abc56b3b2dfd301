import { globalId } from "../src/graphql/node-id";
import { readingsOf } from "./explain";
import { generateRows } from "./generated-rows";
import { useTestApp } from "./test-app";

/**
 * No page may read more rows than this of 30,000 papers, all its scans taken together. Walking an order until a page is full, or gathering
 * the matches and sorting them, reads about 800 rows at worst where the better way is taken (the square root of page times table); the rest
 * is what the planner's costs make of it.
 */
const MOST_ROWS = 5_000;

const app = useTestApp();
beforeAll(() => generateRows(app), 60_000);

/** Runs a query and gives the rows that it read, once it has been checked that every row was read for a reason. */
async function rowsReadBy(query: string, variables?: object): Promise<number> {
  await app.query(query, variables); // what is read once a second is read now
  const readings = await readingsOf(app, () => app.query(query, variables));
  expect(readings.length).toBeGreaterThan(0);
  expect(readings.flatMap(({ wholeTables }) => wholeTables).filter((table) => table !== "catalogue_version")).toEqual([]);
  return Math.round(Math.max(...readings.map(({ rows }) => rows)));
}

const papers = (filter: string, orderBy = "NEWEST") => `{ papers(filter: { ${filter} }, orderBy: ${orderBy}) { nodes { id } } }`;

const ORDERS = ["NEWEST", "OLDEST", "FEATURED", "UPDATED", "TITLE", "STARS", "UPVOTES", "TRENDING"];

describe("a page reads a bounded number of rows", () => {
  test.each(ORDERS)("of all papers by %s", async (orderBy) => {
    expect(await rowsReadBy(papers("", orderBy))).toBeLessThan(100);
  });

  test.each(ORDERS.flatMap((orderBy) => ["t1", "t40", "t300", "group"].map((topic) => ({ orderBy, topic }))))(
    "of topic $topic by $orderBy",
    async ({ orderBy, topic }) => {
      expect(await rowsReadBy(papers(`topics: { anyOf: ["${topic}"] }`, orderBy))).toBeLessThan(MOST_ROWS);
    },
  );

  test.each([
    ...[`text: "word1"`, `text: "word30"`, `text: "word3900"`, `text: "absent"`, `text: "the"`, `text: "-word1"`],
    ...[`text: "\\"word1 word2\\""`, `text: "word3900 OR word3901"`, `not: { text: "word1" }`],
    ...[`topics: { anyOf: ["t1", "t2"] }`, `topics: { anyOf: ["t299", "t300"] }`, `topics: { allOf: ["t1", "t2"] }`],
    ...[`topics: { allOf: ["t1", "t300"] }`, `topics: { noneOf: ["t1"] }`, `topics: { noneOf: ["t1", "t300"] }`],
    ...[`topics: { anyOf: ["t1"], minConfidence: 0.9 }`, `topics: { anyOf: ["t300"], minConfidence: 0.9 }`],
    ...[`topics: { noneOf: ["t1"], minConfidence: 0.5 }`, `topics: { anyOf: ["group"], descendants: false }`],
    ...[`topics: { anyOf: ["t1"], descendants: false }`, `topics: { anyOf: ["t300"], descendants: false }`],
    ...[
      `authors: { anyOf: ["author-1"] }`,
      `authors: { anyOf: ["author-8999"] }`,
      `authors: { allOf: ["author-1", "author-2"] }`,
    ],
    ...[
      `publishedOn: { from: "2012-01-01", to: "2012-01-31" }`,
      `publishedOn: { to: "2020-01-01" }`,
      `publishedOn: { lastDays: 30 }`,
    ],
    ...[`featuredOn: { from: "2024-05-01", to: "2024-05-01" }`, `featuredOn: { from: "2024-05-01", to: "2024-06-01" }`],
    ...[`featuredOn: {}`, `featuredOn: { from: "2030-01-01" }`, `hasRepository: true`, `hasRepository: false`],
    ...[
      `repository: {}`,
      `repository: { minStars: 1 }`,
      `repository: { minStars: 1000 }`,
      `repository: { languages: ["Idris"] }`,
    ],
    ...[
      `repository: { languages: ["python"] }`,
      `repository: { frameworks: ["mindspore"] }`,
      `repository: { frameworks: ["pytorch"] }`,
    ],
    ...[
      `repository: { licenses: ["WTFPL"] }`,
      `repository: { hosts: ["codeberg.org"] }`,
      `repository: { hosts: ["github.com"] }`,
    ],
    ...[`repository: { isOfficial: true }`, `repository: { languages: ["Idris"], minStars: 10 }`],
    ...[`updatedSince: "2025-01-21T19:00:00Z"`, `updatedSince: "2025-01-21T00:00:00Z"`, `updatedSince: "2024-01-01T00:00:00Z"`],
    `updatedSince: "2030-01-01T00:00:00Z"`,
    ...[`topics: { anyOf: ["t1"] }, hasRepository: true`, `topics: { anyOf: ["t1"] }, publishedOn: { to: "2012-01-01" }`],
    `topics: { anyOf: ["t1"] }, text: "word3900"`,
  ])("of papers under { %s }", async (filter) => {
    expect(await rowsReadBy(papers(filter))).toBeLessThan(MOST_ROWS);
  });

  test("of a hundred papers by id", async () => {
    const { nodes } = (await app.query("{ papers(orderBy: TITLE, first: 100) { nodes { id } } }")).papers;
    const query = "query ($ids: [ID!]) { papers(filter: { ids: $ids }) { nodes { id } } }";
    expect(await rowsReadBy(query, { ids: nodes.map(({ id }: { id: string }) => id) })).toBeLessThan(500);
  });

  test.each([
    ...[
      `author(by: { slug: "author-1" })`,
      `repository(by: { url: "https://github.com/owner/name1" })`,
      `topic(by: { slug: "t1" })`,
    ],
    ...[`dailyList`, `dailyList(date: "2024-05-01")`],
  ])("of the papers of %s", async (owner) => {
    expect(await rowsReadBy(`{ ${owner} { papers { nodes { id } } } }`)).toBeLessThan(MOST_ROWS);
  });

  test("of the papers of a repository that has many", async () => {
    const repository = `repository(by: { url: "https://github.com/owner/name1" })`;
    const { papers } = (await app.query(`{ ${repository} { papers { totalCount } } }`)).repository;
    expect(papers.totalCount).toBeGreaterThan(250);
    for (const orderBy of ["NEWEST", "OLDEST"])
      expect(await rowsReadBy(`{ ${repository} { papers(orderBy: ${orderBy}) { nodes { id } } } }`)).toBeLessThan(120);
  });

  test("of each of twenty topics", async () => {
    const query = "{ topics(first: 20) { nodes { papers(first: 5) { nodes { id } } } } }";
    expect(await rowsReadBy(query)).toBeLessThan(500);
  });

  test("with everything that a page shows of its papers", async () => {
    const shown =
      "authors { author { slug } } topics { slug } repositories { url } repositoryLinks { nodes { framework evidence { kind } } }";
    expect(await rowsReadBy(`{ papers { nodes { id ${shown} } } }`)).toBeLessThan(500);
  });

  test("of what references of each family lead to, by names of now and before", async () => {
    const [{ uid }] = await app.db.query("select uid from paper_alias limit 1");
    const refs = [
      ...["x/0000001", "arXiv:x/0000002", "10.1000/5", "https://openreview.net/forum?id=review-7"],
      ...["https://paperswithcode.com/paper/page-9", "https://github.com/owner/name1", "https://github.com/owner/former2"],
      globalId({ __typename: "Paper", uid }),
    ];
    const query =
      "query ($refs: [String!]!) { resolve(refs: $refs) { ... on Resolved { node { ... on Paper { previousIds } } } } }";
    expect((await app.query(query, { refs })).resolve.every(({ node }: any) => node)).toBe(true);
    expect(await rowsReadBy(query, { refs })).toBeLessThan(100);
    expect(await rowsReadBy(`{ paper(by: { slug: "former-5" }) { id } }`)).toBeLessThan(100);
  });

  test.each(["STARS", "NAME", "PUSHED", "PAPERS"])("of repositories by %s", async (orderBy) => {
    expect(await rowsReadBy(`{ repositories(orderBy: ${orderBy}) { nodes { id } } }`)).toBeLessThan(100);
  });
});

describe("page fifty costs about what page one costs", () => {
  test.each([
    ...ORDERS.map((orderBy) => ({ orderBy, filter: "" })),
    ...ORDERS.map((orderBy) => ({ orderBy, filter: `topics: { anyOf: ["t1"] }` })),
    ...[
      `hasRepository: true`,
      `text: "word2"`,
      `repository: { languages: ["python"] }`,
      `featuredOn: {}`,
      `topics: { noneOf: ["t1"] }`,
    ].map((filter) => ({ orderBy: "NEWEST", filter })),
  ])("by $orderBy under { $filter }", async ({ orderBy, filter }) => {
    const query = `query ($first: Int, $after: String) {
      papers(filter: { ${filter} }, orderBy: ${orderBy}, first: $first, after: $after) { pageInfo { endCursor } }
    }`;
    let after: string | null = null;
    for (let page = 1; page < 50; page += 5) after = (await app.query(query, { first: 98, after })).papers.pageInfo.endCursor;
    expect(await rowsReadBy(query, { first: 20, after })).toBeLessThan(100 + 2 * (await rowsReadBy(query, { first: 20 })));
  });
});
