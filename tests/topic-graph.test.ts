import { storeVocabulary } from "../src/importers/store-vocabulary";
import { upsertBatch } from "../src/importers/upsert";
import { loadVocabulary, type VocabularyTopic } from "../src/topics/vocabulary";
import { testTagger } from "./import-file";
import { refusalOf } from "./refusal";
import { type TestRecord, useTestApp } from "./test-app";

const topic = (name: string, parents: string[] = [], rest: Partial<VocabularyTopic> = {}): VocabularyTopic => ({
  ...{ slug: name.toLowerCase().replaceAll(" ", "-"), name, kind: parents.length > 0 ? "TASK" : "AREA", parents, aliases: [] },
  ...{ description: "A topic of these tests.", ...rest },
});

/** Records about these topics, whose titles say nothing else. */
function records(count: number, about: readonly string[], rest: Partial<TestRecord> = {}): TestRecord[] {
  const key = () => `Number ${++records.last}`;
  const labels = about.map((label) => ({ scheme: "KEYWORD", label, confidence: 1 }) as const);
  return Array.from({ length: count }, () => ({ title: key(), labels, publishedOn: "2024-05-05", ...rest }));
}
records.last = 0;

describe("what other lists call a topic", () => {
  const app = useTestApp();
  // From a list: slugs are looked up among the topics of the last second.
  const mappingsOf = async (slug: string) => {
    const query = "query ($text: String!) { topics(filter: { text: $text }) { nodes { slug mappings { scheme value } } } }";
    const { nodes } = (await app.query(query, { text: slug })).topics;
    return nodes.find((topic: any) => topic.slug === slug).mappings;
  };

  const wobbling = topic("Wobbling", [], {
    aliases: ["Wobble Tasks"],
    mappings: { papersWithCode: ["Wobble Tasks"], github: ["wobble", "shake"], openalex: ["T99999"] },
  });

  test("is what the vocabulary says, in the order of list and value", async () => {
    expect(await storeVocabulary(app.db, [wobbling])).toBe(true);
    expect(await storeVocabulary(app.db, [wobbling])).toBe(false);
    expect(await mappingsOf("wobbling")).toEqual([
      { scheme: "GITHUB", value: "shake" },
      { scheme: "GITHUB", value: "wobble" },
      { scheme: "OPENALEX", value: "T99999" },
      { scheme: "PAPERS_WITH_CODE", value: "Wobble Tasks" },
    ]);
    const { topic } = await app.query(`{ topic(by: { slug: "cs.CV" }) { mappings { scheme value } } }`);
    expect(topic.mappings).toEqual([{ scheme: "ARXIV", value: "cs.CV" }]);
  });

  test("holds everything that the bundled vocabulary maps", async () => {
    const { topics } = await app.query("{ topics(filter: { minPapers: 0 }, first: 1) { totalCount } }");
    const mapped: { slug: string; count: number }[] = await app.db.query(
      "select t.slug, count(*)::int as count from topic_mapping m join topic t on t.row_id = m.topic group by 1 order by 1",
    );
    const expected = loadVocabulary().flatMap(({ slug, kind, mappings = {}, aliases }) => {
      const count = Object.values(mappings).flat().length + (kind === "CATEGORY" ? aliases.length : 0);
      return count > 0 ? [[slug, count]] : [];
    });
    expect(topics.totalCount).toBeGreaterThan(mapped.length);
    expect(Object.fromEntries(mapped.map(({ slug, count }) => [slug, count]))).toEqual({
      ...Object.fromEntries(expected),
      wobbling: 4,
    });
  });

  test("follows a vocabulary that changes: a value that another topic has now is no longer the first one's", async () => {
    const shaking = topic("Shaking", [], { mappings: { github: ["shake"] } });
    const less = { ...wobbling, mappings: { papersWithCode: ["Wobble Tasks"] } };
    expect(await storeVocabulary(app.db, [less, shaking])).toBe(true);
    expect(await mappingsOf("wobbling")).toEqual([{ scheme: "PAPERS_WITH_CODE", value: "Wobble Tasks" }]);
    expect(await mappingsOf("shaking")).toEqual([{ scheme: "GITHUB", value: "shake" }]);
  });

  test("is for a topic that a source brought what that source calls it", async () => {
    const told = { kind: "topic", sourceKey: "a", scheme: "PAPERS_WITH_CODE_METHOD", name: "Tilting", parents: [] } as const;
    await upsertBatch(app.db, "methods", [{ ...told, aliases: ["Tilts"], recordLicense: null }], testTagger());
    expect(await mappingsOf("tilting")).toEqual([{ scheme: "PAPERS_WITH_CODE", value: "Tilting" }]);
  });
});

describe("related topics", () => {
  const app = useTestApp();
  const relatedTo = async (slug: string, args = "") =>
    (
      await app.query(
        `query ($slug: String!) { topic(by: { slug: $slug }) { related${args} { strength topic { slug kind paperCount } } } }`,
        { slug },
      )
    ).topic.related;

  beforeAll(async () => {
    await storeVocabulary(app.db, [
      ...[topic("Test Field"), topic("Everywhere")],
      ...["Northing", "Southing", "Easting", "Rarely"].map((name) => topic(name, ["test-field"])),
      topic("Northern Part", ["northing"]),
    ]);
    await app.importRecords([
      ...records(6, ["Northern Part", "Southing", "Everywhere"], { categories: ["cs.CV", "cs.LG"] }),
      ...records(2, ["Northing", "Easting", "Everywhere", "Rarely"]),
      ...records(2, ["Northing", "Easting", "Everywhere"]),
      ...records(1, ["Southing", "Everywhere"]),
      ...records(9, ["Easting", "Everywhere"], { categories: ["cs.CV"] }),
      ...records(18, ["Everywhere"]),
      ...records(2, []),
      // Of months in which nothing of the north was: they say nothing of it.
      ...records(30, ["Southing"], { publishedOn: "2019-01-01" }),
    ]);
  });

  test("are ranked by lift and not by how many papers they share: what is everywhere is last", async () => {
    const related = await relatedTo("northing");
    expect(related.map(({ topic }: any) => topic.slug)).toEqual(["southing", "easting", "everywhere"]);
    const least = related[0].topic.paperCount;
    expect(least).toBe(37);
    // 40 papers of the month, 10 of the north, 7 of the south, 6 of both: (6 + 1) / (10 * 7 / 40 + 1), and of that the normalised mutual information.
    const lift = 7 / 2.75;
    expect(related[0].strength).toBeCloseTo(Math.log(lift) / -Math.log((10 / 40) * (7 / 40) * lift), 12);
    expect(related[1].strength).toBeLessThan(related[0].strength / 2);
  });

  test("are neither above nor below the topic, nor known from too few papers", async () => {
    const slugs = (await relatedTo("northing")).map(({ topic }: any) => topic.slug);
    for (const slug of ["northing", "test-field", "northern-part", "rarely"]) expect(slugs).not.toContain(slug);
    expect(await relatedTo("rarely")).toEqual([]);
    expect(await relatedTo("machine-translation")).toEqual([]);
  });

  test("are categories of a category, and of none else", async () => {
    expect((await relatedTo("cs.LG")).map(({ topic }: any) => topic.slug)).toEqual(["cs-cv"]);
    for (const slug of ["southing", "northern-part"])
      for (const { topic } of await relatedTo(slug)) expect(topic.kind).not.toBe("CATEGORY");
  });

  test("are as strong from either side where both are known from the same papers, and are the first so many", async () => {
    const [, back] = await Promise.all([relatedTo("northing"), relatedTo("everywhere", "(first: 50)")]);
    const [first] = await relatedTo("northing", "(first: 1)");
    expect(await relatedTo("northing", "(first: 1)")).toHaveLength(1);
    expect(first.strength).toBeGreaterThan(0);
    for (const { strength } of back) expect(strength).toBeLessThanOrEqual(1);
    const there = (await relatedTo("northing")).find(({ topic }: any) => topic.slug === "everywhere");
    expect(back.find(({ topic }: any) => topic.slug === "northing").strength).toBeCloseTo(there.strength, 1);
  });

  test.each([0, 51, -1])("refuse to be %i", async (first) => {
    expect(await refusalOf(app, `{ topic(by: { slug: "northing" }) { related(first: ${first}) { strength } } }`)).toMatchObject({
      message: `first must be from 1 to 50, not ${first}`,
      code: "BAD_USER_INPUT",
    });
  });
});

describe("the history of a topic", () => {
  const app = useTestApp({ HISTORY_MAX_POINTS: "20" });
  const code = { repositories: [{ url: "https://github.com/kit/tool" }] };

  beforeAll(async () => {
    await storeVocabulary(app.db, [topic("Old Art"), topic("New Art", ["old-art"]), topic("No Art")]);
    await app.importRecords([
      ...records(2, ["Old Art"], { publishedOn: "2023-11-30" }),
      ...records(1, ["Old Art"], { publishedOn: "2023-12-31", ...code }),
      ...records(3, ["New Art"], { publishedOn: "2024-01-01", ...code }),
      ...records(1, ["New Art", "Old Art"], { publishedOn: "2024-04-30" }),
      ...records(4, ["New Art"], { publishedOn: null }),
    ]);
  });

  const historyOf = async (slug: string, args = "") =>
    (await app.query(`{ topic(by: { slug: "${slug}" }) { history${args} { start papers papersWithCode } } }`)).topic.history.map(
      ({ start, papers, papersWithCode }: any) => [start, papers, papersWithCode],
    );

  test("counts papers of it and of what is below it, and those with code, by month, gaps included and undated papers left out", async () => {
    expect(await historyOf("old-art")).toEqual([
      ["2023-11-01", 2, 0],
      ["2023-12-01", 1, 1],
      ["2024-01-01", 3, 3],
      ["2024-02-01", 0, 0],
      ["2024-03-01", 0, 0],
      ["2024-04-01", 1, 0],
    ]);
    expect((await historyOf("new-art")).map(([start]: any) => start)).toEqual([
      "2024-01-01",
      "2024-02-01",
      "2024-03-01",
      "2024-04-01",
    ]);
    expect(await historyOf("no-art")).toEqual([]);
  });

  test("is by quarter and by year too", async () => {
    expect(await historyOf("old-art", "(interval: QUARTER)")).toEqual([
      ["2023-10-01", 3, 1],
      ["2024-01-01", 3, 3],
      ["2024-04-01", 1, 0],
    ]);
    expect(await historyOf("old-art", "(interval: YEAR)")).toEqual([
      ["2023-01-01", 3, 1],
      ["2024-01-01", 4, 3],
    ]);
    expect(await historyOf("old-art", "(interval: null)")).toHaveLength(6);
  });

  test("has the whole intervals that share a day with what is asked, whether there are papers or not", async () => {
    expect(await historyOf("old-art", `(from: "2023-12-31", to: "2024-02-01")`)).toEqual([
      ["2023-12-01", 1, 1],
      ["2024-01-01", 3, 3],
      ["2024-02-01", 0, 0],
    ]);
    expect(await historyOf("old-art", `(interval: QUARTER, from: "2023-09-30", to: "2023-12-01")`)).toEqual([
      ["2023-07-01", 0, 0],
      ["2023-10-01", 3, 1],
    ]);
    expect(await historyOf("old-art", `(from: "2024-02-29")`)).toEqual([
      ["2024-02-01", 0, 0],
      ["2024-03-01", 0, 0],
      ["2024-04-01", 1, 0],
    ]);
    expect(await historyOf("old-art", `(to: "2023-12-01")`)).toEqual([
      ["2023-11-01", 2, 0],
      ["2023-12-01", 1, 1],
    ]);
    expect(await historyOf("old-art", `(to: "2023-10-31")`)).toEqual([]);
    expect(await historyOf("old-art", `(from: "2024-05-01")`)).toEqual([]);
    expect(await historyOf("no-art", `(interval: YEAR, from: "0001-01-01", to: "0002-12-31")`)).toEqual([
      ["0001-01-01", 0, 0],
      ["0002-01-01", 0, 0],
    ]);
    expect(await historyOf("old-art", `(interval: YEAR, from: "9999-12-31", to: "9999-12-31")`)).toEqual([["9999-01-01", 0, 0]]);
  });

  test("is of the newest points where it has no beginning, and refuses more with one", async () => {
    const long = await historyOf("old-art", `(to: "2026-01-01")`);
    expect([long.length, long[0], long.at(-1)]).toEqual([20, ["2024-06-01", 0, 0], ["2026-01-01", 0, 0]]);
    const refused = (args: string) => refusalOf(app, `{ topic(by: { slug: "old-art" }) { history(${args}) { papers } } }`);
    for (const args of [`from: "2022-08-01"`, `from: "2022-08-15", to: "2024-04-01"`])
      expect(await refused(args)).toMatchObject({
        message: "from must be at most 20 points before the end, not 21: ask for longer intervals or fewer",
        code: "BAD_USER_INPUT",
        argument: "from",
      });
    expect(await refused(`from: "2024-01-02", to: "2024-01-01"`)).toMatchObject({
      message: "from must not be after to, but 2024-01-02 is after 2024-01-01",
      argument: "from",
    });
  });

  test("follows papers that come, change and get code", async () => {
    await app.importRecords([{ ...records(1, ["New Art"], { publishedOn: "2024-02-02" })[0]!, title: "Moving", sourceKey: "m" }]);
    const february = async () => (await historyOf("old-art")).find(([start]: any) => start === "2024-02-01");
    expect(await february()).toEqual(["2024-02-01", 1, 0]);
    await app.importRecords([
      { ...records(1, ["New Art"], { publishedOn: "2024-02-02", ...code })[0]!, title: "Moving", sourceKey: "m" },
    ]);
    expect(await february()).toEqual(["2024-02-01", 1, 1]);
    await app.importRecords([{ ...records(1, ["New Art"], { publishedOn: "2024-03-02" })[0]!, title: "Moving", sourceKey: "m" }]);
    expect(await february()).toEqual(["2024-02-01", 0, 0]);
    expect((await historyOf("old-art", "(interval: YEAR)")).at(-1)).toEqual(["2024-01-01", 5, 3]);
  });
});

describe("topics by growth", () => {
  const app = useTestApp();
  const page = async (args: string) =>
    (
      await app.query(
        `{ topics(orderBy: GROWTH, filter: { under: "all-fields" }, ${args}) { totalCount nodes { slug } pageInfo { hasNextPage endCursor } } }`,
      )
    ).topics;
  const slugsOf = ({ nodes }: any): string[] => nodes.map(({ slug }: any) => slug);

  beforeAll(async () => {
    await storeVocabulary(app.db, [
      topic("All Fields"),
      ...["Falling", "Idle", "Large Riser", "Newcomer", "Small Riser", "Steady", "Of The Future", "Of The Past"].map((name) =>
        topic(name, ["all-fields"]),
      ),
    ]);
    const [before, recent] = [{ publishedOn: "2024-03-31" }, { publishedOn: "2024-04-01" }];
    const around = (name: string, [first, second]: readonly [number, number]) => [
      ...records(first, [name], before),
      ...records(second, [name], recent),
    ];
    await app.importRecords([
      ...around("Falling", [20, 5]),
      ...around("Large Riser", [10, 50]),
      ...around("Small Riser", [1, 5]),
      ...around("Newcomer", [0, 12]),
      ...around("Steady", [30, 30]),
      ...records(1, ["Steady"], { publishedOn: "2024-06-30" }), // the newest month
      ...records(40, ["Of The Past"], { publishedOn: "2023-12-31" }),
      ...records(40, ["Of The Future"], { publishedOn: "9990-01-01" }),
    ]);
  });

  test("begin with those that grow faster than the graph, in the months before its newest one, whatever is dated ahead or undated", async () => {
    const order = slugsOf(await page("first: 100"));
    // 62 papers became 103: Large Riser (50 + 10) / (10 * 103 / 61 + 10), and so on.
    const growth: Record<string, number> = {};
    const counts = { falling: [20, 5], "large-riser": [10, 50], "small-riser": [1, 5], newcomer: [0, 12], steady: [30, 31] };
    const [before, recent] = [0, 1].map((side) => Object.values(counts).reduce((sum, own) => sum + own[side]!, 0));
    for (const [slug, own] of Object.entries(counts)) growth[slug] = (own[1]! + 10) / ((own[0]! * recent!) / before! + 10);
    const ranked = Object.keys(growth).sort((a, b) => growth[b]! - growth[a]!);
    expect(order.filter((slug) => slug in growth)).toEqual(ranked);
    expect(ranked).toEqual(["large-riser", "newcomer", "small-riser", "steady", "falling"]);
    // The others neither grow nor shrink.
    expect(order.slice(3, 6).sort()).toEqual(["idle", "of-the-future", "of-the-past"]);
  });

  test.each([1, 2, 3])("are each on one page when read by %i", async (size) => {
    const all = slugsOf(await page("first: 100"));
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { nodes, pageInfo, totalCount } = await page(`first: ${size}${after === null ? "" : `, after: "${after}"`}`);
      seen.push(...nodes.map(({ slug }: any) => slug));
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
      expect(totalCount).toBe(8);
    }
    expect(seen).toEqual(all);
  });

  test("take no cursor of another order, nor one that somebody made up", async () => {
    const { topics } = await app.query("{ topics(orderBy: NAME, first: 1) { pageInfo { endCursor } } }");
    const made = Buffer.from(JSON.stringify(["GROWTH", "fast", 1])).toString("base64url");
    for (const cursor of [topics.pageInfo.endCursor, made])
      expect(await refusalOf(app, `{ topics(orderBy: GROWTH, after: "${cursor}") { totalCount } }`)).toMatchObject({
        argument: "after",
      });
  });

  test("are all alike in a graph without dates", async () => {
    await app.db.query("delete from topic_count where month > '0001-01-01'");
    expect(slugsOf(await page("first: 100"))).toHaveLength(8);
  });
});
