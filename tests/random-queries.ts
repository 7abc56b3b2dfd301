import fc, { type GeneratorValue } from "fast-check";
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { schema } from "../src/schema";

/** What exists in the graph that is asked, for arguments that find something. */
export interface KnownNames {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
  readonly topics: readonly string[];
  readonly authors: readonly string[];
  readonly urls: readonly string[];
  readonly arxivIds: readonly string[];
  readonly words: readonly string[];
}

/** An operation that the schema allows, with its variables. */
export interface RandomQuery {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const SCALARS: Record<string, readonly unknown[]> = {
  Date: ["2024-01-01", "2024-05-17", "2012-02-29", "0001-01-01", "9999-12-31"],
  DateTime: ["2025-01-10T00:00:00.000Z", "2024-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"],
  Boolean: [true, false],
  Float: [0, 0.5, 0.9, 1, 2, -1e9],
};
const INTS = [1, 1, 2, 3, 5, 10, 20, 100];
const ODD_INTS = [0, 101, -1, 2_147_483_647];
const LISTS_OF_NAMES: Record<string, keyof KnownNames> = { TopicMatch: "topics", AuthorMatch: "authors" };
const NAMES: Record<string, keyof KnownNames> = {
  under: "topics",
  slug: "topics",
  url: "urls",
  refs: "urls",
  arxivId: "arxivIds",
};
const ODD_TEXTS = [
  "",
  " ",
  "the",
  "-",
  '"',
  "%_\\",
  "a OR -b",
  "'; drop table paper; --",
  "ümlaut 漢字 🏃",
  "\u0007",
  "x".repeat(600),
];

/** Composes a query out of what `g` draws: every field, argument, filter and fragment that there is, aliases, directives, variables and their defaults. */
export function randomQuery(g: GeneratorValue, known: KnownNames): RandomQuery {
  const definitions: string[] = [];
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  let count = 0;
  const among = <T>(values: readonly T[]): T => values[g(fc.nat, { max: values.length - 1 })]!;
  const oneIn = (times: number) => g(fc.nat, { max: times - 1 }) === 0;
  const some = <T>(values: readonly T[], most: number): T[] =>
    Array.from({ length: 1 + g(fc.nat, { max: most - 1 }) }, () => among(values));

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    if (isAbstractType(type)) {
      const common = isObjectType(type) || !("getFields" in type) ? [] : Object.keys(type.getFields());
      const inner = some(schema.getPossibleTypes(type), 2).map((kind) => `... on ${kind.name} ${selection(kind, depth)}`);
      return `{ __typename ${common.join(" ")} ${inner.join(" ")} }`;
    }
    const all = Object.values(type.getFields());
    const fields = all.filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
    const asked = some(fields.length > 0 ? fields : [null], 3).map((field) =>
      field ? wrap(type, selectField(field, depth)) : "__typename",
    );
    return `{ ${asked.join(" ")} }`;
  };

  const selectField = (field: GraphQLField<unknown, unknown>, depth: number): string => {
    const args = field.args.filter(({ name, type }) => isNonNullType(type) || oneIn(/^(after|before|last)$/.test(name) ? 15 : 3));
    const given = args.map((arg) => `${arg.name}: ${argument(arg)}`);
    // Two of one name and with other arguments would be in each other's way.
    const alias = given.length > 0 || oneIn(8) ? `${among(["a", "__a", "title", "first"])}${count++}: ` : "";
    const type = getNamedType(field.type);
    const below = isCompositeType(type) ? selection(type, depth - 1) : "";
    return `${alias}${field.name}${given.length > 0 ? `(${given.join(", ")})` : ""}${directive()} ${below}`;
  };

  const directive = (): string => {
    if (!oneIn(10)) return "";
    const condition = oneIn(2) ? among(["true", "false"]) : declare("Boolean!", among([true, false]));
    return ` @${among(["skip", "include"])}(if: ${condition})`;
  };

  const wrap = (type: GraphQLObjectType, field: string): string => {
    if (oneIn(10)) return `...${directive()} { ${field} }`;
    if (oneIn(10)) return `... on ${among([type, ...type.getInterfaces().slice(0, 0)]).name} { ${field} }`;
    if (!oneIn(8)) return field;
    const name = `F${count++}`;
    definitions.push(`fragment ${name} on ${type.name} { ${field} }`);
    return `...${name}${directive()}`;
  };

  const declare = (type: string, value: unknown): string => {
    const name = `v${count++}`;
    const isDefault = !type.endsWith("!") && oneIn(6) && value !== undefined && typeof value !== "object";
    declared.push(`$${name}: ${type}${isDefault ? ` = ${JSON.stringify(value)}` : ""}`);
    if (!isDefault) variables[name] = value;
    return `$${name}`;
  };

  const argument = ({ name, type }: GraphQLArgument): string => {
    const value = inputValue(type, name, "", 3);
    const isEnum = isEnumType(getNamedType(type));
    return !isEnum && oneIn(2) ? declare(String(type), value) : written(value, type);
  };

  /** `owner` is the input type in which the value stands. Every now and then it is what the service has to refuse. */
  const inputValue = (type: GraphQLInputType, name: string, owner: string, depth: number): unknown => {
    if (!isNonNullType(type)) return oneIn(12) ? null : someValue(type, name, owner, depth);
    return someValue(type.ofType, name, owner, depth);
  };

  const someValue = (type: GraphQLInputType, name: string, owner: string, depth: number): unknown => {
    if (isListType(type)) {
      const items = oneIn(8) ? [] : some([0], depth > 0 ? 3 : 1);
      return items.map(() => inputValue(type.ofType, "", LISTS_OF_NAMES[owner] ?? NAMES[name] ?? "words", depth - 1));
    }
    if (isEnumType(type)) return among(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => depth > 0 || !isInputObjectType(getNamedType(field.type)));
      if (!type.isOneOf)
        return Object.fromEntries(
          some(fields, 2).map((field) => [field.name, inputValue(field.type, field.name, type.name, depth - 1)]),
        );
      const field = among(fields);
      return { [field.name]: someValue(field.type, "", NAMES[field.name] ?? "words", depth - 1) };
    }
    if (type.name === "Int") return oneIn(25) ? among(ODD_INTS) : among(INTS);
    if (type.name === "ID") return oneIn(25) ? among(ODD_TEXTS) : among(known.ids);
    if (type.name !== "String") return among(SCALARS[type.name]!);
    if (oneIn(15)) return among(ODD_TEXTS);
    if (/^(after|before)$/.test(name)) return among(known.cursors);
    return among(known[(owner in known ? owner : (NAMES[name] ?? "words")) as keyof KnownNames]);
  };

  const operation = `${selection(schema.getQueryType()!, 4)}`;
  const query = [`query Random${declared.length > 0 ? `(${declared.join(", ")})` : ""} ${operation}`, ...definitions].join("\n");
  return { query, variables };
}

/** A value in the query language. */
function written(value: unknown, type: GraphQLInputType): string {
  const given = getNullableType(type);
  if (value === null || value === undefined) return "null";
  if (isListType(given))
    return Array.isArray(value)
      ? `[${value.map((item) => written(item, given.ofType)).join(", ")}]`
      : written(value, given.ofType);
  if (isEnumType(given)) return String(value);
  if (!isInputObjectType(given)) return JSON.stringify(value);
  const fields = given.getFields();
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${name}: ${written(inner, fields[name]!.type)}`)
    .join(", ")} }`;
}
