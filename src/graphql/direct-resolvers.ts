import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from "graphql";
import { getMetadataStorage } from "type-graphql";

type FieldResolverMetadata = ReturnType<typeof getMetadataStorage>["fieldResolvers"][number];
type Class = new () => object;
type Method = (...values: readonly unknown[]) => unknown;
type FromCall = (row: unknown, context: unknown) => unknown;

/** Where a method takes a parameter from; kinds that are not here need type-graphql. */
const sources: Readonly<Record<string, FromCall>> = { root: (row) => row, context: (_row, context) => context };

/**
 * Lets fields that need nothing but their row and the request call their method at once: type-graphql's own way makes an instance of the row's class,
 * sorts the parameters and looks for middlewares, in each field of each row of a page.
 */
export function resolveDirectly(schema: GraphQLSchema): void {
  const { objectTypes, fieldResolvers } = getMetadataStorage();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const target = objectTypes.find(({ name }) => name === type.name)?.target as Class | undefined;
    if (!target) continue;
    for (const field of Object.values(type.getFields())) {
      const metadata = fieldResolvers.find((found) => found.schemaName === field.name && isOf(found, target));
      const resolve = metadata && directResolver(metadata);
      if (resolve) field.resolve = resolve;
    }
  }
}

/** Whether a resolver is for a class, or for an interface that the class implements. */
function isOf({ getObjectType }: FieldResolverMetadata, target: Class): boolean {
  const owner = getObjectType?.() as Class | undefined;
  return owner !== undefined && (owner === target || target.prototype instanceof owner);
}

/** Null where the method needs more. */
function directResolver({ kind, target, methodName, params = [], middlewares = [] }: FieldResolverMetadata) {
  if (kind !== "external" || middlewares.length > 0) return null;
  const places = [...params].sort((one, other) => one.index - other.index);
  const taken = places.map((place) => ("propertyName" in place && place.propertyName ? undefined : sources[place.kind]));
  if (taken.some((source) => source === undefined)) return null;
  const instance = new (target as new () => Record<string, Method>)(); // holds nothing, as all resolvers
  const method = instance[methodName]!.bind(instance);
  const [first, second] = taken as FromCall[];
  const resolvers: readonly GraphQLFieldResolver<unknown, unknown>[] = [
    () => method(),
    (row, _args, context) => method(first!(row, context)),
    (row, _args, context) => method(first!(row, context), second!(row, context)),
  ];
  return resolvers[taken.length] ?? null;
}
