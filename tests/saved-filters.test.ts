import fc from "fast-check";
import { Scope } from "../src/community/scope";
import { canonicalFilter, hashOf, revived } from "../src/following/canonical";
import { PaperOrder } from "../src/papers/paper.order";
import { newMember, type TestMember } from "./members";
import { filters } from "./random-filters";
import { topics } from "./random-graphs";
import { useTestApp } from "./test-app";

const app = useTestApp({ SAVED_FILTERS_MAX: "3", PUBLIC_URL: "https://papers.example.org/" });
let ada: TestMember;
let bo: TestMember;

beforeAll(async () => {
  await app.importRecords([
    { title: "On object detection", arxivId: "2401.00001", publishedOn: "2024-01-01", authors: ["Ada Kane"] },
    { title: "On graph neural networks", arxivId: "2401.00002", publishedOn: "2024-01-02" },
    { title: "On object detection again", arxivId: "2401.00003", publishedOn: "2024-01-03" },
  ]);
});
beforeEach(async () => {
  await app.db.query("truncate member cascade");
  [ada, bo] = [await newMember(app, "Ada"), await newMember(app, "Bo")];
});

const SAVE = `mutation ($input: SaveFilterInput!) { saveFilter(input: $input) { savedFilter { id slug name isPublic filter orderBy atomUrl jsonFeedUrl papers(first: 1) { totalCount nodes { title } pageInfo { endCursor } } } userErrors { code path } } }`;
const save = async (member: TestMember, input: object) => (await member.query(SAVE, { input })).saveFilter;
const DETECTION = { name: "Detection", filter: { topics: { anyOf: ["object-detection"] } } };
const GET =
  "query ($slug: String!, $after: String) { savedFilter(slug: $slug) { name papers(first: 1, after: $after) { nodes { title } } } }";

test("a member keeps a filter, whose papers are a list like any other", async () => {
  const { savedFilter, userErrors } = await save(ada, { ...DETECTION, orderBy: "OLDEST" });
  expect(userErrors).toEqual([]);
  expect(savedFilter).toMatchObject({
    name: "Detection",
    isPublic: false,
    filter: DETECTION.filter,
    orderBy: "OLDEST",
    papers: { totalCount: 2, nodes: [{ title: "On object detection" }] },
  });
  expect(savedFilter.atomUrl).toBe(`https://papers.example.org/feeds/${savedFilter.slug}.atom`);
  const next = await ada.query(GET, { slug: savedFilter.slug, after: savedFilter.papers.pageInfo.endCursor });
  expect(next.savedFilter.papers.nodes).toEqual([{ title: "On object detection again" }]);
  expect((await ada.query("{ viewer { savedFilters { name } } }")).viewer.savedFilters).toEqual([{ name: "Detection" }]);
});

test("a private filter is its member's alone; a public one is everybody's", async () => {
  const { savedFilter } = await save(ada, DETECTION);
  const asked = { slug: savedFilter.slug };
  expect((await ada.query(GET, asked)).savedFilter.name).toBe("Detection");
  for (const other of [bo, app]) expect((await other.query(GET, asked)).savedFilter).toBeNull();
  expect((await bo.query("query ($id: ID!) { node(id: $id) { id } }", { id: savedFilter.id })).node).toBeNull();
  expect((await save(ada, { ...DETECTION, isPublic: true })).savedFilter.slug).toBe(savedFilter.slug); // the same name: replaced
  for (const other of [bo, app]) expect((await other.query(GET, asked)).savedFilter.name).toBe("Detection");
});

test("a member forgets their own filters, and not those of others", async () => {
  const { savedFilter } = await save(ada, DETECTION);
  const DELETE = "mutation ($id: ID!) { deleteSavedFilter(input: { id: $id }) { deletedId userErrors { code path } } }";
  const asked = { id: savedFilter.id };
  expect((await bo.query(DELETE, asked)).deleteSavedFilter).toEqual({
    deletedId: null,
    userErrors: [{ code: "NOT_FOUND", path: ["input", "id"] }],
  });
  expect((await app.query(DELETE, asked)).deleteSavedFilter.userErrors).toMatchObject([{ code: "FORBIDDEN" }]);
  expect((await ada.query(DELETE, asked)).deleteSavedFilter).toEqual({ deletedId: savedFilter.id, userErrors: [] });
  expect((await ada.query("{ viewer { savedFilters { name } } }")).viewer.savedFilters).toEqual([]);
});

test("a topic or author that is no more matches nothing in a kept filter, and is refused in a new one", async () => {
  const { savedFilter } = await save(ada, {
    name: "Of Ada or on detection",
    filter: { or: [{ authors: { anyOf: ["ada-kane"] } }, { topics: { anyOf: ["object-detection"] } }] },
  });
  await app.db.query(
    `update saved_filter set filter = replace(replace(filter::text, 'object-detection', 'gone-topic'), 'ada-kane', 'gone-author')::jsonb`,
  );
  expect((await ada.query(GET, { slug: savedFilter.slug })).savedFilter.papers.nodes).toEqual([]);
  const { errors } = await ada.send(SAVE, { input: { name: "X", filter: { topics: { anyOf: ["gone-topic"] } } } });
  expect(errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "input.filter.topics.anyOf[0]" });
});

test("a member keeps so many filters", async () => {
  for (const name of ["A", "B", "C"]) expect((await save(ada, { ...DETECTION, name })).userErrors).toEqual([]);
  expect((await save(ada, { ...DETECTION, name: "D" })).userErrors).toMatchObject([{ code: "LIMIT_REACHED" }]);
  expect((await save(ada, { ...DETECTION, name: "a" })).userErrors).toEqual([]);
});

test("a name has 1 to 100 characters that are not blank", async () => {
  expect((await ada.send(SAVE, { input: { ...DETECTION, name: "" } })).errors[0].extensions).toMatchObject({
    argument: "input.name",
  });
  expect((await save(ada, { ...DETECTION, name: "  " })).userErrors).toMatchObject([
    { code: "INVALID", path: ["input", "name"] },
  ]);
});

const slugs = new Map(topics.flatMap(({ slug, aliases }) => [slug, ...aliases].map((name) => [name, slug])));
const canonical = (filter: any) => canonicalFilter(filter, (name) => slugs.get(name)!);

describe("the canonical form", () => {
  test("of itself is itself, whatever the filter", () => {
    fc.assert(fc.property(filters, (filter) => expect(canonical(revived(canonical(filter)))).toEqual(canonical(filter))));
  });

  test.each<[string, object, object]>([
    [
      "nulls and what holds always",
      { and: [], text: " ", minUpvotes: 0, topics: { allOf: [], descendants: true }, ids: null },
      {},
    ],
    [
      "another order of the same names",
      { topics: { anyOf: ["beta-field", "AF", "beta-field"] } },
      { topics: { anyOf: ["alpha-field", "beta-field"] } },
    ],
    ["texts in another case", { repository: { languages: ["Python", "C++"] } }, { repository: { languages: ["c++", "python"] } }],
    ["white space", { text: " a  b " }, { text: "a b" }],
  ])("does not show %s", (_what, one, other) => {
    expect(canonical(one)).toEqual(canonical(other));
    expect(hashOf(canonical(one), PaperOrder.NEWEST)).toEqual(hashOf(canonical(other), PaperOrder.NEWEST));
  });

  test.each<[object, object]>([
    [{ or: [] }, {}],
    [{ topics: { anyOf: [] } }, {}],
    [{ publishedOn: {} }, {}],
    [{ hasRepository: false }, {}],
    [{ text: "a b" }, { text: '"a b"' }],
  ])("of %j is not that of %j", (one, other) => {
    expect(canonical(one)).not.toEqual(canonical(other));
    expect(hashOf(canonical(one), PaperOrder.NEWEST)).not.toEqual(hashOf(canonical(other), PaperOrder.NEWEST));
  });

  test("matches the papers that the filter matches, kept as JSON and read again", async () => {
    const admin = await newMember(app, "Admin", [Scope.ADMIN]);
    for (const filter of [
      DETECTION.filter,
      { not: DETECTION.filter },
      { updatedSince: "2020-01-01T00:00:00.000Z" },
      { or: [{ text: "graph" }, { authors: { anyOf: ["ada-kane"] } }] },
    ]) {
      const { savedFilter } = await save(admin, { name: "One", filter });
      const { papers } = await app.query("query ($filter: PaperFilter) { papers(filter: $filter) { totalCount } }", { filter });
      expect(savedFilter.papers.totalCount).toBe(papers.totalCount);
    }
  });
});
