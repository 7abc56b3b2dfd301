import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";

/** Values of variables by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** The fragments of a document by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((node) => [node.name.value, node]));
}

/**
 * What each variable of an operation stands for: what the client sent, or its default. Not checked: what is wrong with a value is for execution to say.
 * Gives a function, since the defaults are the same for every request.
 */
export function variablesOf({ variableDefinitions = [] }: OperationDefinitionNode): (given: Variables) => Variables {
  const defaults: Record<string, unknown> = Object.create(null);
  for (const { variable, defaultValue } of variableDefinitions)
    if (defaultValue) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
  return (given) => Object.assign(Object.create(null), defaults, given);
}

/** The fields that an object of a type is asked for, by their names in the answer: fragments put in, what is skipped left out, in order. */
export function groupFields(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  selections: readonly SelectionSetNode[],
  fragments: Fragments,
  variables: Variables,
): Map<string, FieldNode[]> {
  const groups = new Map<string, FieldNode[]>();
  const seen = new Set<string>();
  const applies = (condition: NamedTypeNode | undefined) => {
    if (!condition || condition.name.value === type.name) return true;
    const wanted = schema.getType(condition.name.value);
    return isAbstractType(wanted) && schema.isSubType(wanted, type);
  };
  const add = (selectionSet: SelectionSetNode): void => {
    for (const node of selectionSet.selections) {
      if (!isAsked(node.directives, variables)) continue;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const group = groups.get(key);
        if (group) group.push(node);
        else groups.set(key, [node]);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (applies(node.typeCondition)) add(node.selectionSet);
      } else if (!seen.has(node.name.value)) {
        seen.add(node.name.value);
        const fragment = fragments.get(node.name.value);
        if (fragment && applies(fragment.typeCondition)) add(fragment.selectionSet);
      }
    }
  };
  for (const selectionSet of selections) add(selectionSet);
  return groups;
}

/** Whether neither `@skip` nor `@include` leaves a selection out. */
function isAsked(directives: readonly DirectiveNode[] | undefined, variables: Variables): boolean {
  for (const { name, arguments: given } of directives ?? []) {
    const condition = given?.find((argument) => argument.name.value === "if")?.value;
    const value = condition && valueFromASTUntyped(condition, variables as Record<string, unknown>);
    if ((name.value === "skip" && value === true) || (name.value === "include" && value === false)) return false;
  }
  return true;
}
