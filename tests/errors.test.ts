import { refusalOf } from "./refusal";
import { useTestApp } from "./test-app";

const lines: any[] = [];
const app = useTestApp({ LOG_LEVEL: "error" }, lines);

const encode = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const UUID = "00000000-0000-4000-8000-000000000000";
const idOf = (type: string, uid = UUID) => encode(`${type}:${uid}`);

const papers = (args: string) => `{ papers(${args}) { nodes { id } } }`;
const under = (filter: string) => papers(`filter: { ${filter} }`);
const node = (id: string) => `{ node(id: "${id}") { id } }`;
const paper = (by: string) => `{ paper(by: { ${by} }) { id } }`;

/** What the service refuses itself. */
const refusals: readonly [what: string, query: string, argument: string, says: RegExp][] = [
  ["a page that is too large", papers("first: 1000"), "first", /from 1 to 100, not 1000/],
  ["an empty page", papers("first: 0"), "first", /from 1 to 100, not 0/],
  ["a negative page", papers("last: -1"), "last", /from 1 to 100, not -1/],
  ["first together with last", papers("first: 1, last: 1"), "last", /first and last must not be given together/],
  ["what is no cursor", papers(`after: "nonsense"`), "after", /a cursor that this list gave, not "nonsense"/],
  ["an empty cursor", papers(`before: ""`), "before", /a cursor that this list gave, not ""/],
  ["a cursor of another order", papers(`after: "${encode(["TITLE", "a", 1])}"`), "after", /the order NEWEST, not of another/],
  ["what is no id", node("x"), "id", /an id that this service gave, not "x"/],
  ["an id with what is no key", node(idOf("Paper", "1")), "id", /an id that this service gave/],
  ["an id of what is no node", node(idOf("Query")), "id", /the id of a node, not of a Query/],
  ["the id of a day that is none", node(idOf("DailyList", "2025-02-31")), "id", /an id that this service gave/],
  ["the id of a day before all days", node(idOf("DailyList", "0000-01-01")), "id", /an id that this service gave/],
  ["the id of a day by UUID", node(idOf("DailyList")), "id", /an id that this service gave/],
  [
    "one bad id of several",
    `{ nodes(ids: ["${idOf("Paper")}", "x"]) { id } }`,
    "ids[1]",
    /an id that this service gave, not "x"/,
  ],
  ["too many ids", `{ nodes(ids: [${Array(101).fill(`"${idOf("Paper")}"`)}]) { id } }`, "ids", /at most 100 ids, not 101/],
  ["an id of another type", paper(`id: "${idOf("Topic")}"`), "by.id", /of a Paper, not of a Topic/],
  ["what is no arXiv id", paper(`arxivId: "zzz"`), "by.arxivId", /an arXiv id like 2312.00752, not "zzz"/],
  ["what is no DOI", paper(`doi: "zzz"`), "by.doi", /a DOI like .*, not "zzz"/],
  ["what is no OpenReview id", paper(`openReviewId: "!"`), "by.openReviewId", /an OpenReview id like .*, not "!"/],
  [
    "an address of no repository",
    `{ repository(by: { url: "https://a.org/b" }) { id } }`,
    "by.url",
    /like .*, not "https:..a.org.b"/,
  ],
  [
    "an unknown topic",
    under(`and: [{ topics: { anyOf: ["cs.CV", "nope"] } }]`),
    "filter.and[0].topics.anyOf[1]",
    /a topic, not "nope"/,
  ],
  ["an unknown author", under(`not: { authors: { allOf: ["nope"] } }`), "filter.not.authors.allOf[0]", /an author, not "nope"/],
  ["a malformed id in a filter", under(`or: [{ ids: ["x"] }]`), "filter.or[0].ids[0]", /an id that this service gave, not "x"/],
  ["an id of another type in a filter", under(`ids: ["${idOf("Topic")}"]`), "filter.ids[0]", /of a Paper, not of a Topic/],
  [
    "lastDays with from",
    under(`publishedOn: { lastDays: 3, from: "2024-01-01" }`),
    "filter.publishedOn",
    /either lastDays or from/,
  ],
  ["no days", under("featuredOn: { lastDays: 0 }"), "filter.featuredOn.lastDays", /from 1 to 100000, not 0/],
  ["a confidence above one", under("topics: { minConfidence: 2 }"), "filter.topics.minConfidence", /from 0 to 1, not 2/],
  [
    "negative stars",
    under("or: [{}, { repository: { minStars: -1 } }]"),
    "filter.or[1].repository.minStars",
    /at least 0, not -1/,
  ],
  ["negative papers", "{ topics(filter: { minPapers: -1 }) { nodes { id } } }", "filter.minPapers", /at least 0, not -1/],
  [
    "an unknown topic above topics",
    `{ topics(filter: { under: "nope" }) { totalCount } }`,
    "filter.under",
    /a topic, not "nope"/,
  ],
  ["an unknown topic above facets", `{ papers { facets { topics(under: "nope") { count } } } }`, "under", /a topic, not "nope"/],
  ["too many topics of a facet", "{ papers { facets { topics(first: 101) { count } } } }", "first", /from 1 to 100, not 101/],
  ["no months of a facet", "{ papers { facets { months(last: 0) { count } } } }", "last", /from 1 to 1200, not 0/],
];

test.each(refusals)("%s is refused by its name, with what was expected", async (_, query, argument, says) => {
  expect(await refusalOf(app, query)).toEqual({ argument, code: "BAD_USER_INPUT", message: expect.stringMatching(says) });
});

/** What graphql-js finds in the document before anything runs. */
const literals: typeof refusals = [
  ["a page size that is a text", papers(`first: "2"`), "first", /Int .*"2"/],
  ["a day that is none", `{ dailyList(date: "2024-02-31") { id } }`, "date", /a day like 2025-03-12, not "2024-02-31"/],
  ["a day that is a number", "{ dailyList(date: 5) { id } }", "date", /a day like 2025-03-12, not 5/],
  ["a moment that is none", under(`updatedSince: "x"`), "filter.updatedSince", /a moment like .*, not "x"/],
  [
    "a day deep in a filter",
    under(`or: [{}, { not: { featuredOn: { to: "x" } } }]`),
    "filter.or[1].not.featuredOn.to",
    /a day like/,
  ],
  ["a field that is none", under("and: [{ stars: 1 }]"), "filter.and[0].stars", /"stars" is not defined by type "PaperFilter"/],
  ["an order that is none", papers("orderBy: BEST"), "orderBy", /"BEST" does not exist in "PaperOrder"/],
  ["too great a number", under("repository: { minStars: 3000000000 }"), "filter.repository.minStars", /Int .*3000000000/],
  ["a bad default", `query ($f: PaperFilter = { ids: {} }) ${papers("filter: $f")}`, "filter.ids", /ID .*{}/],
];

test.each(literals)("%s is refused by its name where it stands in the document", async (_, query, argument, says) => {
  const code = "GRAPHQL_VALIDATION_FAILED";
  expect(await refusalOf(app, query)).toEqual({ argument, code, message: expect.stringMatching(says) });
});

test.each([
  ["a number", `query ($value: Int) ${papers("first: $value")}`, 1.5, "first", /Int .*1.5/],
  [
    "a day in a filter",
    `query ($value: Date) ${under("and: [{}, { publishedOn: { from: $value } }]")}`,
    "x",
    "filter.and[1].publishedOn.from",
    /a day like/,
  ],
  [
    "a whole filter",
    `query ($value: PaperFilter) ${papers("filter: $value")}`,
    { or: [{ featuredOn: { to: 5 } }] },
    "filter.or[0].featuredOn.to",
    /a day like/,
  ],
  [
    "a filter with a field that is none",
    `query ($value: PaperFilter) ${papers("filter: $value")}`,
    { stars: 1 },
    "filter",
    /"stars" is not defined/,
  ],
  [
    "what has to be given",
    "query ($value: PaperBy!) { paper(by: $value) { id } }",
    undefined,
    "by",
    /"PaperBy!" was not provided/,
  ],
] as const)("%s that comes as a variable is refused by the name of the argument", async (_, query, value, argument, says) => {
  const refusal = await refusalOf(app, query, { value });
  expect(refusal).toEqual({ argument, code: "BAD_USER_INPUT", message: expect.stringMatching(says) });
});

test.each([
  ["by variable", `query ($filter: PaperFilter) ${papers("filter: $filter")}`, { filter: nested(2_500) }],
  ["in the document", papers(`filter: ${"{ not: ".repeat(2_500)}{}${"}".repeat(2_500)}`), {}],
])("a filter nested beyond all reason, %s, is the client's mistake and not the service's", async (_, query, variables) => {
  const { data, errors } = await app.send(query, variables);
  expect(data ?? null).toBeNull();
  expect(errors[0]).toMatchObject({ message: expect.stringContaining("deep"), extensions: { code: "BAD_USER_INPUT" } });
});

function nested(levels: number): object {
  return Array.from({ length: levels }).reduce<object>((not) => ({ not }), {});
}

test.each([
  ["NEWEST", ["2024-01-01", "1"]],
  ["NEWEST", ["2024-02-31", 1]],
  ["NEWEST", [5, 1]],
  ["NEWEST", ["2024-01-01"]],
  ["NEWEST", ["2024-01-01", 1, 1]],
  ["NEWEST", ["2024-01-01", 1e300]],
  ["NEWEST", ["2024-01-01", 1.5]],
  ["NEWEST", ["0000-01-01", 1]],
  ["UPDATED", ["2024-02-31T00:00:00.000Z", 1]],
  ["UPDATED", ["0000-01-01T00:00:00.000Z", 1]],
  ["UPDATED", ["2024-01-01", 1]],
  ["TITLE", [null, 1]],
  ["TITLE", ["a\0b", 1]],
  ["STARS", [null, "2024-01-01", 1]],
  ["FEATURED", [["2024-01-01"], "2024-01-01", 1]],
])("a forged cursor of %s with %j is refused as one that this list never gave", async (order, key) => {
  const cursor = encode([order, ...key]);
  const message = `after must be a cursor that this list gave, not ${JSON.stringify(cursor)}`;
  const refusal = await refusalOf(app, papers(`orderBy: ${order}, after: "${cursor}"`));
  expect(refusal).toEqual({ argument: "after", code: "BAD_USER_INPUT", message });
});

test("a bad page of a list in a list is refused by its name too", async () => {
  await app.importRecords([{ title: "Of code", repositories: [{ url: "https://github.com/owner/name" }] }]);
  for (const [list, argument] of [
    [`paperLinks(after: "x")`, "after"],
    ["paperLinks(first: 0)", "first"],
    [`papers(before: "x")`, "before"],
  ])
    expect(await refusalOf(app, `{ repositories { nodes { ${list} { totalCount } } } }`)).toMatchObject({
      argument,
      code: "BAD_USER_INPUT",
    });
  expect(await refusalOf(app, "{ papers { nodes { repositoryLinks(first: 1000) { totalCount } } } }")).toMatchObject({
    argument: "first",
  });
  await app.db.query("delete from paper");
});

test("a fault inside is masked behind an id that the log has, with what went wrong", async () => {
  lines.splice(0);
  await app.db.query("alter table repository_link rename to hidden");
  const answer = await app.send("{ papers { nodes { id } facets { frameworks { value } years { year } } } }");
  await app.db.query("alter table hidden rename to repository_link");
  const id = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(answer.data.papers).toEqual({ nodes: [], facets: null });
  expect(answer.errors).toEqual([
    {
      message: `Internal error ${answer.errors[0].extensions.id}`,
      path: ["papers", "facets", "frameworks"],
      extensions: { code: "INTERNAL_SERVER_ERROR", id },
    },
  ]);
  expect(JSON.stringify(answer)).not.toContain("repository_link");
  expect(lines).toEqual([
    expect.objectContaining({
      requestId: answer.errors[0].extensions.id,
      msg: "internal error",
      err: expect.objectContaining({ message: `relation "repository_link" does not exist` }),
    }),
  ]);
});

test("an operation that the schema does not serve is the client's mistake", async () => {
  const { errors } = await app.send("subscription { anything }");
  expect(errors[0].extensions.code).toBe("BAD_REQUEST");
  expect(errors[0].message).toContain("subscription");
});
