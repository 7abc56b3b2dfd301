import { Field, FieldResolver, ID, InterfaceType, Resolver, Root } from "type-graphql";
import { globalId, type NodeRow } from "./node-id";

@InterfaceType({ description: "Anything that has an id of its own and can be asked for by it." })
export abstract class Node implements NodeRow {
  /** The name of the row's type, as every statement selects it. */
  readonly __typename!: string;
  abstract readonly uid: string;

  @Field(() => ID, { description: "Opaque and global: no two nodes share it, whatever their types." })
  id!: string;
}

@Resolver(() => Node)
export class NodeIdResolver {
  @FieldResolver(() => ID)
  id(@Root() row: NodeRow): string {
    return globalId(row);
  }
}
