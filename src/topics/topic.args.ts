import { IsOptional, Min, ValidateNested } from "class-validator";
import { ArgsType, Field, ID, InputType, Int, registerEnumType } from "type-graphql";
import { PageArgs } from "../graphql/connection";
import { TopicKind } from "./topic";

export enum TopicOrder {
  PAPERS = "PAPERS",
  NAME = "NAME",
  GROWTH = "GROWTH",
}

registerEnumType(TopicOrder, {
  name: "TopicOrder",
  description: "Orders of topics.",
  valuesConfig: {
    PAPERS: { description: "Most papers first." },
    NAME: { description: "By name, without case." },
    GROWTH: {
      description:
        "Fastest growing first: the papers of the newest three months of the graph, the running one included, against the three before them, as shares of all papers. Few papers count as little growth, either way.",
    },
  },
});

@InputType({ description: "One topic, by exactly one of these." })
export class TopicBy {
  @Field(() => ID, { nullable: true, description: "Its global id." })
  id?: string | null;

  @Field(() => String, { nullable: true, description: "Its slug, or one of its aliases." })
  slug?: string | null;
}

@InputType({ description: "Which topics. All that is given must hold." })
export class TopicFilter {
  @Field(() => [TopicKind], { nullable: true, description: "Of one of these kinds; an empty list matches nothing." })
  kinds?: TopicKind[] | null;

  @Field(() => String, { nullable: true, description: "Below this topic, at any distance: its slug or an alias." })
  under?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The name or an alias holds these words, the last perhaps only begun; case does not matter.",
  })
  text?: string | null;

  @Field(() => Int, { nullable: true, description: "At least so many papers." })
  @IsOptional()
  @Min(0, { message: "must be at least 0" })
  minPapers?: number | null;
}

@ArgsType()
export class TopicsArgs extends PageArgs {
  @Field(() => TopicFilter, { nullable: true, description: "Which topics; all when not said." })
  @IsOptional()
  @ValidateNested()
  filter?: TopicFilter | null;

  @Field(() => TopicOrder, { nullable: true, defaultValue: TopicOrder.PAPERS, description: "In which order." })
  orderBy?: TopicOrder | null;
}
