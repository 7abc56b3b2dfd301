import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  getIntrospectionQuery,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import { loadConfig } from "../src/config";
import { costWeights } from "../src/cost-weights";
import { createPricing } from "../src/graphql/cost/price";
import { explain, pointsOf } from "../src/graphql/cost/price-tree";
import { readExamples } from "../src/http/playground";
import { projectDir } from "../src/project-dir";
import { schema } from "../src/schema";
import { costTable } from "./cost-table";
import { useTestApp } from "./test-app";

const { limits, requests } = loadConfig({});
const weights = costWeights(limits);
const price = createPricing(schema, weights, 5_000);

function treeOf(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return price(document, document.definitions[0] as OperationDefinitionNode, variables);
}
const costOf = (query: string, variables?: Record<string, unknown>) => pointsOf(treeOf(query, variables));

describe("the weights", () => {
  test.each(readExamples(join(projectDir, "examples")))("leave room for the example '$title'", ({ query }) => {
    expect(costOf(query)).toBeLessThan(requests.maxQueryCost / 5);
  });

  test("leave room for every facet of a filtered list at once, and for asking what the schema is", () => {
    const facets =
      "topics { count } years { count } months { count } frameworks { count } languages { count } hasRepository { yes }";
    expect(costOf(`{ papers(filter: { text: "a" }) { totalCount facets { ${facets} } nodes { title } } }`)).toBeLessThan(
      requests.maxQueryCost,
    );
    expect(costOf(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true }))).toBeLessThan(
      requests.maxQueryCost / 5,
    );
  });

  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);

  test("name fields of the schema, and no others", () => {
    const fields = objects.flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`));
    const unknown = Object.keys(weights.fields).filter((name) => !fields.includes(name) && !name.startsWith("Query.__"));
    expect(unknown).toEqual([]);
    const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
    const conditions = inputs.flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`));
    const orders = Object.values(schema.getTypeMap())
      .filter(isEnumType)
      .flatMap((type) => type.getValues().map(({ name }) => `${type.name}.${name}`));
    expect(Object.keys(weights.conditions).filter((name) => ![...conditions, ...orders].includes(name))).toEqual([]);
    expect(conditions.filter((name) => /Filter\./.test(name) && !(name in weights.conditions))).toEqual([]);
  });

  test("stand in docs/limits.md as they are", () => {
    const plain = (line: string) => line.replace(/\s+/g, " ");
    const { fields, conditions } = costTable(weights);
    const lines = readFileSync(join(projectDir, "docs/limits.md"), "utf8").split("\n").map(plain);
    expect(lines.filter((line) => /^\| `\w+\.\w+` /.test(line))).toEqual([...fields, ...conditions].map(plain));
  });

  /** What a row brings along, so that it costs no statement of its own. */
  const OF_THE_ROW = new Set([
    ...[
      "Repository.nameWithOwner",
      "PaperFacets.sampleSize",
      "DailyPaperEdge.position",
      "DailyPaperEdge.submittedBy",
      "SearchEdge.score",
      "TrendingEdge.score",
      "TrendingConnection.asOf",
      "TrendingConnection.window",
    ],
    ...[
      "Paper.id",
      "Topic.id",
      "Author.id",
      "Repository.id",
      "RepositoryLink.id",
      "DailyList.id",
      "Submission.id",
      "SavedFilter.id",
      "SavedFilter.atomUrl",
      "SavedFilter.jsonFeedUrl",
      "Member.id",
      "Query.rateLimit",
    ],
  ]);

  test("are given to every list, and to every field that a function of its own answers", () => {
    const needed = objects.flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const isList = String(field.type).includes("[") && !isLeafType(getNamedType(field.type));
        return isList || (field.resolve && !type.name.startsWith("__")) ? [`${type.name}.${field.name}`] : [];
      }),
    );
    expect(needed.filter((name) => !(name in weights.fields) && !OF_THE_ROW.has(name))).toEqual([]);
  });
});

describe("the cost of a query", () => {
  const page = (args: string, of = "nodes { authors { name } }") => `{ papers${args} { ${of} } }`;

  test("grows with the page, wherever its size is written", () => {
    const hundred = costOf(page("(first: 100)"));
    expect(hundred).toBeGreaterThan(5 * costOf(page("(first: 10)")));
    expect(costOf(page("(last: 100)"))).toBe(hundred);
    const query = "query ($size: Int = 10) { papers(first: $size) { nodes { authors { name } } } }";
    expect(costOf(query, { size: 100 })).toBe(hundred);
    expect(costOf(query)).toBe(costOf(page("(first: 10)")));
    expect(costOf(page(""))).toBe(costOf(page("(first: 20)")));
    expect(costOf(query, { size: null })).toBe(costOf(page("")));
    expect(costOf("query ($size: Int) { papers(first: $size) { nodes { authors { name } } } }")).toBe(costOf(page("")));
  });

  test("takes a size that the resolver refuses for one that it takes", () => {
    expect(costOf(page("(first: 1000000)"))).toBe(costOf(page("(first: 100)")));
    expect(costOf(page("(first: -1)"))).toBe(costOf(page("(first: 0)")));
    expect(costOf("query ($size: Int) { papers(first: $size) { nodes { authors { name } } } }", { size: "many" })).toBeLessThan(
      costOf(page("(first: 2)")),
    );
  });

  test("multiplies lists in lists", () => {
    const nested = (outer: number, inner: number) =>
      costOf(`{ topics(first: ${outer}) { nodes { papers(first: ${inner}) { nodes { title topics { name } } } } } }`);
    expect(nested(100, 100)).toBeGreaterThan(70 * nested(10, 10));
    expect(nested(10, 100)).toBeGreaterThan(7 * nested(10, 10));
  });

  test("counts edges as much as nodes, and a field that is asked twice once", () => {
    expect(costOf(page("(first: 100)", "edges { node { authors { name } } }"))).toBeGreaterThanOrEqual(
      costOf(page("(first: 100)")),
    );
    const twice = page("(first: 100)", "nodes { authors { name } } nodes { ...A ...A }");
    expect(costOf(`${twice} fragment A on Paper { authors { name } }`)).toBe(costOf(page("(first: 100)")));
  });

  test("counts an alias as a field of its own", () => {
    const [base, one] = [costOf("{ __typename }"), costOf(page("(first: 100)"))];
    const two = costOf(
      "{ a: papers(first: 100) { nodes { authors { name } } } b: papers(first: 100) { nodes { authors { name } } } }",
    );
    expect(two).toBeGreaterThanOrEqual(2 * (one - base) - 1);
  });

  test("is the same through fragments, named or not", () => {
    const plain = costOf(page("(first: 50)", "nodes { title authors { name } }"));
    expect(
      costOf(
        page(
          "(first: 50)",
          "... on PaperConnection { nodes { ... { title } ... on Node { ... on Paper { authors { name } } } } }",
        ),
      ),
    ).toBe(plain);
    const named = "fragment P on PaperConnection { nodes { ...T authors { name } } } fragment T on Paper { title }";
    expect(costOf(`${page("(first: 50)", "...P")} ${named}`)).toBe(plain);
  });

  test("leaves out what is skipped or not included", () => {
    const query = (directive: string) =>
      `query ($on: Boolean! = true) { papers { nodes { title authors ${directive} { name } } } }`;
    const [without, whole] = [costOf(page("", "nodes { title }")), costOf(page("", "nodes { title authors { name } }"))];
    expect(costOf(query("@include(if: $on)"))).toBe(whole);
    expect(costOf(query("@include(if: $on)"), { on: false })).toBe(without);
    expect(costOf(query("@skip(if: $on)"))).toBe(without);
    expect(costOf(query("@skip(if: true) @include(if: $on)"))).toBe(without);
    expect(costOf(query("@skip(if: $on) @include(if: true)"), { on: false })).toBe(whole);
  });

  test("grows with lists of ids and references", () => {
    const resolve =
      "query ($refs: [String!]!) { resolve(refs: $refs) { ref ... on Resolved { node { ... on Paper { authors { name } } } } } }";
    const refs = (count: number) => costOf(resolve, { refs: Array(count).fill("x") });
    expect(refs(100)).toBeGreaterThan(5 * refs(10));
    expect(costOf(resolve, { refs: "x" })).toBe(refs(1));
    const nodes = (count: number) => costOf(`{ nodes(ids: [${'"x" '.repeat(count)}]) { ... on Paper { authors { name } } } }`);
    expect(nodes(100)).toBeGreaterThan(5 * nodes(10));
  });

  test("counts the dearest type that an object may have", () => {
    const one = (of: string) => costOf(`{ nodes(ids: [${'"x" '.repeat(100)}]) { ${of} } }`);
    const [papers, topics] = [one("... on Paper { authors { name } }"), one("... on Topic { slug }")];
    const both = one("... on Paper { authors { name } } ... on Topic { slug }");
    expect(both).toBeGreaterThanOrEqual(papers);
    expect(both).toBeLessThan(papers + topics);
  });

  test("is dear where a statement is sent for each list: facets and counts in lists", () => {
    const within = (of: string) => costOf(`{ topics(first: 10) { nodes { papers(first: 1) { ${of} } } } }`);
    expect(within("facets { years { count } }")).toBeGreaterThan(
      10 * (costOf("{ papers(first: 1) { facets { years { count } } } }") - 20),
    );
    expect(within("totalCount")).toBeGreaterThan(within("pageInfo { hasNextPage }"));
  });

  test("grows with an order that is computed for every topic, from a variable too", () => {
    const query = "query ($by: TopicOrder) { topics(first: 1, orderBy: $by) { nodes { slug } } }";
    expect(costOf(query, { by: "GROWTH" })).toBeGreaterThan(costOf(query, { by: "NAME" }) + 50);
    expect(costOf("{ topics(first: 1, orderBy: GROWTH) { nodes { slug } } }")).toBe(costOf(query, { by: "GROWTH" }));
    expect(costOf(query, { by: null })).toBe(costOf(query, { by: "PAPERS" }));
  });

  test("grows with what the filter asks, at every depth and from a variable", () => {
    const counted = (filter: string) => costOf(`{ papers(first: 1, filter: ${filter}) { totalCount } }`);
    expect(counted("{}")).toBe(costOf("{ papers(first: 1) { totalCount } }"));
    expect(counted(`{ text: "a" }`)).toBeGreaterThan(counted("{ hasRepository: true }"));
    expect(counted(`{ text: null }`)).toBe(counted("{}"));
    expect(counted(`{ or: [{ text: "a" }, { not: { text: "b" } }] }`)).toBeGreaterThan(
      counted(`{ text: "a" }`) + counted(`{ text: "b" }`) - counted("{}"),
    );
    const query =
      "query ($filter: PaperFilter, $text: String) { papers(first: 1, filter: $filter) { totalCount } topics(filter: { text: $text }) { totalCount } }";
    expect(costOf(query, { filter: { topics: { anyOf: ["a"], minConfidence: 0.5 } } })).toBeGreaterThan(
      costOf(query, { filter: { topics: { anyOf: ["a"] } } }),
    );
    expect(costOf(query, { text: "a" })).toBeGreaterThan(costOf(query));
  });
});

describe("a query that costs too much", () => {
  const LIMIT = 500;
  const app = useTestApp({ MAX_QUERY_COST: String(LIMIT) });
  const QUERY =
    "query ($size: Int = 100) { papers(first: $size) { nodes { title authors { author { papers(first: 10) { nodes { title } } } } } } }";

  test("is refused before it runs, with the path that costs most and the page that fits", async () => {
    const statements = await app.statements(async () => {
      const { data, errors } = await app.send(QUERY);
      expect(data).toBeUndefined();
      expect(errors).toEqual([{ message: expect.any(String), extensions: expect.any(Object) }]);
      const [{ message, extensions }] = errors;
      const { cost, pathCost, fits } = extensions;
      expect(extensions).toEqual({
        code: "QUERY_TOO_EXPENSIVE",
        cost: costOf(QUERY),
        limit: LIMIT,
        path: "papers.nodes.authors.author.papers",
        pathCost,
        fits,
      });
      expect(pathCost).toBeGreaterThan(cost / 2);
      expect(fits).toEqual({ path: "papers", argument: "first", size: expect.any(Number) });
      expect(message).toBe(
        `This costs ${cost} points, and one request may cost ${LIMIT}. Most of it is papers.nodes.authors.author.papers, with ${pathCost} points. With first: ${fits.size} at papers it would fit.`,
      );
      await app.query(QUERY, { size: fits.size });
      expect((await app.send(QUERY, { size: fits.size + 1 })).errors[0].extensions.code).toBe("QUERY_TOO_EXPENSIVE");
    });
    expect(statements).toHaveLength(1); // of the one that ran, in an empty graph
  });

  test("names what the client called it, and a list by its length", async () => {
    const refs = Array(100).fill("x");
    const { errors } = await app.send(
      "query ($refs: [String!]!) { mine: resolve(refs: $refs) { ... on Resolved { node { ... on Paper { cites: formattedCitation(format: RIS) authors { author { papers { nodes { slug } } } } } } } } }",
      { refs },
    );
    expect(errors[0].extensions.path).toMatch(/^mine\.node\.authors/);
    expect(errors[0].extensions.fits).toEqual({ path: "mine", argument: "refs", size: expect.any(Number) });
    expect(errors[0].message).toMatch(/With at most \d+ refs at mine it would fit\.$/);
  });

  test("is told so when no page is small enough", async () => {
    const { errors } = await app.send("{ papers(first: 1) { facets { topics { count } years { count } } } }");
    expect(errors[0].extensions).toMatchObject({ path: "papers.facets.topics", fits: null });
    expect(errors[0].message).toContain(
      "No one page can be made so small that it fits: ask for fewer fields, or in several requests.",
    );
  });

  test("is refused as a batch of cheap ones too", async () => {
    const operation = { query: "{ papers(first: 100) { nodes { authors { name } } } }" };
    const answers = await (
      await fetch(`${app.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(Array(5).fill(operation)),
      })
    ).json();
    const codes = (answers as any[]).map(({ errors }) => errors?.[0].extensions.code);
    expect(codes).toEqual([...Array(3).fill(undefined), ...Array(2).fill("QUERY_TOO_EXPENSIVE")]);
  });

  test("is refused when its fragments make it longer than anybody wants to count", async () => {
    const levels = 7;
    const fragments = Array.from({ length: levels }, (_, level) => {
      const inner = level === levels - 1 ? "id" : `...F${level + 1}`;
      const fields = ["a", "b", "c", "d"].map((alias) => `${alias}: parents { ${inner} }`).join(" ");
      return `fragment F${level} on Topic { ${fields} }`;
    });
    const startedAt = performance.now();
    const { errors } = await app.send(`{ topics(first: 1) { nodes { ...F0 } } } ${fragments.join(" ")}`);
    expect(errors[0].message).toBe("This asks for more than 2500 fields once its fragments are put in. Ask for fewer.");
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

test("the page that is said to fit is the largest that does, whatever the query", () => {
  const size = fc.integer({ min: 1, max: 100 });
  const query = fc.tuple(
    size,
    size,
    fc.constantFrom("slug", "authors { name }", "topics { papers(first: 7) { nodes { slug } totalCount } }"),
    fc.constantFrom("", "facets { years { count } }", "totalCount"),
  );
  fc.assert(
    fc.property(query, fc.integer({ min: 50, max: 20_000 }), ([outer, inner, of, also], limit) => {
      const below = `${also} nodes { ${of} }`;
      const text = `query ($a: Int, $b: Int) { topics(first: $a) { nodes { name papers(first: $b) { ${below} } } } }`;
      const tree = treeOf(text, { a: outer, b: inner });
      if (pointsOf(tree) <= limit) return;
      const { fits, path, points } = explain(tree, limit);
      expect(path.length).toBeGreaterThan(0);
      expect(points).toBeLessThanOrEqual(pointsOf(tree));
      if (!fits)
        for (const sizes of [
          { a: 1, b: inner },
          { a: outer, b: 1 },
        ])
          expect(costOf(text, sizes)).toBeGreaterThan(limit);
      if (!fits) return;
      const variable = fits.path.length === 1 ? "a" : "b";
      const given = { a: outer, b: inner };
      expect(costOf(text, { ...given, [variable]: fits.size })).toBeLessThanOrEqual(limit);
      expect(costOf(text, { ...given, [variable]: fits.size + 1 })).toBeGreaterThan(limit);
    }),
  );
});
