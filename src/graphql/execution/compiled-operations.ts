import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, type ValueNode, visit } from "graphql";
import { LRUCache } from "lru-cache";
import { type CompiledOperation, compilableSchema, compileOperation, type Variables } from "./compile";

/** What is compiled at most. */
export interface CompileLimits {
  /** Compiled operations that are kept: each takes about 100 kB. */
  readonly maxOperations: number;
  /** Fields of one operation, fragments written out. */
  readonly maxFields: number;
  /** Variables on which `@skip` and `@include` of one operation may depend: each doubles what is compiled. */
  readonly maxConditions: number;
}

const LIMITS: CompileLimits = { maxOperations: 500, maxFields: 500, maxConditions: 3 };

/** An operation with one choice of its conditions: seen once, found not to be compilable, or compiled. */
interface Variant {
  readonly key: string;
  readonly variants: Map<string, Variant>;
  state: "seen" | "never" | CompiledOperation;
}

/** What is known of an operation. */
interface Known {
  /** The variables that decide about `@skip` and `@include`. */
  readonly conditions: readonly string[];
  readonly variants: Map<string, Variant>;
}

/** Compiles queries when they come for the second time: compiling takes a millisecond or more, and many come only once. */
export class CompiledOperations {
  private readonly schema: GraphQLSchema;
  private readonly known = new WeakMap<OperationDefinitionNode, Known>();
  private readonly compiled: LRUCache<Variant, true>;
  private readonly limits: CompileLimits;

  constructor(schema: GraphQLSchema, limits: Partial<CompileLimits> = {}) {
    this.limits = { ...LIMITS, ...limits };
    this.schema = compilableSchema(schema);
    this.compiled = new LRUCache({
      max: this.limits.maxOperations,
      dispose: (_, { variants, key }) => variants.delete(key),
    });
  }

  /** The compiled form of an operation of a valid document; null while there is none, or when there never will be. The same document must be the same object. */
  find(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): CompiledOperation | null {
    const { conditions, variants } = this.lookUp(document, operation);
    const key = conditions.map((name) => (variables[name] === true ? "1" : variables[name] === false ? "0" : "?")).join("");
    if (conditions.length > this.limits.maxConditions || key.includes("?")) return null;
    const variant = variants.get(key);
    if (variant === undefined) variants.set(key, { key, variants, state: "seen" });
    else if (variant.state === "seen") this.compile(variant, document, operation, variables);
    if (typeof variant?.state !== "function") return null;
    this.compiled.get(variant); // it was used just now
    return variant.state;
  }

  private lookUp(document: DocumentNode, operation: OperationDefinitionNode): Known {
    const known = this.known.get(operation) ?? { conditions: conditionsOf(document, operation), variants: new Map() };
    this.known.set(operation, known);
    return known;
  }

  private compile(variant: Variant, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): void {
    const holds = (condition: ValueNode) =>
      condition.kind === Kind.VARIABLE
        ? variables[condition.name.value] === true
        : condition.kind === Kind.BOOLEAN && condition.value;
    try {
      variant.state = compileOperation(this.schema, document, operation, holds, this.limits.maxFields);
      this.compiled.set(variant, true);
    } catch {
      variant.state = "never"; // graphql-js answers it, as it does all others until they are compiled
    }
  }
}

/** The variables of an operation that stand in directives, in itself or in a fragment. */
function conditionsOf(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const declared = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  const found = new Set<string>();
  const inDirective = {
    Directive: (node: object) => visit(node as never, { Variable: ({ name }) => void found.add(name.value) }),
  };
  for (const definition of document.definitions)
    if (definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION) visit(definition, inDirective);
  return [...found].filter((name) => declared.has(name));
}
