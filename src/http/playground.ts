import { renderGraphiQL } from "@graphql-yoga/render-graphiql";
import type { FastifyInstance } from "fastify";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";

/** `GET /`: GraphiQL with a tab for each example; nothing in it comes from elsewhere. `GET /schema.graphql`: the contract. */
export function addPlayground(app: FastifyInstance, schema: GraphQLSchema): void {
  app.get("/", async (_request, reply) =>
    reply.type("text/html; charset=utf-8").send(renderGraphiQL({ title: "Papergraph", endpoint: "/graphql" })),
  );
  app.get("/schema.graphql", async (_request, reply) =>
    reply.type("text/plain; charset=utf-8").send(`${printSchema(lexicographicSortSchema(schema))}\n`),
  );
}
