import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

/** How large a document may be. */
export interface DocumentLimits {
  readonly maxDepth: number;
  readonly maxFields: number;
  readonly maxRootFields: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  /** Lists and objects in each other, in one value. */
  readonly maxValueLevels: number;
}

/** What a selection holds as it is written, and how deep and wide it is once its fragments are put in. */
interface Shape {
  readonly depth: number;
  /** Fields at its top. */
  readonly width: number;
}

const NOTHING: Shape = { depth: 0, width: 0 };

/**
 * The limit that a document goes beyond; undefined when it keeps to all. It is asked before validation, whose time grows with the square of some
 * of these, so it takes what need not be valid: fragments that do not exist, or that hold themselves. Its own time grows with the document's length.
 */
export function documentFault(document: DocumentNode, limits: DocumentLimits): GraphQLError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const counts = { fields: 0, aliases: 0, directives: 0 };
  const shapes = new Map<string, Shape>();
  let fault: GraphQLError | undefined;

  const check = (count: number, most: number, what: string, node: ASTNode): void => {
    if (count > most) fault ??= new GraphQLError(`A document must hold at most ${most} ${what}`, { nodes: [node] });
  };
  const checkValue = (value: ValueNode | undefined): void => {
    if (value && levelsOf(value, limits.maxValueLevels) > limits.maxValueLevels)
      fault ??= new GraphQLError(`A value must be at most ${limits.maxValueLevels} levels deep`, { nodes: [value] });
  };
  const checkDirectives = (directives: readonly DirectiveNode[] = []): void => {
    counts.directives += directives.length;
    if (directives.length > 0) check(counts.directives, limits.maxDirectives, "directives", directives[0]!);
    for (const directive of directives) for (const { value } of directive.arguments ?? []) checkValue(value);
  };
  const shapeOfFragment = (name: string): Shape => {
    const known = shapes.get(name);
    if (known) return known;
    shapes.set(name, NOTHING); // what stands in itself is for validation to refuse
    const shape = shapeOf(fragments.get(name)?.selectionSet);
    shapes.set(name, shape);
    return shape;
  };
  const shapeOf = (selectionSet: SelectionSetNode | undefined): Shape => {
    let { depth, width } = NOTHING;
    for (const node of selectionSet?.selections ?? []) {
      check(++counts.fields, limits.maxFields, "fields and fragments", node);
      checkDirectives(node.directives);
      if (fault) return NOTHING;
      if (node.kind === Kind.FIELD) {
        for (const { value } of node.arguments ?? []) checkValue(value);
        if (node.alias) check(++counts.aliases, limits.maxAliases, "aliases", node);
        depth = Math.max(depth, 1 + shapeOf(node.selectionSet).depth);
        width++;
      } else {
        const shape = node.kind === Kind.FRAGMENT_SPREAD ? shapeOfFragment(node.name.value) : shapeOf(node.selectionSet);
        depth = Math.max(depth, shape.depth);
        width += shape.width;
      }
    }
    return { depth, width };
  };

  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) shapeOfFragment(node.name.value);
    if (node.kind !== Kind.FRAGMENT_DEFINITION && node.kind !== Kind.OPERATION_DEFINITION) continue;
    checkDirectives(node.directives);
    for (const { directives, defaultValue } of node.variableDefinitions ?? []) {
      checkDirectives(directives);
      checkValue(defaultValue);
    }
    if (node.kind === Kind.FRAGMENT_DEFINITION) continue;
    const { depth, width } = shapeOf(node.selectionSet);
    check(width, limits.maxRootFields, "fields at the top of an operation", node);
    if (depth > limits.maxDepth)
      fault ??= new GraphQLError(`An operation must be at most ${limits.maxDepth} fields deep, not ${depth}`, { nodes: [node] });
  }
  return fault;
}

/** How many lists and objects stand in each other in a value of a document; more than `most` when it is more, without looking further. */
function levelsOf(value: ValueNode, most: number): number {
  if (value.kind !== Kind.LIST && value.kind !== Kind.OBJECT) return 0;
  if (most <= 0) return 1;
  const inner = value.kind === Kind.LIST ? value.values : value.fields.map((field) => field.value);
  return 1 + inner.reduce((deepest, item) => Math.max(deepest, levelsOf(item, most - 1)), 0);
}
