import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, visit } from "graphql";
import { createTemplates, type PriceTemplate } from "./price-template";
import type { PricedField } from "./price-tree";
import { fragmentsOf, type Variables, variablesOf } from "./selection";
import type { Weights } from "./weight";

/** An operation asks for more fields than `most`, once its fragments are put in. */
export class TooManyFields extends Error {
  constructor(readonly most: number) {
    super(`more than ${most} fields`);
  }
}

/** What is kept of an operation for as long as its document is. */
interface KnownOperation {
  readonly valuesOf: (given: Variables) => Variables;
  /** The variables that decide what is skipped or included. */
  readonly conditions: readonly string[];
  /** By the values of those. */
  readonly templates: Map<string, PriceTemplate | null>;
}

/** Templates that are kept for one operation: enough for six conditions in all their combinations. */
const MOST_TEMPLATES = 64;

/**
 * Prices an operation of a valid document; variables are as the client sent them. Throws TooManyFields.
 * What it gives is changed by the next call for the same document: ask for its points at once.
 */
export type PriceOperation = (document: DocumentNode, operation: OperationDefinitionNode, variables: Variables) => PricedField;

/** Prices the operations of a schema by its weights; one may ask for `maxFields` fields, once its fragments are put in. */
export function createPricing(schema: GraphQLSchema, weights: Weights, maxFields: number): PriceOperation {
  const makeTemplate = createTemplates(schema, weights, maxFields);
  const known = new WeakMap<OperationDefinitionNode, KnownOperation>();

  return (document, operation, given) => {
    let own = known.get(operation);
    if (!own) {
      own = { valuesOf: variablesOf(operation), conditions: conditionsOf(document), templates: new Map() };
      known.set(operation, own);
    }
    const variables = own.valuesOf(given);
    const key = own.conditions.map((name) => String(variables[name])).join(" ");
    let template = own.templates.get(key);
    if (template === undefined) {
      template = makeTemplate(operation, fragmentsOf(document), variables);
      if (own.templates.size >= MOST_TEMPLATES) own.templates.clear();
      own.templates.set(key, template);
    }
    if (template === null) throw new TooManyFields(maxFields);
    for (const adjust of template.adjust) adjust(variables);
    return template.root;
  };
}

/** The variables in the conditions of `@skip` and `@include`. */
function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  const add = { Variable: ({ name }: { name: { value: string } }) => void names.add(name.value) };
  visit(document, { [Kind.DIRECTIVE]: (node) => void visit(node, add) });
  return [...names];
}
