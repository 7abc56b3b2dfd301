import type { ApolloServerPlugin } from "@apollo/server";
import { type DocumentNode, GraphQLError, Kind, type ValidationRule } from "graphql";
import { type DocumentLimits, documentFault } from "./document-limits";

/** How large the parts of a request may be. */
export interface PartLimits extends DocumentLimits {
  readonly maxVariablesBytes: number;
}

/** Documents that stand in for refused ones, with the reason. */
const refusals = new WeakMap<DocumentNode, GraphQLError>();

/** Reports why `limitParts` refused a document: goes with it, among the server's validation rules. */
export const reportRefusal: ValidationRule = (context) => {
  const fault = refusals.get(context.getDocument());
  if (fault) context.reportError(fault);
  return {};
};

/** Refuses documents and variables beyond the limits. A document is measured once, before it is validated; a known one costs nothing. */
export function limitParts(limits: PartLimits): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async validationDidStart(context) {
          const fault = documentFault(context.document!, limits);
          if (!fault) return;
          // To throw here would be a fault of ours to Apollo; validating the document is what must not happen.
          const empty: DocumentNode = { kind: Kind.DOCUMENT, definitions: [], tokenCount: context.document!.tokenCount };
          refusals.set(empty, fault);
          (context as { document: DocumentNode }).document = empty;
        },
        async didResolveOperation({ request: { http, variables } }) {
          if (!variables) return;
          if (isDeeper(variables, limits.maxValueLevels + 1)) throw unfit(`at most ${limits.maxValueLevels} levels deep`);
          const received = Number(http?.headers.get("content-length") ?? http?.search.length ?? Number.NaN);
          if (received <= limits.maxVariablesBytes) return; // the body or the address, in which they are
          const bytes = Buffer.byteLength(JSON.stringify(variables));
          if (bytes > limits.maxVariablesBytes) throw unfit(`at most ${limits.maxVariablesBytes} bytes long, not ${bytes}`);
        },
      };
    },
  };
}

/** Whether more lists and objects than `most` stand in each other: what walks through values calls itself for each. */
function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (most === 0) return true;
  for (const item of Object.values(value)) if (isDeeper(item, most - 1)) return true;
  return false;
}

function unfit(expected: string): GraphQLError {
  return new GraphQLError(`The variables must be ${expected}`, { extensions: { code: "BAD_USER_INPUT", http: { status: 400 } } });
}
