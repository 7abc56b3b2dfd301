import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";

/** A schema as text, sorted by name: what `schema.graphql` holds and `GET /schema.graphql` gives. */
export function printedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
