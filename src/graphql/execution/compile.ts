import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLScalarType,
  GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
  valueFromAST,
  visit,
} from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import { copyWithoutLiterals, PASS_THROUGH, type Slot } from "./free-of-literals";
import { guard } from "./guard";
import { NotCompilable } from "./not-compilable";

/** Values of variables by name, as graphql-js coerced them. */
export type Variables = Readonly<Record<string, unknown>>;

/** Runs an operation; null for values that graphql-js has to refuse. Errors in the result stand for those that graphql-js would give: they are not the same. */
export type CompiledOperation = (
  context: unknown,
  variables: Variables,
) => Promise<ExecutionResult<Record<string, unknown>>> | ExecutionResult<Record<string, unknown>> | null;

/** The schema that operations are compiled against: the same types, and one for the variables of copies. Throws when a type asks rows whether they are of it, which the compiler takes to be answered at once. */
export function compilableSchema(schema: GraphQLSchema): GraphQLSchema {
  const asking = Object.values(schema.getTypeMap()).find((type) => isObjectType(type) && type.isTypeOf);
  if (asking) throw new Error(`${asking.name} must have no isTypeOf`);
  const config = schema.toConfig();
  return new GraphQLSchema({
    ...config,
    types: [...config.types, new GraphQLScalarType({ name: PASS_THROUGH })],
    assumeValid: true,
  });
}

/**
 * Compiles a query that graphql-js found valid. Throws NotCompilable when it holds what is not compiled, or is larger than `maxFields`.
 * `holds` gives the value of a condition of `@skip` and `@include`: what is compiled is good for these values.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  holds: (condition: ValueNode) => boolean,
  maxFields: number,
): CompiledOperation {
  const copy = copyWithoutLiterals(schema, document, operation, holds);
  if (copy.size > maxFields) throw new NotCompilable(`${copy.size} fields`);
  guard(copy.document);
  const compiled = withQuietTypes(schema, () =>
    compileQuery(schema, copy.document, undefined, { disablingCapturingStackErrors: true }),
  );
  if (!isCompiledQuery(compiled)) throw new NotCompilable(compiled.errors?.[0]?.message ?? "for an unknown reason");
  const argumentsOf = argumentsFrom(copy.slots);
  return (context, variables) => {
    const values = argumentsOf(variables);
    return values && compiled.query(undefined, context, values);
  };
}

/** What fills the slots of a copy. Values that hold no variable are the same in every request, and nobody may change them. */
function argumentsFrom(slots: readonly Slot[]): (variables: Variables) => Record<string, unknown> | null {
  const varying = slots.filter(({ value }) => holdsVariable(value));
  const constant = Object.fromEntries(
    slots
      .filter((slot) => !varying.includes(slot))
      .map(({ variable, argument, value }) => {
        const coerced = valueFromAST(value, argument.type);
        if (coerced === undefined) throw new NotCompilable(`the value of ${argument.name}`);
        return [variable, freeze(coerced)];
      }),
  );
  return (variables) => {
    const values: Record<string, unknown> = { ...constant };
    for (const { variable, argument, value } of varying) {
      // A variable that was not given leaves the argument out, so that its default counts.
      if (value.kind === Kind.VARIABLE && !Object.hasOwn(variables, value.name.value)) continue;
      const coerced = valueFromAST(value, argument.type, variables);
      if (coerced === undefined) return null;
      values[variable] = coerced;
    }
    return values;
  };
}

function holdsVariable(value: ValueNode): boolean {
  let isFound = false;
  visit(value, {
    Variable() {
      isFound = true;
    },
  });
  return isFound;
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

/** Runs `compile` while abstract types tell a row's type at once or not at all: the compiled code would never end after a throw, and cannot wait. */
function withQuietTypes<T>(schema: GraphQLSchema, compile: () => T): T {
  const types = Object.values(schema.getTypeMap()).filter(isAbstractType);
  const originals = types.map(({ resolveType }) => resolveType);
  for (const type of types) {
    const { resolveType } = type;
    type.resolveType = (value, context, info) => {
      try {
        const name = resolveType ? resolveType(value, context, info, type) : undefined;
        if (typeof name === "object") name.catch(() => {});
        return typeof name === "string" ? name : undefined;
      } catch {
        return undefined; // an error of the answer, which graphql-js then executes anew
      }
    };
  }
  try {
    return compile();
  } finally {
    for (const [index, type] of types.entries()) type.resolveType = originals[index];
  }
}
