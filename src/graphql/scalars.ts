import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { GraphQLDateTime } from "graphql-scalars";

/** A scalar whose values are texts on both sides; `check` tells whether a text is one. */
function textScalar(
  name: string,
  description: string,
  expected: string,
  check: (text: string) => boolean,
): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value === "string" && check(value)) return value;
    throw new GraphQLError(`${name} must be ${expected}, not ${JSON.stringify(value)}`, {
      extensions: { code: "BAD_USER_INPUT" },
    });
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** Whether a text is a day of the calendar in the form YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) && text >= "0001-01-01";
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

export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description: "A moment in UTC with milliseconds, for example `2025-03-12T08:00:00.000Z`.",
  specifiedByURL: null,
});
