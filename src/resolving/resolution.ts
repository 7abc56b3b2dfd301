import { createUnionType, Field, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import { UrlScalar } from "../graphql/scalars";
import { Paper } from "../papers/paper";
import { Repository } from "../repositories/repository";
import { Topic } from "../topics/topic";

export const ResolvedNode = createUnionType({
  name: "ResolvedNode",
  description: "What a reference can lead to.",
  types: () => [Paper, Repository, Topic] as const,
});

export enum UnresolvedReason {
  MALFORMED = "MALFORMED",
  UNKNOWN_FAMILY = "UNKNOWN_FAMILY",
  NOT_FOUND = "NOT_FOUND",
}

registerEnumType(UnresolvedReason, {
  name: "UnresolvedReason",
  description: "Why a reference leads to nothing.",
  valuesConfig: {
    MALFORMED: { description: "It is no id and no address, or says to be one of a known kind and is not." },
    UNKNOWN_FAMILY: { description: "It is the id or address of something that is not kept here." },
    NOT_FOUND: { description: "It is well formed, and nothing here bears it." },
  },
});

@InterfaceType({ description: "The answer to one reference." })
export abstract class Resolution {
  /** The name of the row's type. */
  readonly __typename!: string;

  @Field(() => String, { description: "The reference as it was asked." })
  ref!: string;
}

@ObjectType({ simpleResolvers: true, implements: Resolution, description: "The reference leads to one node." })
export class Resolved extends Resolution {
  declare readonly __typename: "Resolved";

  @Field(() => ResolvedNode, { description: "Where it leads." })
  node!: typeof ResolvedNode;

  @Field(() => UrlScalar, {
    nullable: true,
    description:
      "The node's own address elsewhere, which leads to it again: on arXiv, by DOI or on OpenReview for a paper, in this order; at its host for a repository. Null for topics, and for papers without such an id.",
  })
  canonicalUrl!: string | null;

  @Field(() => Boolean, {
    description:
      "Whether the node has another name now: the reference named a version, another page, or what was merged, renamed or switched off. False for a present id or its address, with http or https, `www.` or not.",
  })
  redirected!: boolean;
}

@ObjectType({ simpleResolvers: true, implements: Resolution, description: "The reference leads to several nodes." })
export class Ambiguous extends Resolution {
  declare readonly __typename: "Ambiguous";

  @Field(() => [ResolvedNode], { description: "Where it may lead; at most 10." })
  candidates!: (typeof ResolvedNode)[];
}

@ObjectType({ simpleResolvers: true, implements: Resolution, description: "The reference leads to nothing here." })
export class Unresolved extends Resolution {
  declare readonly __typename: "Unresolved";

  @Field(() => UnresolvedReason, { description: "Why." })
  reason!: UnresolvedReason;
}

/** Any answer, as rows are: told apart by their `__typename`. */
export type AnyResolution = Resolved | Ambiguous | Unresolved;
