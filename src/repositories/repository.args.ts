import { IsOptional, Min, ValidateNested } from "class-validator";
import { ArgsType, Field, ID, InputType, Int, registerEnumType } from "type-graphql";
import { PageArgs } from "../graphql/connection";

export enum RepositoryOrder {
  STARS = "STARS",
  NAME = "NAME",
  PUSHED = "PUSHED",
  PAPERS = "PAPERS",
}

registerEnumType(RepositoryOrder, {
  name: "RepositoryOrder",
  description: "Orders of repositories.",
  valuesConfig: {
    STARS: { description: "Most stars first; unknown ones last." },
    NAME: { description: "By owner and name, without case." },
    PUSHED: { description: "By the last push, newest first; unknown ones last." },
    PAPERS: { description: "Most papers first." },
  },
});

@InputType({ description: "One repository, by exactly one of these." })
export class RepositoryBy {
  @Field(() => ID, { nullable: true, description: "Its global id." })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Any address of it on a known host: `https://github.com/owner/name/tree/main` finds `owner/name`.",
  })
  url?: string | null;
}

@InputType({
  description: "Which repositories. All that is given must hold. Texts are compared without case; an empty list matches nothing.",
})
export class RepositoryFilter {
  @Field(() => [String], { nullable: true, description: "On one of these hosts, for example `github.com`." })
  hosts?: string[] | null;

  @Field(() => [String], { nullable: true, description: "With one of these main programming languages." })
  languages?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Under one of these licences." })
  licenses?: string[] | null;

  @Field(() => Int, { nullable: true, description: "Known to have at least so many stars." })
  @IsOptional()
  @Min(0, { message: "must be at least 0" })
  minStars?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Owner, name or description hold each of these words, also as parts of longer ones.",
  })
  text?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Known to be archived, or known not to be." })
  isArchived?: boolean | null;
}

@ArgsType()
export class RepositoriesArgs extends PageArgs {
  @Field(() => RepositoryFilter, { nullable: true, description: "Which repositories; all when not said." })
  @IsOptional()
  @ValidateNested()
  filter?: RepositoryFilter | null;

  @Field(() => RepositoryOrder, { nullable: true, defaultValue: RepositoryOrder.STARS, description: "In which order." })
  orderBy?: RepositoryOrder | null;
}
