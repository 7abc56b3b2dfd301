import fc from "fast-check";
import type { PaperFilter } from "../src/papers/paper.args";
import { loadGraph, loadSurroundings } from "./load-graph";
import { runs } from "./many";
import { filters, withIds } from "./random-filters";
import { type DraftPaper, graphs, slugOfAuthor, today, topics } from "./random-graphs";
import { ancestorsOf, countBy, facetValues, type GraphPaper, holds } from "./reference-evaluator";
import { type TestApp, useTestApp } from "./test-app";

const world = { topics, today };

/** A list of papers: its query around `papers`, and which papers it is a list of. */
interface Scope {
  readonly open: string;
  readonly close: string;
  readonly owns: (paper: GraphPaper) => boolean;
}

const everywhere: Scope = { open: "", close: "", owns: () => true };
const under = (owner: string, owns: Scope["owns"]): Scope => ({ open: `owner: ${owner} {`, close: "}", owns });
const scopesOf = ([first]: readonly DraftPaper[]): readonly Scope[] => [
  ...[everywhere, everywhere, everywhere],
  ...["alpha-field", "delta-task", "idle-method"].map((topic) =>
    under(`topic(by: { slug: "${topic}" })`, (paper) => facetValues.topics(paper, world).includes(topic)),
  ),
  ...(first?.authors.slice(0, 1).map(slugOfAuthor) ?? []).map((author) =>
    under(`author(by: { slug: "${author}" })`, ({ authors }) => authors.includes(author)),
  ),
  ...(first?.links.slice(0, 1) ?? []).map(({ repository: { url } }) =>
    under(`repository(by: { url: "${url}" })`, ({ links }) => links.some(({ repository }) => repository.url === url)),
  ),
];

const FACETS = `facets {
  sampleSize
  topics(first: 100) { topic { slug } count }
  tasks: topics(first: 100, kind: TASK) { topic { slug } count }
  below: topics(first: 100, under: "AF") { topic { slug } count }
  others: topics(first: 100, ignoreOwn: true) { topic { slug } count }
  years { year count }
  months { start count }
  lastMonths: months(last: 2) { start count }
  frameworks { value count }
  languages { value count }
  hasRepository { yes no }
}`;

const queryIn = ({
  open,
  close,
}: Scope) => `query ($filter: PaperFilter, $orderBy: PaperOrder, $first: Int, $after: String, $isFirst: Boolean!) {
  ${open} papers(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { id }
    pageInfo { hasNextPage endCursor }
    ... @include(if: $isFirst) { totalCount totalCountIsExact ${FACETS} }
  } ${close}
}`;

/** The first page with its counts, and the ids of all pages. */
async function walk(app: TestApp, scope: Scope, variables: object) {
  const query = queryIn(scope);
  const pageAfter = async (after: string | null) => {
    const data = await app.query(query, { ...variables, after, isFirst: after === null });
    return (data.owner ?? data).papers;
  };
  const first = await pageAfter(null);
  const nodes = [...first.nodes];
  for (let page = first; page.pageInfo.hasNextPage; nodes.push(...page.nodes)) page = await pageAfter(page.pageInfo.endCursor);
  return { ...first, ids: nodes.map(({ id }) => id) };
}

type TopicCount = { topic: { slug: string }; count: number };
const topicCounts = (rows: readonly TopicCount[]) => Object.fromEntries(rows.map(({ topic, count }) => [topic.slug, count]));
const textCounts = (rows: readonly { value: string; count: number }[]) =>
  Object.fromEntries(rows.map(({ value, count }) => [value.toLowerCase(), count]));

/** The facets that the papers of a list should have, as the contract says; `others` are the papers of the list without its own topics. */
function expectedFacets(papers: readonly GraphPaper[], others: readonly GraphPaper[]) {
  const topicsOf = (of: readonly GraphPaper[], counts: (slug: string) => boolean = () => true) =>
    Object.fromEntries([...countBy(of, (paper) => facetValues.topics(paper, world))].filter(([slug]) => counts(slug)));
  const years = [...countBy<number>(papers, facetValues.years)].sort(([a], [b]) => b - a);
  const months = [...countBy<string>(papers, facetValues.months)].sort(([a], [b]) => (a < b ? 1 : -1));
  const has = countBy(papers, facetValues.hasRepository);
  return {
    topics: topicsOf(papers),
    tasks: topicsOf(papers, (slug) => topics.find((topic) => topic.slug === slug)!.kind === "TASK"),
    below: topicsOf(papers, (slug) => ancestorsOf(slug, topics).has("alpha-field")),
    others: topicsOf(others),
    years: years.map(([year, count]) => ({ year, count })),
    months: months.slice(0, 12).map(([start, count]) => ({ start, count })),
    lastMonths: months.slice(0, 2).map(([start, count]) => ({ start, count })),
    frameworks: Object.fromEntries(countBy(papers, facetValues.frameworks)),
    languages: Object.fromEntries(countBy(papers, facetValues.languages)),
    hasRepository: { yes: has.get(true) ?? 0, no: has.get(false) ?? 0 },
  };
}

function shownFacets({ sampleSize: _, ...facets }: any) {
  const { topics, tasks, below, others, frameworks, languages, ...rest } = facets;
  return {
    ...rest,
    topics: topicCounts(topics),
    tasks: topicCounts(tasks),
    below: topicCounts(below),
    others: topicCounts(others),
    frameworks: textCounts(frameworks),
    languages: textCounts(languages),
  };
}

const orders = fc.constantFrom("NEWEST", "OLDEST", "FEATURED", "UPDATED", "TITLE", "STARS", null);

const cases = fc.array(fc.record({ filter: filters, orderBy: orders, first: fc.constantFrom(7, 20, 100), scope: fc.nat() }), {
  minLength: 1,
  maxLength: 20,
  size: "max",
});

const unknownId = Buffer.from("Paper:00000000-0000-4000-8000-000000000000").toString("base64url");

/** Loads random graphs, walks a list of each random filter over them, and hands over what came and which papers should have come. */
async function compareLists(
  app: TestApp,
  numRuns: number,
  compare: (shown: any, matching: (filter: PaperFilter) => GraphPaper[], filter: PaperFilter) => void,
) {
  const property = fc.asyncProperty(graphs, cases, async (drafts, asked) => {
    const papers = await loadGraph(app, drafts);
    const scopes = scopesOf(drafts);
    for (const { filter: given, scope: number, ...page } of asked) {
      const scope = scopes[number % scopes.length]!;
      const filter = withIds(given, (place) => papers[place]?.id ?? unknownId);
      const shown = await walk(app, scope, { ...page, filter });
      compare(shown, (wanted) => papers.filter((paper) => scope.owns(paper) && holds(wanted, paper, world)), filter);
    }
  });
  await fc.assert(property, { numRuns, interruptAfterTimeLimit: 50_000 });
}

describe("any filter over any graph", () => {
  const app = useTestApp({ MAX_QUERY_COST: "1000000" });
  beforeAll(() => loadSurroundings(app));

  test("gives the list, the count and the facets that the contract's words give", async () => {
    await compareLists(app, runs(20, 100), (shown, matching, filter) => {
      const expected = matching(filter);
      expect([...shown.ids].sort()).toEqual(expected.map(({ id }) => id).sort());
      expect(shown).toMatchObject({ totalCount: expected.length, totalCountIsExact: true, facets: { sampleSize: null } });
      expect(shownFacets(shown.facets)).toEqual(expectedFacets(expected, matching({ ...filter, topics: null })));
    });
  }, 60_000);
});

describe("where counts and facets stop early", () => {
  const COUNT_LIMIT = 5;
  const FACET_SAMPLE_SIZE = 4;
  const app = useTestApp({
    MAX_QUERY_COST: "1000000",
    COUNT_LIMIT: String(COUNT_LIMIT),
    FACET_SAMPLE_SIZE: String(FACET_SAMPLE_SIZE),
  });
  beforeAll(() => loadSurroundings(app));

  test("a total is exact or a lower bound that says so, and facets count the newest so many", async () => {
    await compareLists(app, runs(6, 30), ({ ids, totalCount, totalCountIsExact, facets }, matching, filter) => {
      const expected = matching(filter);
      expect(ids).toHaveLength(expected.length);
      if (totalCountIsExact) expect(totalCount).toBe(expected.length);
      else expect([totalCount, expected.length > COUNT_LIMIT]).toEqual([COUNT_LIMIT, true]);
      const newest = newestOf(expected, FACET_SAMPLE_SIZE);
      expect(facets.sampleSize).toBe(expected.length > FACET_SAMPLE_SIZE ? FACET_SAMPLE_SIZE : null);
      const [ofNewest, ofAll] = [expectedFacets(newest, []), expectedFacets(expected, [])];
      expect([ofNewest.years, ofAll.years]).toContainEqual(facets.years);
      expect([newest.length, expected.length]).toContain(facets.hasRepository.yes + facets.hasRepository.no);
    });
  }, 60_000);

  test.each<PaperFilter>([
    {},
    { hasRepository: true },
    { hasRepository: false, publishedOn: {} },
    { publishedOn: { from: "2024-01-01", to: "2024-02-29" } },
    { publishedOn: { to: "2024-12-31" }, topics: { anyOf: ["D-tasking"] } },
    { topics: { allOf: ["alpha-field"] }, hasRepository: true },
  ])("the total of %j and what facets are kept are exact beyond the limit", async (filter) => {
    const days = ["2024-01-15", "2024-02-29", null];
    const drafts = days.flatMap((publishedOn) =>
      [0, 1, 2, 3, 4, 5].map((place) => ({ ...plain, publishedOn, links: links.slice(place % 2) })),
    );
    const papers = await loadGraph(app, drafts);
    const { totalCount, totalCountIsExact, facets } = (await app.query(queryIn(everywhere), { filter, isFirst: true })).papers;
    const expected = papers.filter((paper) => holds(filter, paper, world));
    expect([totalCount, totalCountIsExact]).toEqual([expected.length, true]);
    const { years, months, hasRepository, topics } = expectedFacets(expected, []);
    expect(facets).toMatchObject({ sampleSize: FACET_SAMPLE_SIZE, years, months, hasRepository });
    if (!filter.topics) expect(topicCounts(facets.topics)).toEqual(topics);
  });
});

const links = [
  {
    repository: { host: "github.com", url: "https://github.com/kit/one", stars: 1, language: null, license: null },
    framework: null,
    isOfficial: true,
  },
];

const plain: DraftPaper = {
  title: "kappa",
  abstract: null,
  publishedOn: null,
  updatedAt: new Date(0),
  authors: [],
  assertions: [{ topic: "delta-task", source: "one", confidence: 1 }],
  days: [],
  upvotes: 0,
  links,
};

/** So many papers by the day of publication, newest first, undated ones last. */
function newestOf(papers: readonly GraphPaper[], count: number): GraphPaper[] {
  const time = ({ publishedOn }: GraphPaper) => publishedOn ?? "";
  return [...papers].sort((a, b) => (time(a) < time(b) ? 1 : time(a) > time(b) ? -1 : 0)).slice(0, count);
}
