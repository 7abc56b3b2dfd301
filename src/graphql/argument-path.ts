import { type ASTNode, BREAK, type GraphQLError, Kind, parse, visit } from "graphql";

/** The path of the argument in whose literal an error lies, for example `filter.publishedOn.from`; undefined when it lies elsewhere. */
export function argumentOf(error: GraphQLError): string | undefined {
  const loc = error.nodes?.[0]?.loc;
  if (!loc || error.path) return undefined;
  let path: string | undefined;
  visit(parse(loc.source), {
    enter(node, _key, _parent, _path, ancestors) {
      if (node.loc?.start !== loc.start || node.loc.end !== loc.end) return undefined;
      path = pathOf([...ancestors.filter((ancestor): ancestor is ASTNode => !Array.isArray(ancestor)), node]);
      return BREAK;
    },
  });
  return path;
}

/** From the argument down: object fields by name, list items by number. */
function pathOf(chain: readonly ASTNode[]): string | undefined {
  const nodes = chain.slice(
    Math.max(
      0,
      chain.findLastIndex(({ kind }) => kind === Kind.ARGUMENT),
    ),
  );
  let path: string | undefined;
  for (const [index, node] of nodes.entries()) {
    if (node.kind === Kind.ARGUMENT) path = node.name.value;
    if (node.kind === Kind.OBJECT_FIELD) path += `.${node.name.value}`;
    if (node.kind === Kind.LIST && index < nodes.length - 1)
      path += `[${node.values.findIndex((value) => value === nodes[index + 1])}]`;
  }
  return path;
}
