import { type GraphQLObjectType, getNamedType, isLeafType, isRequiredArgument } from "graphql";
import { schema } from "../src/schema";
import { loadListings } from "./listings";
import { useTestApp } from "./test-app";

const app = useTestApp();
beforeAll(() => loadListings(app));

/** Lists whose statements read no more columns than are asked for, as a query around `FIELDS` of their items. */
const lists: readonly (readonly [type: string, name: string, query: string])[] = [
  ...["NEWEST", "FEATURED", "UPDATED", "TITLE", "STARS"].map(
    (order) =>
      ["Paper", `papers by ${order}`, `papers(first: 30, orderBy: ${order}) { edges { cursor } nodes { FIELDS } }`] as const,
  ),
  ["Paper", "a topic's papers", `topic(by: { slug: "cs-cv" }) { papers(first: 9) { nodes { FIELDS } } }`],
  ["Topic", "a paper's topics", "papers(first: 9) { nodes { topics { FIELDS } } }"],
  [
    "Topic",
    "topics above and below",
    `topic(by: { slug: "machine-learning" }) { parents { FIELDS } children { FIELDS } ancestors { FIELDS } }`,
  ],
  ["Repository", "a paper's repositories", "papers(first: 30) { nodes { repositories { FIELDS } } }"],
];

const fieldsOf = (type: string) =>
  Object.values((schema.getType(type) as GraphQLObjectType).getFields()).map((field) => {
    const args = field.args.some(isRequiredArgument) ? "(format: BIBTEX)" : "";
    return `${field.name}${args}${isLeafType(getNamedType(field.type)) ? "" : " { __typename }"}`;
  });

/** Tells the items of a list from what is around them, and needs no column. */
const MARK = "item: __typename";

/** The same answer with nothing but `field` in the items. */
function only(value: any, field: string): any {
  if (Array.isArray(value)) return value.map((item) => only(item, field));
  if (typeof value !== "object" || value === null) return value;
  if ("item" in value) return { item: value.item, [field]: value[field] };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, only(inner, field)]));
}

test.each(lists)("a field of %s alone in %s is what it is among all others", async (type, _, query) => {
  const fields = fieldsOf(type);
  const all = await app.query(`{ ${query.replaceAll("FIELDS", `${MARK} ${fields.join(" ")}`)} }`);
  for (const field of fields) {
    const name = /\w+/.exec(field)![0];
    expect(await app.query(`{ ${query.replaceAll("FIELDS", `${MARK} ${field}`)} }`)).toEqual(only(all, name));
  }
});

test("columns that nobody asked for are not read", async () => {
  const statements = await app.statements(() => app.query("{ papers { nodes { title topics { name } repositories { url } } } }"));
  expect(statements.join()).not.toMatch(/abstract|description|paper_count as|uid|__typename/);
  const whole = await app.statements(() => app.query("{ papers { nodes { identifiers { url } } } }"));
  expect(whole.join()).toContain("p.abstract");
});

test("operations that share what they load, in one request, do not narrow each other", async () => {
  const queries = ["{ papers { nodes { title } } }", "{ papers { nodes { title abstract slug id } } }"];
  const alone = await Promise.all(queries.map((query) => app.query(query)));
  const both = await app.query(
    `{ a: papers { nodes { title } } b: papers { nodes { title abstract slug id ... on Node { id } } } }`,
  );
  expect([both.a, both.b]).toEqual(alone.map(({ papers }) => papers));
});

test("however many selections clients think of, there are not more statements than a connection can keep", async () => {
  const fields = fieldsOf("Topic").filter((field) => /^\w+$/.test(field));
  const texts = new Set<string>();
  for (let mask = 1; mask < 2 ** fields.length && mask < 120; mask++) {
    const some = fields.filter((_, index) => mask & (1 << index));
    const statements = await app.statements(() => app.query(`{ papers(first: 1) { nodes { topics { ${some.join(" ")} } } } }`));
    for (const text of statements) if (text.includes("topicsByPaper")) texts.add(text);
  }
  expect(texts.size).toBeGreaterThan(10);
  expect(texts.size).toBeLessThanOrEqual(51);
});
