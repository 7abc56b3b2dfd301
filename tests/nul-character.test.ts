import {
  GraphQLID,
  type GraphQLInputType,
  GraphQLString,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from "graphql";
import { fieldsWithArguments, queryFor } from "./fields-with-arguments";
import { refusalOf } from "./refusal";
import { useTestApp } from "./test-app";

const app = useTestApp();

/** Where texts stand in a value of a type: each path with a value that has the character U+0000 in that place alone. */
function textsIn(type: GraphQLInputType, path: string, levels: number): { path: string; value: unknown }[] {
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return textsIn(nullable.ofType, `${path}[0]`, levels).map(({ path, value }) => ({ path, value: [value] }));
  const named = getNamedType(type);
  if (named === GraphQLString || named === GraphQLID) return [{ path, value: "a\0b" }];
  if (!isInputObjectType(named) || levels === 0) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    textsIn(field.type, `${path}.${field.name}`, levels - 1).map(({ path, value }) => ({ path, value: { [field.name]: value } })),
  );
}

const cases = fieldsWithArguments.flatMap((asked) =>
  asked.args.flatMap((arg) =>
    textsIn(arg.type, arg.name, asked.type === "Query" ? 2 : 0).map((text) => ({
      asked,
      arg,
      ...text,
      name: `${asked.type}.${asked.field}`,
    })),
  ),
);

/** A value as it is written in a document. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "string") return JSON.stringify(value);
  return `{ ${Object.entries(value as object)
    .map(([name, inner]) => `${name}: ${literal(inner)}`)
    .join(", ")} }`;
}

test.each(cases)("the character U+0000 is refused in $path of $name", async ({ asked, arg, path, value }) => {
  const refusal = { message: `${path} must be text without the character U+0000`, code: "BAD_USER_INPUT", argument: path };
  const byVariable = queryFor(asked, `${arg.name}: $value`, `$value: ${arg.type}`);
  expect(await refusalOf(app, byVariable, { value })).toEqual(refusal);
  expect(await refusalOf(app, queryFor(asked, `${arg.name}: ${literal(value)}`))).toEqual(refusal);
});
