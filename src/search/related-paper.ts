import { Field, Float, ObjectType } from "type-graphql";
import { Paper } from "../papers/paper";

@ObjectType({ simpleResolvers: true, description: "A paper that has much in common with another." })
export class RelatedPaper {
  @Field(() => Paper, { description: "The paper." })
  paper!: Paper;

  @Field(() => Float, { description: "How much they have in common, from 0 to 1." })
  score!: number;

  @Field(() => [String], {
    description:
      "What they have in common, in words: code, topics, and words as the other paper prints them, the rarest first; at least one.",
  })
  reasons!: string[];
}
