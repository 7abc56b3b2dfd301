import fc from "fast-check";
import { sampleSignals } from "../src/importers/sample-signals";
import { computeTrending } from "../src/trending/recompute";
import { componentsOf, FORMULA_VERSION, type Measures, scoreOf, valuesOf, type Window } from "../src/trending/score";
import { emptyGraph } from "./graph-dump";
import { newMember } from "./members";
import { useTestApp } from "./test-app";

const app = useTestApp();
beforeEach(() => emptyGraph(app.db));

const LIST = `query ($window: TrendingWindow, $asOf: Date, $filter: PaperFilter, $first: Int, $after: String) {
  trending(window: $window, asOf: $asOf, filter: $filter, first: $first, after: $after) {
    asOf window totalCount pageInfo { hasNextPage endCursor }
    edges { node { title } score { score rank previousRank asOf formulaVersion components { signal value weight contribution } } } } }`;
const trending = async (variables: object = {}) => (await app.query(LIST, variables)).trending;
const titles = ({ edges }: any) => edges.map(({ node }: any) => node.title);

const windows = fc.constantFrom<Window>("DAY", "WEEK", "MONTH");
const measures: fc.Arbitrary<Measures> = fc.record({
  age: fc.option(fc.integer({ min: 0, max: 400 })),
  upvotesGained: fc.nat({ max: 100_000 }),
  starsGained: fc.nat({ max: 1_000_000 }),
  hasCode: fc.boolean(),
});

describe("the formula", () => {
  test("gives parts that add up to the score", () => {
    fc.assert(
      fc.property(measures, windows, (known, window) => {
        const sum = componentsOf(valuesOf(known, window), FORMULA_VERSION).reduce(
          (total, { contribution }) => total + contribution,
          0,
        );
        expect(Math.abs(sum - scoreOf(known, window))).toBeLessThan(1e-9);
      }),
    );
  });

  test.each<[string, (known: Measures, more: number) => Measures]>([
    ["more upvotes", (known, more) => ({ ...known, upvotesGained: known.upvotesGained + more })],
    ["more stars", (known, more) => ({ ...known, starsGained: known.starsGained + more })],
    ["newer", (known, more) => ({ ...known, age: known.age === null ? 400 : Math.max(0, known.age - more) })],
    ["code", (known) => ({ ...known, hasCode: true })],
  ])("never ranks what has %s lower, all else equal", (_what, better) => {
    fc.assert(
      fc.property(measures, windows, fc.integer({ min: 1, max: 1_000 }), (known, window, more) => {
        expect(scoreOf(better(known, more), window)).toBeGreaterThanOrEqual(scoreOf(known, window));
      }),
    );
  });
});

const day = (index: number) => new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
const paper = (index: number, upvotes: number | null, shownOn: string, more: object = {}) => ({
  title: `Paper ${index}`,
  arxivId: `2501.${String(index).padStart(5, "0")}`,
  publishedOn: shownOn,
  upvotes,
  changedAt: `${shownOn}T12:00:00.000Z`,
  ...more,
});

test("a list ranks what gained most while it is new, and says why", async () => {
  await app.importRecords([
    paper(1, 40, day(5)),
    paper(2, 3, day(5), { repositories: [{ url: "https://github.com/kit/two" }] }),
    paper(3, 3, day(5)),
    paper(4, 400, "2020-01-01"),
    paper(5, null, day(9)),
    paper(6, 1, day(6), { publishedOn: "1950-01-01" }),
  ]);
  await sampleSignals(app.db);
  await computeTrending(app.db, day(6));
  const list = await trending({ asOf: day(6) });
  expect([list.asOf, list.window, list.totalCount, titles(list)]).toEqual([
    day(6),
    "WEEK",
    4,
    ["Paper 1", "Paper 2", "Paper 3", "Paper 6"],
  ]);
  for (const [index, { score }] of list.edges.entries()) {
    expect(score).toMatchObject({ rank: index + 1, previousRank: null, asOf: day(6), formulaVersion: FORMULA_VERSION });
    const sum = score.components.reduce((total: number, { contribution }: any) => total + contribution, 0);
    expect(Math.abs(sum - score.score)).toBeLessThan(1e-9);
    for (const { value, weight, contribution } of score.components)
      expect(Math.abs(value * weight - contribution)).toBeLessThan(1e-9);
  }
  const [first] = list.edges;
  expect(first.score.score).toBeCloseTo(scoreOf({ age: 1, upvotesGained: 40, starsGained: 0, hasCode: false }, "WEEK"), 9);
});

test("a list of SQL is the list of the formula", async () => {
  const known = fc.sample(fc.record({ age: fc.nat({ max: 20 }), upvotes: fc.nat({ max: 50 }), hasCode: fc.boolean() }), 40);
  await app.importRecords(
    known.map(({ age, upvotes, hasCode }, index) =>
      paper(index, upvotes, day(30 - age), hasCode ? { repositories: [{ url: `https://github.com/kit/${index}` }] } : {}),
    ),
  );
  await sampleSignals(app.db);
  await computeTrending(app.db, day(30));
  for (const [window, days] of [
    ["DAY", 1],
    ["WEEK", 7],
    ["MONTH", 30],
  ] as const) {
    const { edges } = await trending({ window, asOf: day(30), first: 100 });
    expect(edges.length).toBeGreaterThan(10);
    for (const { node, score } of edges) {
      const { age, upvotes, hasCode } = known[Number(node.title.split(" ")[1])]!;
      const gained = age < days ? upvotes : 0;
      expect(score.score).toBeCloseTo(scoreOf({ age, upvotesGained: gained, starsGained: 0, hasCode }, window), 9);
    }
    const scores = edges.map(({ score }: any) => score.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  }
});

test("lists of days that are over stay as they were, and know the place of the day before", async () => {
  await app.importRecords([paper(1, 10, day(0)), paper(2, 5, day(0))]);
  await sampleSignals(app.db);
  await computeTrending(app.db, day(0));
  const before = await trending({ asOf: day(0) });
  await app.importRecords([paper(2, 90, day(1)), paper(3, 1, day(1))]);
  await sampleSignals(app.db);
  await computeTrending(app.db, day(1));
  expect(await trending({ asOf: day(0) })).toEqual(before);
  const after = await trending({ asOf: day(1) });
  expect(after.edges.map(({ node, score }: any) => [node.title, score.rank, score.previousRank])).toEqual([
    ["Paper 2", 1, 2],
    ["Paper 1", 2, 1],
    ["Paper 3", 3, null],
  ]);
  expect((await trending({ asOf: day(400) })).asOf).toBe(day(1)); // the newest up to that day
  expect(await trending({ asOf: "2000-01-01" })).toMatchObject({ asOf: null, totalCount: 0, edges: [] });
});

test("a filter leaves the ranks as they are, and pages hold each paper once", async () => {
  await app.importRecords(
    Array.from({ length: 12 }, (_, index) =>
      paper(index, index, day(0), index % 3 === 0 ? { repositories: [{ url: `https://github.com/kit/${index}` }] } : {}),
    ),
  );
  await sampleSignals(app.db);
  await computeTrending(app.db, day(0));
  const all = await trending({ first: 100 });
  const coded = await trending({ filter: { hasRepository: true } });
  expect(coded.totalCount).toBe(4);
  for (const edge of coded.edges) expect(all.edges).toContainEqual(edge);
  const seen: string[] = [];
  for (let page: any; !page || page.pageInfo.hasNextPage; seen.push(...titles(page)))
    page = await trending({ first: 5, after: page?.pageInfo.endCursor });
  expect(seen).toEqual(titles(all));
});

test("a paper knows its places, and its upvotes and stars day by day", async () => {
  await app.importRecords([paper(1, 10, day(0), { repositories: [{ url: "https://github.com/kit/one" }] })]);
  await app.db.query("update repository set star_count = 7");
  await sampleSignals(app.db);
  await app.importRecords([paper(1, 12, day(2), { repositories: [{ url: "https://github.com/kit/one" }] })]);
  await sampleSignals(app.db);
  await sampleSignals(app.db);
  expect(await app.db.query("select day, upvotes from upvote_sample order by 1")).toEqual([
    { day: day(0), upvotes: 10 },
    { day: day(2), upvotes: 12 },
  ]);
  await computeTrending(app.db, day(2));
  const query = `query ($from: Date, $to: Date) { paper(by: { arxivId: "2501.00001" }) { trending(asOf: "${day(2)}") { rank } none: trending(asOf: "2000-01-01") { rank }
    upvoteHistory(from: $from, to: $to) { date count } recent: upvoteHistory { date } ancient: upvoteHistory(to: "0001-01-02") { date } repositories { starHistory { date count } } } }`;
  const found = (await app.query(query, { from: "2024-12-30", to: day(3) })).paper;
  expect(found.trending).toEqual({ rank: 1 });
  expect(found.none).toBeNull();
  expect(found.upvoteHistory).toEqual([10, 10, 12, 12].map((count, index) => ({ date: day(index), count })));
  expect(found.recent).toHaveLength(90);
  expect(found.ancient).toEqual([]);
  expect(found.repositories[0].starHistory).toEqual([{ date: new Date().toISOString().slice(0, 10), count: 7 }]);
});

test("TRENDING orders by the newest week, and then by NEWEST; what members upvote moves the next list", async () => {
  const today = new Date().toISOString().slice(0, 10);
  await app.importRecords([
    paper(1, null, today),
    paper(2, null, today),
    paper(3, null, "2010-01-01"),
    paper(4, null, "2011-01-01"),
  ]);
  await app.db.query("update paper_index set sort_on = sort_on"); // nothing moved yet
  const ordered = async () =>
    (await app.query("{ papers(orderBy: TRENDING) { nodes { title } } }")).papers.nodes.map(({ title }: any) => title);
  const ada = await newMember(app, `Ada ${Math.random()}`);
  const { id } = (await app.query(`{ paper(by: { arxivId: "2501.00001" }) { id } }`)).paper;
  await ada.query("mutation ($id: ID!) { upvotePaper(input: { paperId: $id }) { userErrors { code } } }", { id });
  await sampleSignals(app.db);
  await computeTrending(app.db, today);
  expect(await ordered()).toEqual(["Paper 1", "Paper 2", "Paper 4", "Paper 3"]);
});
