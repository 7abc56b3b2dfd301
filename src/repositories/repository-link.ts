import { Field, Float, ObjectType } from "type-graphql";
import { connectionOf } from "../graphql/connection";
import { Node } from "../graphql/node";

/** A link between a paper and a repository: a row of `repository_link` with its best evidence. */
@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: "That a repository implements a paper, and why this is believed.",
})
export class RepositoryLink extends Node {
  rowId!: number;
  uid!: string;
  paperRowId!: number;
  repositoryRowId!: number;

  @Field(() => Boolean, { description: "Whether it is the authors' own." })
  isOfficial!: boolean;

  @Field(() => String, { nullable: true, description: "What it is written in, for example `pytorch`; null when no source says." })
  framework!: string | null;

  @Field(() => Float, { description: "How sure it is, above 0 up to 1: the greatest of all evidence." })
  confidence!: number;

  @Field(() => Boolean, { description: "Whether a member says that it is wrong; a curator's word settles that." })
  isDisputed!: boolean;

  /** 1 for official, so that a sort key can hold it. */
  officialSort!: number;
  starSort!: number;
  paperSortOn!: string;
}

export const RepositoryLinkConnection = connectionOf(RepositoryLink, "RepositoryLink", "links between papers and repositories");
