import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, findBreakingChanges } from "graphql";
import { printedSchema } from "../src/graphql/printed-schema";
import { projectDir } from "../src/project-dir";
import { schema } from "../src/schema";

const released = readFileSync(join(projectDir, "schema.released.graphql"), "utf8");

/** What a client of the released contract would lose with this one. */
function lossesWith(contract: string): string[] {
  return findBreakingChanges(buildSchema(released), buildSchema(contract)).map(({ description }) => description);
}

test("what clients of the last release ask for is still answered: the schema only grows", () => {
  expect(lossesWith(printedSchema(schema))).toEqual([]);
});

test("the released contract says which version it is of, and how it is written", () => {
  expect(released).toMatch(/^# .* version \d+\.\d+\.\d+\. /);
  expect(released.split("\n")[1]).toContain("npm run release:schema");
});

test.each([
  ["a field is renamed", /\babstract: String/, "summary: String", "Paper.abstract was removed."],
  ["a field may become null", /\btitle: String!/, "title: String", "Paper.title changed type from String! to String."],
  ["a type is renamed", /\bYearFacet\b/g, "AnnualFacet", "YearFacet was removed."],
  ["a filter is renamed", /\bhasRepository: Boolean\n/, "hasCode: Boolean\n", "PaperFilter.hasRepository was removed."],
  ["an order is renamed", /(?<=enum PaperOrder {[^}]*)\bSTARS\n/, "RATING\n", "STARS was removed from enum type PaperOrder."],
  ["an argument is demanded", /(?=by: PaperBy!)/, "version: Int!, ", "A required arg version on Query.paper was added."],
])("a schema in which %s does not pass", (_what, part, replacement, loss) => {
  expect(lossesWith(released.replace(part, replacement))).toContain(loss);
});

test("a schema with a new type, and a field whose argument may be left out, passes", () => {
  const grown = released.replace("type Paper implements Node {", "type Paper implements Node {\n  news(since: Int): News\n");
  expect(lossesWith(`${grown}\ntype News {\n  of: Paper!\n}\n`)).toEqual([]);
});
