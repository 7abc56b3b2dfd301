import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../context";
import { InputError } from "./errors";
import { Node } from "./node";
import { type NodeRow, parseGlobalId } from "./node-id";

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: "The node with this id; null when there is none." })
  node(
    @Arg("id", () => ID, { description: "An id that this service gave." }) id: string,
    @Ctx() context: Context,
  ): Promise<NodeRow | null> {
    return loadNode(context, parseGlobalId(id, "id"), "id");
  }

  @Query(() => [Node], {
    nullable: "items",
    description: "The nodes with these ids, in the order asked; null in the place of one that does not exist. At most 100.",
  })
  nodes(
    @Arg("ids", () => [ID], { description: "Ids that this service gave." }) ids: string[],
    @Ctx() context: Context,
  ): Promise<(NodeRow | null)[]> {
    const { nodesMax } = context.config.limits;
    if (ids.length > nodesMax) throw new InputError(`ids must hold at most ${nodesMax} ids, not ${ids.length}`, "ids");
    const keys = ids.map((id, index) => parseGlobalId(id, `ids[${index}]`));
    return Promise.all(keys.map((key, index) => loadNode(context, key, `ids[${index}]`)));
  }
}

function loadNode({ nodes }: Context, { __typename, uid }: NodeRow, argument: string): Promise<NodeRow | null> {
  const loader = Object.hasOwn(nodes, __typename) ? nodes[__typename as keyof typeof nodes] : null;
  if (!loader) throw new InputError(`${argument} must be the id of a node, not of a ${__typename}`, argument);
  return loader.load(uid);
}
