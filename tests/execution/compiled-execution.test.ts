import { ApolloServer, type GraphQLRequest } from "@apollo/server";
import {
  buildSchema,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
  visit,
} from "graphql";
import { compiledExecution } from "../../src/graphql/execution/compiled-execution";
import { guard } from "../../src/graphql/execution/guard";
import { compilations, countRuns } from "./watched-compiler";

jest.mock("graphql-jit", () => jest.requireActual("./watched-compiler").watchedCompiler());

const schema = withResolvers(
  buildSchema(`
    scalar BigInt
    enum Choice { A B }
    input Filter { and: [Filter!] not: Filter text: String limit: Int = 7 choice: Choice = B }
    input By @oneOf { id: ID name: String }
    type Query {
      echo(filter: Filter, big: BigInt, list: [Int!], choice: Choice = A, by: By, text: String! = "default", day: BigInt): String
      strict(first: Int!): Int
      thing(kind: String): Thing
      things(kinds: [String!]!): [Thing]!
      other: Query
      fail: String
      failHard: String!
      count: Int
    }
    interface Thing { name: String self: Thing }
    type Book implements Thing { name: String self: Thing pages: Int }
    type Film implements Thing { name: String self: Thing minutes: Int }
  `),
);

/** Arguments are answered as they arrive. */
function withResolvers(schema: GraphQLSchema): GraphQLSchema {
  const big = schema.getType("BigInt") as GraphQLScalarType;
  big.parseLiteral = (node) => BigInt((node as { value: string }).value);
  big.parseValue = (value) => BigInt(value as string);
  const thing = schema.getType("Thing") as GraphQLInterfaceType;
  thing.resolveType = ({ kind }) => {
    if (kind === "Nothing") throw new Error("no such kind");
    return kind === "Later" ? Promise.resolve("Book") : kind;
  };
  const query = (schema.getType("Query") as GraphQLObjectType).getFields();
  const shown = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);
  const sorted = (args: object) => Object.fromEntries(Object.entries(args).sort());
  const thingOf = (kind = "Book") => ({ kind, name: `A ${kind}`, pages: 3, minutes: 90, self: { kind, name: "itself" } });
  const resolvers: Record<string, (source: unknown, args: any) => unknown> = {
    echo: (_, args) => JSON.stringify(sorted(args), shown),
    strict: (_, { first }) => first,
    thing: async (_, { kind }) => thingOf(kind),
    things: async (_, { kinds }) => kinds.map((kind: string) => Promise.resolve(thingOf(kind))),
    other: () => ({}),
    fail: async () => {
      throw new Error("failed");
    },
    failHard: () => {
      throw new Error("failed hard");
    },
    count: () => 5,
  };
  for (const [name, resolve] of Object.entries(resolvers)) query[name]!.resolve = resolve;
  return schema;
}

const plain = new ApolloServer({ schema });
const compiling = new ApolloServer({ schema, plugins: [compiledExecution(schema, { maxOperations: 3, maxFields: 100 })] });

const answerOf = async (server: ApolloServer, request: GraphQLRequest) => {
  const { body, http } = await server.executeOperation(request);
  return JSON.stringify([http.status, body]);
};

/** Asks four times, expects what graphql-js alone answers each time, and gives how often compiled code ran. */
async function runsOf(query: string, variables?: object, operationName?: string): Promise<number> {
  const request = { query, variables: variables as Record<string, unknown>, operationName };
  const expected = await answerOf(plain, request);
  const before = countRuns();
  for (let time = 0; time < 4; time++) expect(await answerOf(compiling, request)).toBe(expected);
  return countRuns() - before;
}

test("an operation is compiled when it comes again, and then answers alone", async () => {
  expect(await runsOf("{ count }")).toBe(3);
  expect(await runsOf("{ count }")).toBe(4);
});

test.each([
  [`{ echo(text: "a \\" ] ); b", list: [1, 2], choice: B, filter: { text: null, limit: 3 }) }`],
  [`{ echo(filter: { and: [{ not: { and: [] } }, { text: """block "quoted" \\\\ """ }] }) }`],
  ["{ echo(list: 3, by: { id: 4 }) }"],
  ["{ echo }"],
  ["{ echo(filter: {}) a: echo(filter: null) }"],
])("a value in the document arrives as it does without the compiler: %s", async (query) => {
  expect(await runsOf(query)).toBe(3);
});

test.each([
  ["query ($filter: Filter) { echo(filter: $filter) }", { filter: { and: [{ and: [{ not: { text: "x" } }] }] } }],
  ["query ($filter: Filter = { limit: 2 }) { echo(filter: $filter) }", {}],
  ["query ($filter: Filter = { limit: 2 }) { echo(filter: $filter) }", { filter: null }],
  ["query ($filter: Filter) { echo(filter: $filter) }", {}],
  ['query ($text: String! = "given") { echo(text: $text) }', {}],
  ["query ($text: String) { echo(filter: { text: $text, and: [{ text: $text }] }) }", { text: "inside" }],
  ["query ($text: String) { echo(filter: { text: $text, and: [{ text: $text }] }) }", {}],
  ["query ($n: Int!) { echo(list: [1, $n]) }", { n: 2 }],
  ["query ($list: [Int!]) { echo(list: $list) }", { list: 3 }],
  ["query ($by: By) { echo(by: $by) }", { by: { name: "x" } }],
  ["query ($id: ID!) { echo(by: { id: $id }) }", { id: 12 }],
  ["query ($choice: Choice) { echo(choice: $choice) }", {}],
  ["query ($big: BigInt) { echo(big: $big) }", { big: "9007199254740993" }],
])("a variable arrives as it does without the compiler: %s %j", async (query, variables) => {
  expect(await runsOf(query, variables)).toBeGreaterThanOrEqual(3);
});

test.each([
  ["query ($by: By) { echo(by: $by) }", { by: { id: "1", name: "x" } }],
  ["query ($by: By) { echo(by: $by) }", { by: {} }],
  ["query ($by: By) { echo(by: $by) }", { by: { id: null } }],
  ["query ($n: Int!) { strict(first: $n) }", {}],
  ["query ($n: Int!) { strict(first: $n) }", { n: "1" }],
  ["query ($filter: Filter) { echo(filter: $filter) }", { filter: { unknown: 1 } }],
  ["query ($list: [Int!]) { echo(list: $list) }", { list: [1, null] }],
])("a variable that is no value of its type is refused by graphql-js: %s %j", async (query, variables) => {
  expect(await runsOf(query, variables)).toBe(0);
});

test("an argument that may not be null is refused by graphql-js when its variable is", async () => {
  await runsOf('query ($text: String = "x") { echo(text: $text) }', { text: null });
  await runsOf("query ($id: ID) { echo(by: { id: $id }) }", { id: null });
  await runsOf("query ($id: ID) { echo(by: { id: $id }) }", {});
});

test("a number in the document that no JavaScript number can hold stays what it is", async () => {
  expect(await runsOf("{ echo(big: 9007199254740993) }")).toBe(3);
});

test("an empty or unknown operation name is refused as without the compiler", async () => {
  const query = "query A { count } query B { echo }";
  expect(await runsOf(query, {}, "")).toBe(0);
  expect(await runsOf(query, {}, "C")).toBe(0);
  expect(await runsOf(query)).toBe(0);
  expect(await runsOf(query, {}, "B")).toBe(3);
  expect(await runsOf(query, {}, "A")).toBe(3);
});

test.each([
  [true, true],
  [true, false],
  [false, true],
  [false, false],
])("a field that is named twice is there when either is (skip: %j, include: %j)", async (skip, include) => {
  const query = `query ($skip: Boolean!, $include: Boolean!) {
      count @skip(if: $skip) count @include(if: $include)
      other @skip(if: $skip) { count } other { echo @include(if: $include) ...F @skip(if: $include) ...F @include(if: $skip) }
    } fragment F on Query { again: count }`;
  expect(await runsOf(query, { skip, include })).toBeGreaterThanOrEqual(2);
});

test("conditions that are written out decide, and an object may be left without fields", async () => {
  expect(await runsOf("{ other { count @skip(if: true) echo @include(if: false) } count @include(if: true) }")).toBe(3);
});

test("an operation under more conditions than are compiled for is left to graphql-js", async () => {
  const names = ["a", "b", "c", "d"];
  const query = `query (${names.map((name) => `$${name}: Boolean!`)}) { ${names.map((name) => `${name}: count @skip(if: $${name})`)} }`;
  expect(await runsOf(query, { a: true, b: false, c: true, d: false })).toBe(0);
  await runsOf("query ($a: Boolean = true) { count @skip(if: $a) }", { a: null });
});

test("rows of several types are told apart, and one whose type throws or takes its time is an error of graphql-js", async () => {
  const fields = "{ __typename name ... on Book { pages } ... on Film { minutes self { name ... on Film { minutes } } } }";
  expect(await runsOf(`query ($kinds: [String!]!) { things(kinds: $kinds) ${fields} }`, { kinds: ["Book", "Film"] })).toBe(3);
  await runsOf(`{ thing(kind: "Nothing") ${fields} }`);
  await runsOf(`{ things(kinds: ["Film", "Nothing", "Book"]) ${fields} }`);
  await runsOf(`{ thing(kind: "Later") ${fields} }`);
  await runsOf(`{ thing(kind: "Unknown") ${fields} }`);
});

test.each(["{ fail count }", "{ other { failHard } count }", "{ failHard }", "{ other { count fail } thing { name } }"])(
  "an answer with an error is the one of graphql-js: %s",
  async (query) => {
    await runsOf(query);
  },
);

test.each([
  "{ __proto__: count }",
  "{ other { __proto__: echo } }",
  "{ __schema { types { name } } }",
  `{ __type(name: "PassedThrough") { name } }`,
])("what a compiled answer could not say is left to graphql-js: %s", async (query) => {
  expect(await runsOf(query)).toBe(0);
});

test("names that mean something in JavaScript are names like others", async () => {
  const names = ["constructor", "prototype", "hasOwnProperty", "then", "__context", "query", "class", "undefined", "toString"];
  expect(await runsOf(`{ ${names.map((name) => `${name}: other { ${names.map((inner) => `${inner}: count`)} }`)} }`)).toBe(3);
});

test("a document that would be too large with its fragments written out is left to graphql-js", async () => {
  const fragments = [0, 1, 2, 3, 4, 5].map(
    (n) => `fragment F${n} on Query { a${n}: other { ...F${n + 1} } b${n}: other { ...F${n + 1} } }`,
  );
  const query = `{ ...F0 } ${fragments.join(" ")} fragment F6 on Query { count }`;
  expect(await runsOf(query)).toBe(0);
  expect(await runsOf(`{ ...F3 } ${fragments.slice(3).join(" ")} fragment F6 on Query { count }`)).toBe(3);
});

test("of many operations those are kept that were used last", async () => {
  const queries = ["a", "b", "c", "d"].map((name) => `{ ${name}: count }`);
  for (const query of queries) expect(await runsOf(query)).toBe(3);
  expect(await runsOf(queries[3]!)).toBe(4);
  expect(await runsOf(queries[0]!)).toBe(3); // compiled anew
});

test("the compiler is given names and variables only", async () => {
  const before = countRuns();
  await runsOf(
    `query Named($n: Int! = 1, $s: Boolean = true) {
    a: echo(text: "hostile", list: [1, $n], filter: { text: "hostile", choice: A }) @skip(if: $s) ... @include(if: true) { count ...F }
  } fragment F on Query { strict(first: 98765) }`,
    { s: false },
  );
  expect(countRuns()).toBeGreaterThan(before);
  for (const { document, code } of compilations) {
    const kinds = new Set<string>();
    visit(document, { enter: ({ kind }) => void kinds.add(kind) });
    expect([...kinds].filter((kind) => kind.endsWith("Value") || kind === "Directive" || kind === "Location")).toEqual([]);
    expect(code).not.toMatch(/hostile|98765/);
  }
});

test.each([
  `{ a(b: "c") }`,
  "{ a(b: 1) }",
  "{ a(b: 1.5) }",
  "{ a(b: X) }",
  "{ a(b: true) }",
  "{ a(b: null) }",
  "{ a(b: [$c]) }",
  "{ a(b: { c: $d }) }",
  "{ a @skip(if: $b) }",
  "query ($a: Int = 1) { a }",
  "query ($a: [Int]) { a }",
  "query @live { a }",
  "type A { a: Int }",
])("the guard lets nothing else through: %s", (text) => {
  const { parse } = jest.requireActual<typeof import("graphql")>("graphql");
  expect(() => guard(parse(text))).toThrow("Not compiled");
  expect(() => guard(parse("query ($a: Int) { b: a(c: $a) { ...D ... on E { f } } } fragment D on E { g }"))).not.toThrow();
});

test("the guard lets no name through that is none", () => {
  const name = (value: string) => ({ kind: "Name", value }) as never;
  const field = { kind: "Field" as const, name: name("a") };
  const around = (node: object) =>
    ({
      kind: "Document",
      definitions: [
        { kind: "OperationDefinition", operation: "query", selectionSet: { kind: "SelectionSet", selections: [node] } },
      ],
    }) as never;
  expect(() => guard(around(field))).not.toThrow();
  for (const value of [`a"`, "a b", "", "a\n", "ä"])
    expect(() => guard(around({ ...field, alias: name(value) }))).toThrow("Not compiled");
});

test("a schema whose types ask rows is refused when the service starts", () => {
  const asking = buildSchema("type Query { a: Query }");
  (asking.getType("Query") as GraphQLObjectType).isTypeOf = () => true;
  expect(() => compiledExecution(asking)).toThrow("Query must have no isTypeOf");
});
