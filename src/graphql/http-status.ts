import type { ApolloServerPlugin } from "@apollo/server";
import { type GraphQLFormattedError, OperationTypeNode } from "graphql";
import Negotiator from "negotiator";
import { RETRY_AFTER, UNAVAILABLE } from "./errors";

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
 * A query of which a part cannot be answered now is not answered at all: status 503 says to try again. Of a mutation it is said what came of it.
 */
export function httpStatus(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, operation, response, requestIsBatched }) {
          const { http, body } = response;
          if (body.kind !== "single") return;
          const { errors = [] } = body.singleResult;
          if (operation?.operation === OperationTypeNode.QUERY && errors.some(isUnavailable)) {
            body.singleResult = { errors: errors.filter(isUnavailable) };
            if (requestIsBatched) return; // the other operations may be answered
            http.status = 503;
            http.headers.set("retry-after", String(RETRY_AFTER));
          }
          if ((http.status ?? 200) < 400) return;
          if (!errors.every(({ extensions }) => REFUSED.has(String(extensions?.code)))) return;
          const accept = request.http?.headers.get("accept");
          const isPlain = !accept || new Negotiator({ headers: { accept } }).mediaType(MEDIA_TYPES) === MEDIA_TYPES[0];
          http.status = isPlain || requestIsBatched ? 200 : 400; // of a batch the others may be answered
        },
      };
    },
  };
}

function isUnavailable({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.code === UNAVAILABLE;
}
