import { IsOptional, Max, Min, ValidateNested } from "class-validator";
import { ArgsType, Field, Float, ID, InputType, Int } from "type-graphql";
import { PageArgs } from "../graphql/connection";
import { DateScalar, DateTimeScalar } from "../graphql/scalars";
import { PaperOrder } from "./paper.order";

const atLeast = (least: number) => ({ message: `must be at least ${least}` });

@InputType({ description: "Topics by slug or alias. All that is given must hold; an empty `anyOf` holds for no paper." })
export class TopicMatch {
  @Field(() => [String], { nullable: true, description: "At least one of these." })
  anyOf?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Every one of these." })
  allOf?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Not one of these." })
  noneOf?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether a paper of a narrower topic counts as one of the broader.",
  })
  descendants?: boolean | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "From 0 to 1: only topics that are at least so sure. An inherited topic counts with the greatest confidence below it.",
  })
  @IsOptional()
  @Min(0, { message: "must be from 0 to 1" })
  @Max(1, { message: "must be from 0 to 1" })
  minConfidence?: number | null;
}

@InputType({ description: "Authors by slug. All that is given must hold; an empty `anyOf` holds for no paper." })
export class AuthorMatch {
  @Field(() => [String], { nullable: true, description: "At least one of these." })
  anyOf?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Every one of these." })
  allOf?: string[] | null;
}

@InputType({
  description: "Days, both ends included; an end that is not given is open. Holds for no paper that has no such day.",
})
export class DateRange {
  @Field(() => DateScalar, { nullable: true, description: "The first day." })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "The last day." })
  to?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "So many days up to today (UTC), today included; not together with `from` or `to`.",
  })
  @IsOptional()
  @Min(1, { message: "must be from 1 to 100000" })
  @Max(100_000, { message: "must be from 1 to 100000" })
  lastDays?: number | null;
}

@InputType({
  description:
    "At least one repository of the paper fits all that is given. Texts are compared without case; an empty list fits none.",
})
export class RepositoryMatch {
  @Field(() => Int, { nullable: true, description: "Known to have at least so many stars." })
  @IsOptional()
  @Min(0, atLeast(0))
  minStars?: number | null;

  @Field(() => [String], { nullable: true, description: "Its main programming language is one of these." })
  languages?: string[] | null;

  @Field(() => [String], { nullable: true, description: "It implements this paper in one of these, for example `pytorch`." })
  frameworks?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Its licence is one of these." })
  licenses?: string[] | null;

  @Field(() => [String], { nullable: true, description: "It lies on one of these hosts, for example `github.com`." })
  hosts?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it is the authors' own." })
  isOfficial?: boolean | null;
}

@InputType({
  description:
    "Which papers. All conditions of one object hold together; `{}` matches all. A condition on a missing value is false, and its `not` is true. At most 5 levels, 50 conditions, and 100 values a list.",
})
export class PaperFilter {
  @Field(() => [PaperFilter], { nullable: true, description: "All of these hold; an empty list holds always." })
  @IsOptional()
  @ValidateNested()
  and?: PaperFilter[] | null;

  @Field(() => [PaperFilter], { nullable: true, description: "At least one of these holds; an empty list matches nothing." })
  @IsOptional()
  @ValidateNested()
  or?: PaperFilter[] | null;

  @Field(() => PaperFilter, { nullable: true, description: "This does not hold." })
  @IsOptional()
  @ValidateNested()
  not?: PaperFilter | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Words of title or abstract: all words, "a phrase", -without, OR. A condition, not a ranking; a text without any word holds always.',
  })
  text?: string | null;

  @Field(() => TopicMatch, { nullable: true, description: "Its topics." })
  @IsOptional()
  @ValidateNested()
  topics?: TopicMatch | null;

  @Field(() => AuthorMatch, { nullable: true, description: "Its authors." })
  @IsOptional()
  @ValidateNested()
  authors?: AuthorMatch | null;

  @Field(() => DateRange, { nullable: true, description: "The day of its first public version." })
  @IsOptional()
  @ValidateNested()
  publishedOn?: DateRange | null;

  @Field(() => DateRange, { nullable: true, description: "Any day on whose list it stood." })
  @IsOptional()
  @ValidateNested()
  featuredOn?: DateRange | null;

  @Field(() => Boolean, { nullable: true, description: "Whether any repository is known." })
  hasRepository?: boolean | null;

  @Field(() => RepositoryMatch, { nullable: true, description: "One of its repositories." })
  @IsOptional()
  @ValidateNested()
  repository?: RepositoryMatch | null;

  @Field(() => Int, {
    nullable: true,
    description: "At least so many upvotes, those of members and those that sources report together.",
  })
  @IsOptional()
  @Min(0, atLeast(0))
  minUpvotes?: number | null;

  @Field(() => [ID], {
    nullable: true,
    description: "One of these papers, by ids of now or before; an empty list matches nothing.",
  })
  ids?: string[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Changed at this moment or later. For reading; not for keeping a copy in step.",
  })
  updatedSince?: Date | null;
}

@InputType({ description: "One paper, by exactly one of these." })
export class PaperBy {
  @Field(() => ID, { nullable: true, description: "Its global id, or one that it had before it was merged." })
  id?: string | null;

  @Field(() => String, { nullable: true, description: "Its slug, or one that it had before it was merged." })
  slug?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Its arXiv id, for example `2312.00752`; a version at its end is ignored.",
  })
  arxivId?: string | null;

  @Field(() => String, { nullable: true, description: "Its DOI, for example `10.1145/3292500.3330701`." })
  doi?: string | null;

  @Field(() => String, { nullable: true, description: "Its OpenReview id." })
  openReviewId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Any reference that `resolve` understands, for example `https://arxiv.org/pdf/2312.00752v2`. One that names several papers is an error.",
  })
  url?: string | null;
}

@ArgsType()
export class PapersArgs extends PageArgs {
  @Field(() => PaperFilter, { nullable: true, description: "Which papers; all when not said." })
  @IsOptional()
  @ValidateNested()
  filter?: PaperFilter | null;

  @Field(() => PaperOrder, { nullable: true, defaultValue: PaperOrder.NEWEST, description: "In which order." })
  orderBy?: PaperOrder | null;
}
