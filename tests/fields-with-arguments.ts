import { type GraphQLArgument, type GraphQLNamedType, getNamedType, isLeafType, isObjectType, isRequiredArgument } from "graphql";
import { schema } from "../src/schema";
import { GIVEN } from "./every-relation";

/** A query around the fields of each type that has fields with arguments; the nodes are among those of `loadListings`. */
const around: Record<string, string> = {
  Query: "FIELD",
  Paper: `paper(by: { arxivId: "2401.10001" }) { FIELD }`,
  Author: `author(by: { slug: "ada-kane" }) { FIELD }`,
  Topic: `topic(by: { slug: "cs-cv" }) { FIELD }`,
  Repository: `repository(by: { url: "https://github.com/kit/name1" }) { FIELD }`,
  DailyList: "dailyList { FIELD }",
  PaperFacets: "papers { facets { FIELD } }",
};

export interface AskedField {
  readonly type: string;
  readonly field: string;
  readonly args: readonly GraphQLArgument[];
  /** What is selected of the field, in braces; empty for a leaf. */
  readonly below: string;
}

/** Lists that are empty for all but members: tests of their own ask them. */
const OF_MEMBERS = new Set(["submissions"]);

/** Every field of the schema that has arguments and shows everybody the same; those of mutations are no questions. */
export const fieldsWithArguments: AskedField[] = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith("__") && !["Mutation", "SavedFilter"].includes(name))
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ name, args }) => args.length > 0 && !OF_MEMBERS.has(name))
      .map((field) => ({ type: type.name, field: field.name, args: field.args, below: selectionOf(getNamedType(field.type)) })),
  );

function selectionOf(type: GraphQLNamedType): string {
  if (isLeafType(type)) return "";
  if (!isObjectType(type)) return "{ __typename }";
  const leaves = Object.values(type.getFields()).filter(
    (field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument),
  );
  const nodes = type.getFields().nodes ? ["nodes { id }"] : [];
  const around = type.getFields().id ? [] : Object.values(type.getFields()).filter((field) => isNode(getNamedType(field.type)));
  return `{ ${["__typename", ...leaves.map(({ name }) => name), ...nodes, ...around.map(({ name }) => `${name} { id }`)].join(" ")} }`;
}

function isNode(type: GraphQLNamedType): boolean {
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === "Node");
}

/** A query for a field with these arguments, those that must be given among them, and with these variables declared. */
export function queryFor({ type, field, below }: AskedField, args: string, variables = ""): string {
  const given = GIVEN[`${type}.${field}`];
  const all = [...(given && !args.includes(`${given.split(":")[0]}:`) ? [given] : []), ...(args ? [args] : [])].join(", ");
  const selection = `${field}${all && `(${all})`} ${below}`;
  if (!around[type]) throw new Error(`${type} has a field with arguments: say here how a test comes to one`);
  return `query ${variables && `(${variables})`} { ${around[type].replace("FIELD", selection)} }`;
}
