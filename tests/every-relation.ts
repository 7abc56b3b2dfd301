import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import { schema } from "../src/schema";

/** A selection on every node of a type, and the fields of the schema that it asks for. */
export interface Relation {
  /** The node type on which it is asked. */
  readonly type: string;
  /** For example `Paper.authors`; `Paper` for all its fields without fields of their own. */
  readonly name: string;
  readonly selection: string;
  readonly fields: readonly string[];
}

/** What is not read for all lists of a list at once: facets gather the matches of one list. Their cost has to be bounded by the size of the sample and by what a query may ask. */
const NOT_BATCHED = new Set(["PaperFacets", "TopicFacet", "YearFacet", "MonthFacet", "TextFacet", "BooleanFacet"]);

/** What is asked by references instead of lists: tests/resolve.test.ts counts what that costs. And what costs no statement. */
const NOT_LISTED = new Set(["Resolved", "Ambiguous", "Unresolved", "RateLimit"]);

/** Who asks, and what mutations answer: one of each. */
const NOT_MANY = /^(Member|SavedFilter|Submission\w*|Mutation|UserError|\w+Payload)$/;

/** Arguments that must be given. */
export const GIVEN: Readonly<Record<string, string>> = {
  "Paper.formattedCitation": "format: BIBTEX",
  "Query.search": 'query: "detection image network"',
  "Query.suggest": 'prefix: "p"',
};

const isNode = (type: GraphQLObjectType) => type.getInterfaces().some(({ name }) => name === "Node");

/** The fields of a type that many of its objects can be asked for at once. */
const fieldsOf = (type: GraphQLObjectType): GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields()).filter((field) => !NOT_BATCHED.has(getNamedType(field.type).name));

const objectTypes = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(
    ({ name }) =>
      !name.startsWith("__") && name !== "Query" && !NOT_BATCHED.has(name) && !NOT_LISTED.has(name) && !NOT_MANY.test(name),
  );

/** Every field that a list can be asked for, for example `Paper.authors`. */
export function askableFields(): string[] {
  return objectTypes.flatMap((type) => fieldsOf(type).map(({ name }) => `${type.name}.${name}`));
}

/** A selection for each field of each node type that gives objects, down to the next nodes; and one for all its other fields. */
export function everyRelation(): Relation[] {
  return objectTypes.filter(isNode).flatMap((type) => {
    const leaves = fieldsOf(type).filter((field) => isLeafType(getNamedType(field.type)));
    const objects = fieldsOf(type).filter((field) => !leaves.includes(field));
    const own = {
      type: type.name,
      name: type.name,
      selection: leaves.map((field) => select(type, field).selection).join(" "),
      fields: leaves.map(({ name }) => `${type.name}.${name}`),
    };
    return [own, ...objects.map((field) => ({ type: type.name, name: `${type.name}.${field.name}`, ...select(type, field) }))];
  });
}

/** Each list that a query begins with, `$first` of its items with everything up to what they have themselves. */
export function everyList(): Relation[] {
  const query = schema.getQueryType()!;
  const lists = fieldsOf(query).filter(({ args }) => args.some(({ name }) => name === "first"));
  return lists.map((field) => {
    const { selection, fields } = select(query, field, ["first: $first"]);
    return { type: "Query", name: `Query.${field.name}`, selection, fields };
  });
}

/** One field with everything below it, up to and without what the next nodes have themselves. */
function select(
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  asked: readonly string[] = [],
): Pick<Relation, "selection" | "fields"> {
  const name = `${parent.name}.${field.name}`;
  if (field.args.some(isRequiredArgument) && !(name in GIVEN))
    throw new Error(`${name} has arguments that must be given: say here what a test gives`);
  const type = getNamedType(field.type);
  const given = [...(name in GIVEN ? [GIVEN[name]] : []), ...asked];
  const call = `${field.name}${given.length > 0 ? `(${given.join(", ")})` : ""}`;
  if (isLeafType(type)) return { selection: call, fields: [name] };
  if (isInterfaceType(type) || (isObjectType(type) && isNode(type))) return { selection: `${call} { id }`, fields: [name] };
  const below = fieldsOf(type as GraphQLObjectType).map((inner) => select(type as GraphQLObjectType, inner));
  return {
    selection: `${call} { ${below.map(({ selection }) => selection).join(" ")} }`,
    fields: [name, ...below.flatMap(({ fields }) => fields)],
  };
}
