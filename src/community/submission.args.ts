import { Length } from "class-validator";
import { ArgsType, Field, ID, InputType, ObjectType } from "type-graphql";
import { ForwardPageArgs } from "../graphql/connection";
import { DateScalar, UrlScalar } from "../graphql/scalars";
import { Payload } from "../graphql/user-error";
import { Paper } from "../papers/paper";
import { SubmissionStatus } from "./submission";

@InputType({
  description:
    "A paper: by a reference that `resolve` understands, or by title and abstract; both for an id that is not known yet.",
})
export class SubmitPaperInput {
  @Field(() => String, { nullable: true, description: "An id or address of any family, for example `arXiv:2312.00752`." })
  ref?: string | null;

  @Field(() => String, { nullable: true, description: "Its title, plain text." })
  title?: string | null;

  @Field(() => String, { nullable: true, description: "Its abstract, plain text; repositories that it names are found." })
  abstract?: string | null;

  @Field(() => UrlScalar, { nullable: true, description: "Where people read about it." })
  landingUrl?: string | null;

  @Field(() => UrlScalar, { nullable: true, description: "Its code." })
  repositoryUrl?: string | null;

  @Field(() => [String], { nullable: true, description: "What it is about: slugs or aliases of topics." })
  topics?: string[] | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "On whose day's list it goes: today, also when not said; curators may name a day before.",
  })
  day?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "What became of a submission." })
export class SubmitPaperPayload extends Payload {
  @Field(() => Paper, {
    nullable: true,
    description: "The paper, which is in no list while it is pending; null when nothing was submitted.",
  })
  paper!: Paper | null;

  @Field(() => Boolean, { description: "Whether the paper was known already: then it goes on the day's list at once." })
  isDuplicate!: boolean;

  @Field(() => SubmissionStatus, {
    nullable: true,
    description: "Whether a curator has to look at it; null when nothing was submitted.",
  })
  status!: SubmissionStatus | null;
}

@InputType({ description: "Which submission to accept." })
export class AcceptSubmissionInput {
  @Field(() => ID, { description: "The paper that was submitted." })
  paperId!: string;
}

@ObjectType({ simpleResolvers: true, description: "What became of a submission that was accepted." })
export class AcceptSubmissionPayload extends Payload {
  @Field(() => Paper, { nullable: true, description: "The paper, which is in the graph now; null when nothing was accepted." })
  paper!: Paper | null;
}

@InputType({ description: "Which submission to reject, and why." })
export class RejectSubmissionInput {
  @Field(() => ID, { description: "The paper that was submitted." })
  paperId!: string;

  @Field(() => String, { description: "Why, for the member who submitted it; 1 to 1,000 characters." })
  @Length(1, 1_000, { message: "must be 1 to 1000 characters long" })
  reason!: string;
}

@ObjectType({ simpleResolvers: true, description: "What became of a submission that was rejected." })
export class RejectSubmissionPayload extends Payload {
  @Field(() => Paper, { nullable: true, description: "The paper as it was submitted; null when nothing was rejected." })
  paper!: Paper | null;
}

@ArgsType()
export class SubmissionsArgs extends ForwardPageArgs {
  @Field(() => SubmissionStatus, { nullable: true, description: "Which; all when not said." })
  status?: SubmissionStatus | null;
}
