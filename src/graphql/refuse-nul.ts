import type { ApolloServerPlugin } from "@apollo/server";
import { type DocumentNode, Kind, type OperationDefinitionNode } from "graphql";
import { argumentOfValue, argumentOfVariable } from "./argument-path";
import { InputError } from "./errors";

/** Refuses the character U+0000 in every argument there is: PostgreSQL holds it in no text. */
export function refuseNul(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ request, document, operation }) {
          const argument = inDocument(document) ?? inVariables(document, operation, request.variables ?? {});
          if (argument === undefined) return;
          const error = new InputError(`${argument} must be text without the character U+0000`, argument);
          error.extensions.http = { status: 400 }; // as for other values that cannot be read
          throw error;
        },
      };
    },
  };
}

/** In a document it can only stand escaped. */
function inDocument(document: DocumentNode): string | undefined {
  if (!document.loc?.source.body.includes("\\u")) return undefined;
  return argumentOfValue(document, (node) => node.kind === Kind.STRING && node.value.includes("\0"));
}

function inVariables(
  document: DocumentNode,
  operation: OperationDefinitionNode | undefined,
  variables: Readonly<Record<string, unknown>>,
) {
  for (const { variable } of operation?.variableDefinitions ?? []) {
    const name = variable.name.value;
    const path = pathInside(variables[name]);
    if (path !== undefined) return (argumentOfVariable(document, name) ?? name) + path;
  }
  return undefined;
}

/** Where in a value the character stands: "" for the value itself, undefined when it stands nowhere. */
function pathInside(value: unknown): string | undefined {
  if (typeof value === "string") return value.includes("\0") ? "" : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const path = pathInside(item);
    if (path !== undefined) return (Array.isArray(value) ? `[${key}]` : `.${key}`) + path;
  }
  return undefined;
}
