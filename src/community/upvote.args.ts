import { Field, ID, InputType, ObjectType } from "type-graphql";
import { Payload } from "../graphql/user-error";
import { Paper } from "../papers/paper";

@InputType({ description: "What to upvote." })
export class UpvotePaperInput {
  @Field(() => ID, { description: "The paper, by an id of now or before." })
  paperId!: string;
}

@ObjectType({ simpleResolvers: true, description: "What became of an upvote." })
export class UpvotePaperPayload extends Payload {
  @Field(() => Paper, {
    nullable: true,
    description: "The paper, which bears the member's upvote now; null when it could not be upvoted.",
  })
  paper!: Paper | null;
}

@InputType({ description: "What to take the upvote from." })
export class RemovePaperUpvoteInput {
  @Field(() => ID, { description: "The paper, by an id of now or before." })
  paperId!: string;
}

@ObjectType({ simpleResolvers: true, description: "What became of an upvote that was taken back." })
export class RemovePaperUpvotePayload extends Payload {
  @Field(() => Paper, {
    nullable: true,
    description: "The paper, which bears no upvote of the member now; null when there is none.",
  })
  paper!: Paper | null;
}
