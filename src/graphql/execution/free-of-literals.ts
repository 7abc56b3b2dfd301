import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
  Kind,
  type NamedTypeNode,
  type NameNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  type ValueNode,
} from "graphql";
import { NotCompilable } from "./not-compilable";

/** An argument of the client's document, and the variable that stands in the place of its value in the copy. */
export interface Slot {
  readonly variable: string;
  readonly argument: GraphQLArgument;
  readonly value: ValueNode;
}

/** A copy of one operation in which no value of the client's stands. */
export interface Copy {
  readonly document: DocumentNode;
  readonly slots: readonly Slot[];
  /** How many fields the compiler would write at most: a fragment's count as often as it is spread, those of an abstract type once for each of its types. */
  readonly size: number;
}

/** The name of the type of all variables of a copy: a scalar that lets values through as they are. */
export const PASS_THROUGH = "PassedThrough";

/**
 * Copies an operation with the fragments that it spreads: the value of each argument becomes a variable, `@skip` and `@include` are carried out,
 * and what has no place in a query of names and variables is not taken along. `holds` gives the value of a condition.
 * Throws NotCompilable for what a copy cannot say.
 */
export function copyWithoutLiterals(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  holds: (condition: ValueNode) => boolean,
): Copy {
  return new Copier(schema, document, holds).copy(operation);
}

/** Something copied, and its size. */
type Sized<Node> = readonly [node: Node, size: number];

class Copier {
  private readonly slots: Slot[] = [];
  private readonly originals = new Map<string, FragmentDefinitionNode>();
  private readonly fragments = new Map<string, Sized<FragmentDefinitionNode>>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly holds: (condition: ValueNode) => boolean,
  ) {
    for (const node of document.definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.originals.set(node.name.value, node);
  }

  copy({ operation, directives, variableDefinitions, selectionSet }: OperationDefinitionNode): Copy {
    refuseDirectives(directives);
    for (const definition of variableDefinitions ?? []) refuseDirectives(definition.directives);
    const [selections, size] = this.selectionSet(selectionSet, this.schema.getQueryType()!);
    const copied: OperationDefinitionNode = {
      kind: Kind.OPERATION_DEFINITION,
      operation,
      variableDefinitions: this.slots.map(({ variable }) => ({
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: named(variable) },
        type: { kind: Kind.NAMED_TYPE, name: named(PASS_THROUGH) },
      })),
      selectionSet: selections,
    };
    const spread = [...this.fragments.values()].map(([definition]) => definition);
    return { document: { kind: Kind.DOCUMENT, definitions: [copied, ...spread] }, slots: this.slots, size };
  }

  private selectionSet({ selections }: SelectionSetNode, parent: GraphQLCompositeType): Sized<SelectionSetNode> {
    const copied = selections.filter(({ directives }) => this.isKept(directives)).map((node) => this.selection(node, parent));
    const size = copied.reduce((sum, [, size]) => sum + size, 0);
    return [{ kind: Kind.SELECTION_SET, selections: copied.map(([node]) => node) }, size];
  }

  private selection(node: SelectionNode, parent: GraphQLCompositeType): Sized<SelectionNode> {
    if (node.kind === Kind.FIELD) return this.field(node, parent);
    if (node.kind === Kind.FRAGMENT_SPREAD)
      return [{ kind: Kind.FRAGMENT_SPREAD, name: named(node.name.value) }, this.fragmentSize(node.name.value)];
    const condition = node.typeCondition;
    const [set, size] = this.selectionSet(node.selectionSet, condition ? this.typeOf(condition) : parent);
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition: condition && namedType(condition), selectionSet: set }, size];
  }

  private field({ alias, name, arguments: given = [], selectionSet }: FieldNode, parent: GraphQLCompositeType): Sized<FieldNode> {
    if ((alias ?? name).value === "__proto__") throw new NotCompilable("a field that is called __proto__"); // no key in an object literal
    const field = this.definitionOf(name.value, parent);
    const type = getNamedType(field.type);
    const [set, size] = selectionSet && isCompositeType(type) ? this.selectionSet(selectionSet, type) : [undefined, 0];
    const node: FieldNode = {
      kind: Kind.FIELD,
      alias: alias && named(alias.value),
      name: named(name.value),
      arguments: given.map((argument) => this.argument(argument, field.args)),
      selectionSet: set,
    };
    return [node, 1 + size * (isAbstractType(type) ? this.schema.getPossibleTypes(type).length : 1)];
  }

  /** Fields of introspection have none: they would show the compiler's own type. */
  private definitionOf(name: string, parent: GraphQLCompositeType) {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    const field = isUnionType(parent) ? undefined : parent.getFields()[name];
    if (!field) throw new NotCompilable(`the field ${name}`);
    return field;
  }

  private argument({ name, value }: ArgumentNode, declared: readonly GraphQLArgument[]): ArgumentNode {
    const argument = declared.find((each) => each.name === name.value);
    if (!argument) throw new NotCompilable(`the argument ${name.value}`);
    const variable = `value${this.slots.length}`;
    this.slots.push({ variable, argument, value });
    return { kind: Kind.ARGUMENT, name: named(name.value), value: { kind: Kind.VARIABLE, name: named(variable) } };
  }

  private fragmentSize(name: string): number {
    const known = this.fragments.get(name);
    if (known) return known[1];
    const { directives, typeCondition, selectionSet } = this.originals.get(name)!;
    refuseDirectives(directives);
    const [set, size] = this.selectionSet(selectionSet, this.typeOf(typeCondition));
    const copied: FragmentDefinitionNode = {
      kind: Kind.FRAGMENT_DEFINITION,
      name: named(name),
      typeCondition: namedType(typeCondition),
      selectionSet: set,
    };
    this.fragments.set(name, [copied, size]);
    return size;
  }

  private isKept(directives: readonly DirectiveNode[] = []): boolean {
    return directives.every(({ name, arguments: given }) => {
      if ((name.value !== "skip" && name.value !== "include") || given?.length !== 1) throw new NotCompilable(`@${name.value}`);
      return this.holds(given[0]!.value) === (name.value === "include");
    });
  }

  private typeOf(condition: NamedTypeNode): GraphQLCompositeType {
    const type = this.schema.getType(condition.name.value);
    if (!isCompositeType(type)) throw new NotCompilable(`fields of ${condition.name.value}`);
    return type;
  }
}

const named = (value: string): NameNode => ({ kind: Kind.NAME, value });

const namedType = ({ name }: NamedTypeNode): NamedTypeNode => ({ kind: Kind.NAMED_TYPE, name: named(name.value) });

function refuseDirectives(directives: readonly DirectiveNode[] = []): void {
  if (directives.length > 0) throw new NotCompilable(`@${directives[0]!.name.value}`);
}
