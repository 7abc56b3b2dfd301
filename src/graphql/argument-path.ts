import { type ASTNode, BREAK, type DocumentNode, type GraphQLError, Kind, parse, type Source, visit } from "graphql";

/** The path of the argument in which graphql-js found an error, for example `filter.publishedOn.from`; undefined when it lies elsewhere. */
export function argumentOf(error: GraphQLError): string | undefined {
  const { loc, kind } = error.nodes?.[0] ?? {};
  if (!loc || error.path || OUTSIDE.has(kind!)) return undefined;
  const document = documentOf(loc.source);
  const chain = chainTo(document, (node) => node.loc?.start === loc.start && node.loc.end === loc.end);
  const path = chain && pathOf(document, chain);
  // Where in the value of a variable the error lies stands in the message only.
  const inVariable = / at "\w+((?:\.\w+|\[\d+\])+)"; /.exec(error.message)?.[1] ?? "";
  return path && chain.at(-1)!.kind === Kind.VARIABLE_DEFINITION ? path + inVariable : path;
}

/** What stands in no argument. */
const OUTSIDE = new Set<Kind>([
  Kind.FIELD,
  Kind.OPERATION_DEFINITION,
  Kind.FRAGMENT_DEFINITION,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
]);

const parsed = new WeakMap<Source, DocumentNode>();

/** The document of a source: parsed once, however many errors it has. */
function documentOf(source: Source): DocumentNode {
  const document = parsed.get(source) ?? parse(source);
  parsed.set(source, document);
  return document;
}

/** The path of the argument that a variable is first used in; undefined when it is used in none. */
export function argumentOfVariable(document: DocumentNode, name: string): string | undefined {
  const isUse = (node: ASTNode) => node.kind === Kind.VARIABLE && node.name.value === name;
  const chain = chainTo(document, isUse, (above) => above.some(({ kind }) => kind === Kind.ARGUMENT));
  return chain && pathOf(document, chain);
}

/** The path of the argument in which a value stands that is written in the document; undefined when there is no such value. */
export function argumentOfValue(document: DocumentNode, isWanted: (value: ASTNode) => boolean): string | undefined {
  const chain = chainTo(document, isWanted);
  return chain && pathOf(document, chain);
}

/** The first node that is wanted and stands where it should, after all that it stands in. */
function chainTo(
  document: DocumentNode,
  isWanted: (node: ASTNode) => boolean,
  isPlace: (above: readonly ASTNode[]) => boolean = () => true,
): ASTNode[] | undefined {
  let chain: ASTNode[] | undefined;
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (!isWanted(node)) return undefined;
      const above = [...ancestors, parent].filter((item): item is ASTNode => item !== undefined && !Array.isArray(item));
      if (!isPlace(above)) return undefined;
      chain = [...above, node];
      return BREAK;
    },
  });
  return chain;
}

/** From the argument down: object fields by name, list items by number. The default of a variable stands where the variable is used. */
function pathOf(document: DocumentNode, chain: readonly ASTNode[]): string | undefined {
  const start = chain.findLastIndex(({ kind }) => kind === Kind.ARGUMENT || kind === Kind.VARIABLE_DEFINITION);
  const [root, ...below] = start < 0 ? [] : chain.slice(start);
  if (root?.kind !== Kind.ARGUMENT && root?.kind !== Kind.VARIABLE_DEFINITION) return undefined;
  let path = root.kind === Kind.ARGUMENT ? root.name.value : argumentOfVariable(document, root.variable.name.value);
  if (path === undefined) return undefined;
  for (const [index, node] of below.entries()) {
    if (node.kind === Kind.OBJECT_FIELD) path += `.${node.name.value}`;
    if (node.kind === Kind.LIST && below[index + 1]) path += `[${node.values.findIndex((value) => value === below[index + 1])}]`;
  }
  return path;
}
