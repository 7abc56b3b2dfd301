import { withinTime } from "../src/papers/paper.late";
import { useTestApp } from "./test-app";

const app = useTestApp({ COUNT_TIME_LIMIT_MS: "50", COUNT_LIMIT: "4", FACET_SAMPLE_SIZE: "4" });

beforeAll(async () => {
  await app.importRecords(
    ["Deep one", "Deep two", "Three", "Four", "Deep five"].map((title, index) => ({
      title,
      publishedOn: `2024-01-0${index + 1}`,
      categories: ["cs.CV"],
    })),
  );
});

const COUNTED = "totalCount totalCountIsExact facets { sampleSize languages { count } }";
const query = `{ papers(filter: { text: "deep" }, first: 1) { nodes { title } ${COUNTED} } }`;

test("what is counted in time is exact", async () => {
  expect((await app.query(query)).papers).toEqual({
    nodes: [{ title: "Deep five" }],
    totalCount: 3,
    totalCountIsExact: true,
    facets: { sampleSize: null, languages: [] },
  });
});

describe("where every paper takes a tenth of a second to look at", () => {
  beforeAll(async () => {
    await app.db.query("alter table paper_search rename to paper_words");
    await app.db.query(
      "create view paper_search as select paper, case when pg_sleep(0.1) is not null then vector end as vector from paper_words",
    );
  });
  afterAll(async () => {
    await app.db.query("drop view paper_search");
    await app.db.query("alter table paper_words rename to paper_search");
  });

  test("counts and facets are those of the newest papers, and say so", async () => {
    expect((await app.query(query)).papers).toEqual({
      nodes: [{ title: "Deep five" }],
      totalCount: 2, // what the page has seen: of the newest four alone takes too long as well
      totalCountIsExact: false,
      facets: { sampleSize: 1, languages: [] },
    });
  });

  test("a count is never below what its page shows", async () => {
    const { papers } = await app.query(`{ papers(filter: { text: "deep" }, first: 3) { nodes { title } ${COUNTED} } }`);
    expect([papers.nodes.length, papers.totalCount, papers.totalCountIsExact]).toEqual([3, 3, false]);
  });
});

test.each([
  [1, [[undefined, 100]], { found: ["all"], isWhole: true }],
  [
    2,
    [
      [undefined, 100],
      [4_000, 50],
    ],
    { found: ["4000"], isWhole: false },
  ],
  [
    3,
    [
      [undefined, 100],
      [4_000, 50],
      [400, null],
    ],
    { found: ["400"], isWhole: false },
  ],
])("what is in time at look %i is all that is asked", async (inTime, looks, answer) => {
  const asked: unknown[] = [];
  const found = await withinTime(100, 4_000, async (window, ms) => {
    asked.push([window, ms]);
    return asked.length < inTime ? null : [String(window ?? "all")];
  });
  expect([asked, found]).toEqual([looks, answer]);
});
