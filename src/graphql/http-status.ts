import type { ApolloServerPlugin } from "@apollo/server";
import Negotiator from "negotiator";

/** Codes of what the client can mend before anything runs. */
const REFUSED = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_USER_INPUT",
  "QUERY_TOO_EXPENSIVE",
]);

const MEDIA_TYPES = ["application/json", "application/graphql-response+json"];

/**
 * Gives refusals the status that the GraphQL-over-HTTP specification asks for: 400 as `application/graphql-response+json`,
 * 200 as `application/json`, where clients of old take any other status for a fault of the network.
 * https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
 */
export function httpStatus(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response, requestIsBatched }) {
          const { http, body } = response;
          if ((http.status ?? 200) < 400 || body.kind !== "single") return;
          const { errors = [] } = body.singleResult;
          if (!errors.every(({ extensions }) => REFUSED.has(String(extensions?.code)))) return;
          const accept = request.http?.headers.get("accept");
          const isPlain = !accept || new Negotiator({ headers: { accept } }).mediaType(MEDIA_TYPES) === MEDIA_TYPES[0];
          http.status = isPlain || requestIsBatched ? 200 : 400; // the other operations of a batch may be answered
        },
      };
    },
  };
}
