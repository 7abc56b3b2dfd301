import type { ApolloServerPlugin } from "@apollo/server";
import { OperationTypeNode } from "graphql";

/** Lets mutations read the database that they write, where queries may read a replica of it. */
export function seeWritesInMutations(): ApolloServerPlugin<{ readonly seeWrites: () => void }> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, contextValue }) {
          if (operation && operation.operation !== OperationTypeNode.QUERY) contextValue.seeWrites();
        },
      };
    },
  };
}
