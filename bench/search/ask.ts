import type { FastifyInstance } from "fastify";

/** Asks the public API and gives the data. Throws when the answer has errors. */
export type Ask = <Data>(query: string, variables?: object) => Promise<Data>;

/** Asks a service over HTTP, without a socket between. */
export const askOf =
  (app: FastifyInstance): Ask =>
  async <Data>(query: string, variables?: object) => {
    const answer = await app.inject({ method: "POST", url: "/graphql", payload: { query, variables } });
    const { data, errors } = answer.json();
    if (errors) throw new Error(`${query} ${JSON.stringify(variables)}: ${JSON.stringify(errors)}`);
    return data as Data;
  };
