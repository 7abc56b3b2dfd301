import type { ApolloServerPlugin } from "@apollo/server";
import type { DocumentNode, GraphQLError, GraphQLSchema } from "graphql";
import type { Budget, PricedContext } from "./budget";
import { createPricing, type PriceOperation, TooManyFields } from "./price";
import { explain, pointsOf } from "./price-tree";
import { dearBatch, overdrawn, tooExpensive, tooManyFields } from "./refusals";
import type { Weights } from "./weight";

/** How much is allowed. */
export interface CostLimits {
  /** Points for all operations of a request. */
  readonly maxQueryCost: number;
  /** Fields that a document may hold. */
  readonly maxFields: number;
}

/**
 * Prices every operation before it runs: refuses what costs too much, and takes the price of the rest from the client's budget.
 */
export function priceOperations(
  schema: GraphQLSchema,
  weights: Weights,
  { maxQueryCost, maxFields }: CostLimits,
): ApolloServerPlugin<PricedContext> {
  const price = createPricing(schema, weights, maxFields * EXPANSION);
  const judge = (...operation: Parameters<PriceOperation>): { points: number; refusal: GraphQLError | null } => {
    try {
      const root = price(...operation);
      const points = pointsOf(root);
      const refusal = points > maxQueryCost ? tooExpensive(points, maxQueryCost, explain(root, maxQueryCost)) : null;
      return { points, refusal };
    } catch (error) {
      if (error instanceof TooManyFields) return { points: 0, refusal: tooManyFields(error.most) };
      throw error;
    }
  };
  return {
    async requestDidStart() {
      return {
        async parsingDidStart({ source, contextValue: { budget } }) {
          return async (error) => {
            if (error) takeAllOf(budget, source.length / CHARACTERS_A_POINT);
          };
        },
        async validationDidStart({ document, contextValue: { budget } }) {
          takeAllOf(budget, tokensOf(document) / TOKENS_A_POINT);
        },
        async didResolveOperation({ document, operation, request: { variables = {} }, contextValue }) {
          if (!operation) return; // execution says what is wrong
          const { points, refusal } = judge(document, operation, variables);
          const { charges, budget } = contextValue;
          if (refusal) {
            takeAllOf(budget, EXPLANATION);
            throw refusal;
          }
          contextValue.cost = points;
          charges.points += points;
          if (charges.points > maxQueryCost) throw dearBatch(charges.points, maxQueryCost);
          if (budget && !budget.take(points)) throw overdrawn(points, budget);
        },
      };
    },
  };
}

/** How many times its length a document may become once its fragments are put in. */
const EXPANSION = 5;

/** What it costs to say why an operation is refused. Points. */
const EXPLANATION = 3;

/** What reading a document costs that the process does not know: measured on the worst that the limits let through. */
const TOKENS_A_POINT = 5;
const CHARACTERS_A_POINT = 1_000;

function tokensOf(document: DocumentNode | undefined): number {
  return (document as { tokenCount?: number }).tokenCount ?? 0;
}

/** Takes points, or what is left when that is less: what comes next is refused. */
function takeAllOf(budget: Budget | null, points: number): void {
  if (budget && !budget.take(Math.ceil(points))) budget.take(budget.remaining);
}
