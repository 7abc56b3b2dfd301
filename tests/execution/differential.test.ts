import fc from "fast-check";
import { execute, getOperationAST, getVariableValues, parse, validate } from "graphql";
import { createContext, type Service } from "../../src/context";
import { CatalogueVersion } from "../../src/database/catalogue-version";
import { createSql } from "../../src/database/sql";
import { CompiledOperations } from "../../src/graphql/execution/compiled-operations";
import { readExamples } from "../../src/http/playground";
import { projectDir } from "../../src/project-dir";
import { schema } from "../../src/schema";
import { TopicDirectory } from "../../src/topics/topic-directory";
import { loadListings } from "../listings";
import { runs } from "../many";
import { originOf } from "../origin";
import { operationsOf, type Values } from "../random-operations";
import { useTestApp } from "../test-app";

const RUNS = runs(100, 2_000);

const app = useTestApp();
const operations = new CompiledOperations(schema);
let service: Service;
const ids: string[] = ["UGFwZXI6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"];

beforeAll(async () => {
  await loadListings(app);
  const sql = createSql(app.db);
  service = { db: app.db, sql, config: app.config, topicDirectory: new TopicDirectory(sql, new CatalogueVersion(sql)) };
  const { papers, topics } = await app.query(
    "{ papers(first: 9) { nodes { id authors { author { id } } repositories { id } } } topics(first: 3) { nodes { id } } }",
  );
  const nodes = papers.nodes.flatMap(({ id, authors, repositories }: any) => [id, authors[0]?.author.id, repositories[0]?.id]);
  ids.push(...[...nodes, ...topics.nodes.map(({ id }: any) => id)].filter(Boolean));
});

/** Few of them are refused: an operation with an error is graphql-js' own. */
const values: Values = {
  ids,
  id: ids,
  ID: ids,
  first: [1, 2, 3, 5, 1, 2, 3, 5, 1, 2, 3, 5, 0],
  last: [null],
  after: [null],
  before: [null],
  lastDays: [null],
  "AuthorMatch.anyOf": ["ada-kane", "bo-lind"],
  "AuthorMatch.allOf": ["ada-kane", "bo-lind"],
  anyOf: ["cs-cv", "cs.LG", "machine-learning"],
  allOf: ["cs-cv", "cs.LG"],
  noneOf: ["cs-cv", "cs.LG", "computer-vision"],
  under: ["machine-learning", "cs-cv"],
  "AuthorBy.slug": ["ada-kane", "nobody"],
  "TopicBy.slug": ["cs-cv", "nothing"],
  slug: ["title-number-1", "title-number-2"],
  arxivId: ["2401.10001", "2401.10002v3"],
  openReviewId: ["nopenope"],
  "PaperBy.doi": ["10.1145/nope"],
  url: ["https://github.com/kit/name1", "https://github.com/kit/name2/tree/main"],
  refs: ["2401.10004", "https://github.com/kit/Name2", "https://paperswithcode.com/task/object-detection", "10.1/none", ""],
  text: ["title", `"title number" -6`, "  ", `"]; throw 1; //`],
  Date: ["2024-01-03", "2025-02-04", "2024-12-31"],
  DateTime: ["2024-05-01T00:00:00.001Z", "2020-01-01T00:00:00.000Z"],
  Int: [0, 1, 3, 100],
  Float: [0, 0.5, 1],
  Boolean: [true, false],
  String: ["python", "github.com", "", `\\"}]); //`, "\u2028ä😀"],
};

/** What graphql-js answers, and what the compiled operation does; null where there is none, or where its answer would not be sent. */
async function bothAnswers(query: string, variables: Readonly<Record<string, unknown>>) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const expected = await execute({
    schema,
    document,
    contextValue: createContext(service, originOf()),
    variableValues: variables,
  });
  const operation = getOperationAST(document)!;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const [, run] = coerced ? [0, 1].map(() => operations.find(document, operation, coerced)) : [];
  const result = await run?.(createContext(service, originOf()), coerced!);
  return {
    expected,
    compiled: result && !result.errors ? JSON.stringify(result) : null,
    hasErrors: expected.errors !== undefined,
  };
}

test("random operations are answered byte for byte as by graphql-js", async () => {
  let answered = 0;
  const property = fc.asyncProperty(operationsOf(schema, values), async ({ query, variables }) => {
    const { expected, compiled, hasErrors } = await bothAnswers(query, variables);
    if (compiled === null) return;
    expect(hasErrors).toBe(false);
    expect(compiled).toBe(JSON.stringify(expected));
    answered++;
  });
  await fc.assert(property, { numRuns: RUNS, seed: 1, endOnFailure: true });
  expect(answered).toBeGreaterThan(RUNS / 2);
});

test.each(readExamples(`${projectDir}/examples`))(
  "the example '$title' is compiled, and answered as by graphql-js",
  async ({ query }) => {
    const { expected, compiled } = await bothAnswers(query, {});
    expect(compiled).toBe(JSON.stringify(expected));
  },
);
