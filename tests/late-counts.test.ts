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
      totalCount: 2, // of the newest four
      totalCountIsExact: false,
      facets: { sampleSize: 2, languages: [] },
    });
  });

  test("a count is never below what its page shows", async () => {
    const { papers } = await app.query(`{ papers(filter: { text: "deep" }, first: 3) { nodes { title } ${COUNTED} } }`);
    expect([papers.nodes.length, papers.totalCount, papers.totalCountIsExact]).toEqual([3, 3, false]);
  });
});
