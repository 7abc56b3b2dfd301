import { type GraphQLArgument, type GraphQLNamedType, getNamedType, isLeafType, isObjectType, isRequiredArgument } from "graphql";
import { schema } from "../src/schema";

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

/** Every field of the schema that has arguments. */
export const fieldsWithArguments: AskedField[] = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith("__"))
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ args }) => args.length > 0)
      .map((field) => ({ type: type.name, field: field.name, args: field.args, below: selectionOf(getNamedType(field.type)) })),
  );

function selectionOf(type: GraphQLNamedType): string {
  if (isLeafType(type)) return "";
  if (!isObjectType(type)) return "{ __typename }";
  const leaves = Object.values(type.getFields()).filter(
    (field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument),
  );
  const nodes = type.getFields().nodes ? ["nodes { id }"] : [];
  return `{ ${["__typename", ...leaves.map(({ name }) => name), ...nodes].join(" ")} }`;
}

/** A query for a field with these arguments, and with these variables declared. */
export function queryFor({ type, field, below }: AskedField, args: string, variables = ""): string {
  const selection = `${field}${args && `(${args})`} ${below}`;
  if (!around[type]) throw new Error(`${type} has a field with arguments: say here how a test comes to one`);
  return `query ${variables && `(${variables})`} { ${around[type].replace("FIELD", selection)} }`;
}
