import { ArgsType, type ClassType, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import { InputError } from "./errors";
import { cursorOf, keyOfCursor, type Order, type PageRequest } from "./keyset";

@ArgsType()
export class ForwardPageArgs {
  @Field(() => Int, {
    nullable: true,
    description: "How many to give from the start, or after `after`: 1 to 100; 20 when not said.",
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: "A cursor: only what comes after it." })
  after?: string | null;
}

@ArgsType()
export class PageArgs extends ForwardPageArgs {
  @Field(() => Int, {
    nullable: true,
    description: "How many to give from the end, or before `before`: 1 to 100. Not together with `first`.",
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: "A cursor: only what comes before it." })
  before?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Where a page stands in its list." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether more follows. True whenever `before` was given." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether more precedes. True whenever `after` was given." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The cursor of the first edge; null on an empty page." })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "The cursor of the last edge; null on an empty page." })
  endCursor!: string | null;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** One page of a list; its total is counted only when it is asked for. */
export interface Page<Node, PageEdge extends Edge<Node> = Edge<Node>> {
  readonly edges: PageEdge[];
  readonly nodes: Node[];
  readonly pageInfo: PageInfo;
  readonly countAll: () => Promise<number>;
}

/** The Relay connection of a node type, named after it. `ofWhat` completes its descriptions, for example "papers". */
export function connectionOf<Node extends object>(node: ClassType<Node>, name: string, ofWhat: string) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One of a list of ${ofWhat}, and where it stands there.` })
  class ConnectionEdge {
    @Field(() => String, { description: "To continue from here with `after` or `before`." })
    cursor!: string;

    @Field(() => node, { description: "What stands here." })
    node!: Node;
  }
  return connectionWithEdge(ConnectionEdge, node, name, ofWhat);
}

/** The connection of an edge type that has more than cursor and node. */
export function connectionWithEdge<Node extends object>(edge: ClassType, node: ClassType<Node>, name: string, ofWhat: string) {
  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${ofWhat}.` })
  class Connection {
    @Field(() => [edge], { description: "The page, each with its cursor." })
    edges!: Edge<Node>[];

    @Field(() => [node], { description: "The page without cursors." })
    nodes!: Node[];

    @Field(() => PageInfo, { description: "Where the page stands in its list." })
    pageInfo!: PageInfo;
  }
  return Connection;
}

/** Gives a connection its `totalCount`, exact. */
export function countResolverOf(connection: ClassType) {
  @Resolver(() => connection)
  class CountResolver {
    @FieldResolver(() => Int, { description: "How many there are on all pages together." })
    totalCount(@Root() page: Page<unknown>): Promise<number> {
      return page.countAll();
    }
  }
  return CountResolver;
}

/** How long pages may be. */
export interface PageLimits {
  readonly pageSizeMax: number;
  readonly pageSizeDefault: number;
}

/** Checks page arguments. Throws an InputError that names the argument; explicit nulls are the same as absent. */
export function pageRequest<Row>({ first, after, last, before }: PageArgs, order: Order<Row>, limits: PageLimits): PageRequest {
  if (first != null && last != null) throw new InputError("first and last must not be given together", "last");
  checkSize(first, "first", limits);
  checkSize(last, "last", limits);
  return {
    size: first ?? last ?? limits.pageSizeDefault,
    isBackward: last != null,
    after: readCursor(after, "after", order),
    before: readCursor(before, "before", order),
  };
}

function checkSize(size: number | null | undefined, argument: string, { pageSizeMax }: PageLimits): void {
  if (size != null && (size < 1 || size > pageSizeMax))
    throw new InputError(`${argument} must be from 1 to ${pageSizeMax}, not ${size}`, argument);
}

function readCursor<Row>(cursor: string | null | undefined, argument: string, order: Order<Row>): readonly unknown[] | null {
  if (cursor == null) return null;
  const key = keyOfCursor(order, cursor);
  if (key === "other order")
    throw new InputError(
      `${argument} must be a cursor of a list in the order ${order.name}, not of another order: ${JSON.stringify(cursor)}`,
      argument,
    );
  if (key === null)
    throw new InputError(`${argument} must be a cursor that this list gave, not ${JSON.stringify(cursor)}`, argument);
  return key;
}

/** The page in rows that were read with `limit size + 1`: the surplus row only says that there is more. */
export function toPage<Node extends object>(
  rows: readonly Node[],
  page: PageRequest,
  order: Order<Node>,
  countAll: () => Promise<number>,
): Page<Node> {
  const nodes = rows.slice(0, page.size);
  if (page.isBackward) nodes.reverse();
  const hasMore = rows.length > page.size;
  const edges = nodes.map((node) => ({ cursor: cursorOf(order, node), node }));
  return {
    edges,
    nodes,
    countAll,
    pageInfo: {
      hasNextPage: page.isBackward ? page.before !== null : hasMore || page.before !== null,
      hasPreviousPage: page.isBackward ? hasMore || page.after !== null : page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
