import fc from "fast-check";
import { getOperationAST, getVariableValues, parse, validate, visit } from "graphql";
import { CompiledOperations } from "../../src/graphql/execution/compiled-operations";
import { schema } from "../../src/schema";
import { runs } from "../many";
import { operationsOf, type Values } from "../random-operations";
import { compilations } from "./watched-compiler";

jest.mock("graphql-jit", () => jest.requireActual("./watched-compiler").watchedCompiler());

const RUNS = runs(100, 2_000);

const HOSTILE = /hostile|918273|0001-11-11/;
const texts = [
  `"];hostile();//`,
  `\${hostile()}`,
  "'+hostile()+'",
  "\\u0022;hostile()",
  "*/hostile()/*",
  "hostile\u2028()",
  "__MAGIC_DATE__hostile",
];
const values: Values = {
  String: texts,
  ID: texts,
  Int: [918273, -918273],
  Float: [918273.5, -918273e3],
  Boolean: [true, false],
  Date: ["0001-11-11"],
  DateTime: ["0001-11-11T00:00:00.000Z"],
};

test("no value of a client's document ever reaches the compiler, wherever it stands", () => {
  const operations = new CompiledOperations(schema);
  const property = fc.property(operationsOf(schema, values), ({ query, variables }) => {
    const document = parse(query);
    expect(validate(schema, document)).toEqual([]);
    const operation = getOperationAST(document)!;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    for (let time = 0; time < 2; time++) if (coerced) operations.find(document, operation, coerced);
  });
  fc.assert(property, { numRuns: RUNS, seed: 2, endOnFailure: true });
  expect(compilations.length).toBeGreaterThan(RUNS / 2);
  const kinds = new Set<string>();
  for (const { document, code } of compilations) {
    visit(document, { enter: ({ kind }) => void kinds.add(kind) });
    expect(code).not.toMatch(HOSTILE);
  }
  expect([...kinds].filter((kind) => /Value|Directive|ListType|NonNull/.test(kind))).toEqual([]);
});
