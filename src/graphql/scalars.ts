import { GraphQLError, GraphQLScalarType, type ValueNode, valueFromASTUntyped } from "graphql";
import { GraphQLDateTime, GraphQLJSON } from "graphql-scalars";
import { isDay } from "../calendar";

/** What is wrong with a value, and where it stands in the document if it does. */
const unfit = (name: string, expected: string, value: unknown, nodes?: ValueNode) =>
  new GraphQLError(`${name} must be ${expected}, not ${JSON.stringify(value)}`, {
    nodes,
    extensions: { code: "BAD_USER_INPUT" },
  });

/** A scalar whose values are texts on both sides; `check` tells whether a text is one. */
function textScalar(
  name: string,
  description: string,
  expected: string,
  check: (text: string) => boolean,
): GraphQLScalarType<string, string> {
  const parse = (value: unknown, node?: ValueNode): string => {
    if (typeof value === "string" && check(value)) return value;
    throw unfit(name, expected, value, node);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: String,
    parseValue: (value) => parse(value),
    parseLiteral: (node) => parse(valueFromASTUntyped(node), node),
  });
}

export const DateScalar = textScalar(
  "Date",
  "A day of the calendar as YYYY-MM-DD, for example `2025-03-12`.",
  "a day like 2025-03-12",
  isDay,
);

export const UrlScalar = textScalar(
  "URL",
  "An absolute address with http or https.",
  "an absolute http or https address",
  (text) => /^https?:\/\//i.test(text) && URL.canParse(text),
);

/** Whether a text is a moment as JavaScript prints one: `2025-03-12T08:00:00.000Z`. */
export function isMoment(text: string): boolean {
  return isDay(text.slice(0, 10)) && /^T\d\d:\d\d:\d\d\.\d{3}Z$/.test(text.slice(10)) && !Number.isNaN(Date.parse(text));
}

function parseMoment(value: unknown, node?: ValueNode): Date {
  try {
    return GraphQLDateTime.parseValue(value);
  } catch {
    throw unfit("DateTime", "a moment like 2025-03-12T08:00:00.000Z", value, node);
  }
}

export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description: "A moment in UTC with milliseconds, for example `2025-03-12T08:00:00.000Z`.",
  specifiedByURL: null,
  parseValue: (value) => parseMoment(value),
  parseLiteral: (node) => parseMoment(valueFromASTUntyped(node), node),
});

export const JsonScalar = new GraphQLScalarType({
  ...GraphQLJSON.toConfig(),
  name: "JSON",
  description: "Any value of JSON.",
  specifiedByURL: null,
});
