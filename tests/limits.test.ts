import type { Limits } from "../src/config";
import { globalId } from "../src/graphql/node-id";
import { refusalOf } from "./refusal";
import { useTestApp } from "./test-app";

const app = useTestApp({
  PAGE_SIZE_MAX: "3",
  PAGE_SIZE_DEFAULT: "2",
  NODES_MAX: "2",
  FILTER_MAX_LEVELS: "2",
  FILTER_MAX_CONDITIONS: "4",
  FILTER_MAX_VALUES: "2",
  FILTER_MAX_TEXT_LENGTH: "10",
  COUNT_LIMIT: "3",
  FACET_SAMPLE_SIZE: "4",
  SUGGESTIONS_MAX: "10",
  RELATED_MAX: "10",
  SIGNAL_HISTORY_MAX_DAYS: "90",
  HISTORY_MAX_POINTS: "3",
});

beforeAll(() =>
  app.importRecords(
    ["One", "Two", "Three", "Four", "Five"].map((title, index) => ({
      title: `${title} paper`,
      publishedOn: `2024-01-0${index + 1}`,
      categories: ["cs.CV", "cs.LG", "cs.CL", "cs.AI"],
    })),
  ),
);

const under = (filter: string) => `{ papers(filter: { ${filter} }) { nodes { title } } }`;
const ofTopic = (field: string) => `{ topic(by: { slug: "cs.CV" }) { ${field} } }`;
const ids = (count: number) => {
  const id = globalId({ __typename: "Paper", uid: "00000000-0000-4000-8000-000000000000" });
  return `{ nodes(ids: [${Array(count).fill(`"${id}"`)}]) { id } }`;
};

/** For each limit what just stays within it, and what it refuses in which words; null where nothing is refused and another test shows it. */
const cases: { readonly [K in keyof Limits]: readonly (readonly [within: string, beyond: string, refusal: string])[] | null } = {
  pageSizeMax: [
    ["{ papers(first: 3) { nodes { title } } }", "{ papers(first: 4) { nodes { title } } }", "first must be from 1 to 3, not 4"],
    ["{ topics(last: 3) { nodes { name } } }", "{ topics(last: 4) { nodes { name } } }", "last must be from 1 to 3, not 4"],
  ],
  nodesMax: [[ids(2), ids(3), "ids must hold at most 2 ids, not 3"]],
  resolveMax: null, // tests/resolve.test.ts
  relatedMax: [
    [
      `{ papers { nodes { related(first: 10) { score } } } }`,
      `{ papers { nodes { related(first: 11) { score } } } }`,
      "first must be from 1 to 10, not 11",
    ],
    [
      ofTopic("related(first: 10) { strength }"),
      ofTopic("related(first: 11) { strength }"),
      "first must be from 1 to 10, not 11",
    ],
  ],
  signalHistoryMaxDays: [
    [
      `{ papers { nodes { upvoteHistory(from: "2024-01-01", to: "2024-03-30") { count } } } }`,
      `{ papers { nodes { upvoteHistory(from: "2024-01-01", to: "2024-03-31") { count } } } }`,
      "from must be at most 90 days before to, not 91",
    ],
  ],
  historyMaxPoints: [
    [
      ofTopic(`history(from: "2024-01-31", to: "2024-03-01") { papers }`),
      ofTopic(`history(from: "2024-01-31", to: "2024-04-01") { papers }`),
      "from must be at most 3 points before the end, not 4: ask for longer intervals or fewer",
    ],
    [
      ofTopic(`history(interval: QUARTER, from: "2023-07-01") { papers }`),
      ofTopic(`history(interval: QUARTER, from: "2023-06-30") { papers }`),
      "from must be at most 3 points before the end, not 4: ask for longer intervals or fewer",
    ],
  ],
  filterMaxLevels: [
    [
      under("not: { hasRepository: true }"),
      under("not: { and: [{}] }"),
      "filter.not.and[0] must be at most 2 levels deep, not 3",
    ],
  ],
  filterMaxConditions: [
    [
      under("hasRepository: false, publishedOn: {}, or: [{}, {}]"),
      under("hasRepository: false, publishedOn: {}, or: [{}, {}], not: {}"),
      "filter must hold at most 4 conditions, not 5",
    ],
  ],
  filterMaxValues: [
    [
      under(`topics: { anyOf: ["cs.CV", "cs.LG"] }`),
      under(`topics: { anyOf: ["cs.CV", "cs.LG", "cs.CL"] }`),
      "filter.topics.anyOf must hold at most 2 values, not 3",
    ],
    [under("or: [{}, {}]"), under("or: [{}, {}, {}]"), "filter.or must hold at most 2 values, not 3"],
    [
      `{ repositories(filter: { hosts: ["a", "b"] }) { totalCount } }`,
      `{ repositories(filter: { hosts: ["a", "b", "c"] }) { totalCount } }`,
      "filter.hosts must hold at most 2 values, not 3",
    ],
  ],
  filterMaxTextLength: [
    [under(`text: "0123456789"`), under(`text: "0123456789a"`), "filter.text must be at most 10 characters long, not 11"],
    [
      `{ topics(filter: { text: "0123456789" }) { totalCount } }`,
      `{ topics(filter: { text: "0123456789a" }) { totalCount } }`,
      "filter.text must be at most 10 characters long, not 11",
    ],
  ],
  pageSizeDefault: null,
  countLimit: null,
  countTimeLimitMs: null, // tests/late-counts.test.ts
  facetSampleSize: null,
  // What is beyond these is not refused: tests/search.test.ts
  searchMaxLength: null,
  searchMaxWords: null,
  searchCandidates: null,
  searchResultsMax: null,
  suggestionsMax: [
    [
      `{ suggest(prefix: "o", first: 10) { text } }`,
      `{ suggest(prefix: "o", first: 11) { text } }`,
      "first must be from 1 to 10, not 11",
    ],
  ],
};

test.each(Object.values(cases).flatMap((ofLimit) => ofLimit ?? []))(
  "the limit is a setting: %s and no more",
  async (within, beyond, refusal) => {
    await app.query(within);
    expect(await refusalOf(app, beyond)).toMatchObject({ message: refusal, code: "BAD_USER_INPUT" });
  },
);

test("a page has the configured size when none is asked for", async () => {
  expect((await app.query("{ papers { nodes { title } } }")).papers.nodes).toHaveLength(2);
});

test("a total is counted up to the configured limit, and facets over the configured number of papers", async () => {
  const query = `{ papers(filter: { text: "paper" }) { totalCount totalCountIsExact facets { sampleSize years { count } } } }`;
  expect((await app.query(query)).papers).toEqual({
    totalCount: 3,
    totalCountIsExact: false,
    facets: { sampleSize: 4, years: [{ count: 4 }] },
  });
});

test("facets show their ten topics where pages may not be that long", async () => {
  const { papers } = await app.query("{ papers { facets { topics { count } } } }");
  expect(papers.facets.topics.length).toBeGreaterThan(3);
});
