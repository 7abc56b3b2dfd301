import { ArgsType, Field, Float, Int, ObjectType } from "type-graphql";
import { Topic } from "./topic";

@ObjectType({ simpleResolvers: true, description: "A topic that stands in papers with another more often than by chance." })
export class RelatedTopic {
  @Field(() => Topic, { description: "The other topic." })
  topic!: Topic;

  @Field(() => Float, {
    description:
      "Above 0, what chance would give, up to 1, never one without the other: their normalised pointwise mutual information. It may be compared between topics.",
  })
  strength!: number;
}

@ArgsType()
export class RelatedTopicsArgs {
  @Field(() => Int, { nullable: true, defaultValue: 10, description: "How many at most: 1 to 50." })
  first?: number | null;
}
