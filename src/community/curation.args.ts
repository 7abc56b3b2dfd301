import { IsOptional, Length } from "class-validator";
import { Field, ID, InputType, ObjectType } from "type-graphql";
import { UrlScalar } from "../graphql/scalars";
import { Payload } from "../graphql/user-error";
import { Paper } from "../papers/paper";
import { RepositoryLink } from "../repositories/repository-link";

@InputType({ description: "Which repository to link to which paper." })
export class LinkRepositoryInput {
  @Field(() => ID, { description: "The paper, by an id of now or before." })
  paperId!: string;

  @Field(() => UrlScalar, { description: "The repository, by any address of it, for example `https://github.com/owner/name`." })
  repositoryUrl!: string;

  @Field(() => Boolean, { nullable: true, description: "Whether it is the authors' own; what sources say when not said." })
  isOfficial?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "What it is written in, for example `pytorch`; what sources say when not said.",
  })
  @IsOptional()
  @Length(1, 100, { message: "must be 1 to 100 characters long" })
  framework?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "A link that a member made or confirmed." })
export class LinkRepositoryPayload extends Payload {
  @Field(() => RepositoryLink, {
    nullable: true,
    description: "The link, with the member's word among its evidence; null when none was made.",
  })
  link!: RepositoryLink | null;
}

@InputType({ description: "Which link to dispute, and why." })
export class DisputeRepositoryLinkInput {
  @Field(() => ID, { description: "The link." })
  linkId!: string;

  @Field(() => String, { description: "Why it is wrong, for curators; 1 to 1,000 characters." })
  @Length(1, 1_000, { message: "must be 1 to 1000 characters long" })
  reason!: string;
}

@ObjectType({ simpleResolvers: true, description: "A link that a member disputes." })
export class DisputeRepositoryLinkPayload extends Payload {
  @Field(() => RepositoryLink, { nullable: true, description: "The link, which is disputed now; null when there is none." })
  link!: RepositoryLink | null;
}

@InputType({ description: "What a paper is about, and what it is not about." })
export class SetPaperTopicsInput {
  @Field(() => ID, { description: "The paper, by an id of now or before." })
  paperId!: string;

  @Field(() => [String], { nullable: true, description: "Topics that it is about, by slug or alias." })
  add?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Topics that it is not about, whatever sources and its text say." })
  remove?: string[] | null;
}

@ObjectType({ simpleResolvers: true, description: "A paper whose topics a member set." })
export class SetPaperTopicsPayload extends Payload {
  @Field(() => Paper, { nullable: true, description: "The paper; null when nothing was set." })
  paper!: Paper | null;
}

@InputType({ description: "Which two papers are one." })
export class MergePapersInput {
  @Field(() => ID, { description: "The paper that stays." })
  keepId!: string;

  @Field(() => ID, { description: "The paper that becomes part of it; its id and slug lead there from then on." })
  mergeId!: string;
}

@ObjectType({ simpleResolvers: true, description: "A paper that was two." })
export class MergePapersPayload extends Payload {
  @Field(() => Paper, { nullable: true, description: "The paper that stayed; null when nothing was merged." })
  paper!: Paper | null;
}
