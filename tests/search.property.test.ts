import fc from "fast-check";
import { refreshTermStatistics } from "../src/importers/term-statistics";
import { loadGraph, loadSurroundings } from "./load-graph";
import { runs } from "./many";
import { filters, withIds } from "./random-filters";
import { graphs } from "./random-graphs";
import { useTestApp } from "./test-app";

const app = useTestApp({ MAX_QUERY_COST: "1000000", RATE_LIMIT: "0" });
beforeAll(() => loadSurroundings(app));

const SEARCH = `query ($query: String!, $filter: PaperFilter, $after: String, $first: Int) {
  search(query: $query, filter: $filter, after: $after, first: $first) {
    totalCount totalCountIsExact
    edges { score node { id } highlights { fragments { text isMatch } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const words = ["kappa", "ZETA", "sigmas", "omgea", "nowhere", "the", "between"];
const operators = [
  '"',
  "-",
  "OR",
  "|",
  "(",
  ")",
  "'",
  "\\",
  "&",
  "!",
  ":*",
  "<->",
  "%",
  "2401.00001",
  "10.1/x",
  "https://github.com/kit/one",
];
const typed = fc
  .array(fc.tuple(fc.constantFrom(...words, ...words, ...operators), fc.constantFrom(" ", " ", "")), { maxLength: 12 })
  .map((parts) => parts.flat().join(""));
const anything = fc.oneof(
  typed,
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({ unit: fc.constantFrom(...operators, "a", " ", "\t", "\u0001"), maxLength: 60 }),
);

/** PostgreSQL's texts hold every character but this one: such arguments are refused. */
const isHeld = (text: string) => !/[\0\p{Surrogate}]/u.test(text);

const idsOf = ({ search }: any): string[] => search.edges.map(({ node }: any) => node.id);

test("any text can be searched and typed; what it finds under a filter is of the filter's list, and of what it finds without", async () => {
  const property = fc.asyncProperty(
    graphs,
    fc.array(fc.tuple(anything.filter(isHeld), filters), { minLength: 10, maxLength: 20 }),
    async (drafts, cases) => {
      const papers = await loadGraph(app, drafts);
      await refreshTermStatistics(app.db);
      for (const [query, given] of cases) {
        const filter = withIds(given, (place) => papers[place]?.id ?? papers[0]?.id ?? "");
        const all = await app.query(SEARCH, { query, first: 100 });
        const some = await app.query(SEARCH, { query, filter, first: 100 });
        const { papers: list } = await app.query(
          "query ($filter: PaperFilter) { papers(filter: $filter, first: 100) { nodes { id } } }",
          { filter },
        );
        const [found, under, listed] = [idsOf(all), idsOf(some), list.nodes.map(({ id }: any) => id)];
        expect(under).toEqual(found.filter((id) => listed.includes(id)));
        expect(new Set(found).size).toBe(found.length);
        expect(all.search).toMatchObject({ totalCount: found.length, totalCountIsExact: true });
        await app.query("query ($prefix: String!) { suggest(prefix: $prefix) { text } }", { prefix: query });
      }
    },
  );
  await fc.assert(property, { numRuns: runs(6, 40), interruptAfterTimeLimit: 50_000 });
}, 60_000);

test("pages of any size hold what one page holds, in its order", async () => {
  const property = fc.asyncProperty(graphs, typed, fc.integer({ min: 1, max: 5 }), async (drafts, query, first) => {
    await loadGraph(app, drafts);
    await refreshTermStatistics(app.db);
    const whole = idsOf(await app.query(SEARCH, { query, first: 100 }));
    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: any = await app.query(SEARCH, { query, first, after });
      paged.push(...idsOf(page));
      after = page.search.pageInfo.endCursor;
      if (!page.search.pageInfo.hasNextPage) break;
    }
    expect(paged).toEqual(whole);
  });
  await fc.assert(property, { numRuns: runs(8, 40), interruptAfterTimeLimit: 25_000 });
}, 60_000);
