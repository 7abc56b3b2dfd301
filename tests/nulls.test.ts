import { getNamedType, getNullableType, isInputObjectType, isListType, isRequiredArgument } from "graphql";
import { type AskedField, fieldsWithArguments, queryFor } from "./fields-with-arguments";
import { loadListings } from "./listings";
import { useTestApp } from "./test-app";

const app = useTestApp();
beforeAll(() => loadListings(app));

const optional = fieldsWithArguments.filter(({ args }) => !args.some(isRequiredArgument));

test.each(optional)("$type.$field with null for every argument is the same as without arguments", async (asked) => {
  const absent = await app.query(queryFor(asked, ""));
  expect(JSON.stringify(absent)).toMatch(/"id"|"count"|"date"|"start"|"rank"/); // there is something to compare
  expect(await app.query(queryFor(asked, asked.args.map(({ name }) => `${name}: null`).join(", ")))).toEqual(absent);
  const declared = asked.args.map(({ name, type }) => `$${name}: ${type}`).join(", ");
  const query = queryFor(asked, asked.args.map(({ name }) => `${name}: $${name}`).join(", "), declared);
  expect(await app.query(query, Object.fromEntries(asked.args.map(({ name }) => [name, null])))).toEqual(absent);
  expect(await app.query(query, {})).toEqual(absent);
});

interface Nulled {
  readonly name: string;
  readonly query: string;
  readonly empty: object;
  readonly nulls: object;
}

/** Each input object of a field's arguments, and each object inside those: empty, and with null in every field. */
function nulledOf(asked: AskedField): Nulled[] {
  return asked.args.flatMap(({ name, type }) => {
    const outer = getNamedType(type);
    if (!isInputObjectType(outer) || outer.isOneOf) return [];
    const nullsOf = (input: typeof outer) => Object.fromEntries(Object.keys(input.getFields()).map((field) => [field, null]));
    const query = queryFor(asked, `${name}: $value`, `$value: ${type}`);
    const inner = Object.values(outer.getFields()).flatMap((field) => {
      const input = getNamedType(field.type);
      if (!isInputObjectType(input)) return [];
      const wrapped = (value: object) => ({ [field.name]: isListType(getNullableType(field.type)) ? [value] : value });
      return [{ name: `${asked.field}(${name}.${field.name})`, query, empty: wrapped({}), nulls: wrapped(nullsOf(input)) }];
    });
    return [{ name: `${asked.field}(${name})`, query, empty: {}, nulls: nullsOf(outer) }, ...inner];
  });
}

test.each(fieldsWithArguments.filter(({ type }) => type === "Query").flatMap(nulledOf))(
  "$name with null in every field is the same as the empty object",
  async ({ query, empty, nulls }) => {
    expect(await app.query(query, { value: nulls })).toEqual(await app.query(query, { value: empty }));
  },
);

test.each([
  `node(id: "UGFwZXI6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw") { id }`,
  `node(id: "RGFpbHlMaXN0OjIwMjUtMDItMDE") { id }`,
  `paper(by: { slug: "nope" }) { id }`,
  `paper(by: { arxivId: "2401.99999v2" }) { id }`,
  `paper(by: { doi: "10.1145/nope" }) { id }`,
  `paper(by: { openReviewId: "nopenope" }) { id }`,
  `topic(by: { slug: "nope" }) { id }`,
  `author(by: { slug: "nope" }) { id }`,
  `repository(by: { url: "https://github.com/nobody/nothing" }) { id }`,
  `dailyList(date: "1999-12-31") { id }`,
])("what is well-formed but unknown is null: %s", async (field) => {
  expect(await app.query(`{ found: ${field} }`)).toEqual({ found: null });
});

test("nodes come in the order asked, each as often as asked, with null where there is none", async () => {
  const [a, b] = (await app.query("{ papers(first: 2) { nodes { id } } }")).papers.nodes;
  const { topic } = await app.query(`{ topic(by: { slug: "cs-cv" }) { id } }`);
  const ids = [b.id, "UGFwZXI6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw", topic.id, a.id, b.id];
  const { nodes } = await app.query("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
  expect(nodes).toEqual([b, null, topic, a, b]);
});
