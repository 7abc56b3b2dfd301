import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { countResolverOf } from "../graphql/connection";
import { Paper } from "../papers/paper";
import { Submission, SubmissionConnection, type SubmissionPage } from "./submission";
import {
  AcceptSubmissionInput,
  AcceptSubmissionPayload,
  RejectSubmissionInput,
  RejectSubmissionPayload,
  SubmissionsArgs,
  SubmitPaperInput,
  SubmitPaperPayload,
} from "./submission.args";
import { acceptSubmission, rejectSubmission, submitPaper } from "./submission.changes";
import { findSubmissions } from "./submission.queries";
import { submittedPaper } from "./submitted-paper";

export const SubmissionConnectionResolver = countResolverOf(SubmissionConnection);

@Resolver(() => Submission)
export class SubmissionResolver {
  @Query(() => SubmissionConnection, {
    description: "What was submitted, the oldest first: curators see all, other members their own; empty without a key.",
  })
  submissions(@Args(() => SubmissionsArgs) args: SubmissionsArgs, @Ctx() context: Context): Promise<SubmissionPage> {
    return findSubmissions(context, args);
  }

  @FieldResolver(() => Paper, { description: "The paper: as it was submitted, as long as it is not accepted." })
  async paper(@Root() submission: Submission, @Ctx() { loaders }: Context): Promise<Paper> {
    const { paperRowId } = submission;
    return (paperRowId === null ? null : await loaders.paperByRowId.load(paperRowId)) ?? submittedPaper(submission);
  }

  @Mutation(() => SubmitPaperPayload, {
    description:
      "Submits a paper for a day's list. What is new waits for a curator, unless a curator submits it. Needs CONTRIBUTE.",
  })
  submitPaper(
    @Arg("input", () => SubmitPaperInput, { description: "The paper." }) input: SubmitPaperInput,
    @Ctx() context: Context,
  ): Promise<SubmitPaperPayload> {
    return submitPaper(context, input);
  }

  @Mutation(() => AcceptSubmissionPayload, { description: "Accepts a submission that is pending. Needs CURATE." })
  acceptSubmission(
    @Arg("input", () => AcceptSubmissionInput, { description: "Which." }) { paperId }: AcceptSubmissionInput,
    @Ctx() context: Context,
  ): Promise<AcceptSubmissionPayload> {
    return acceptSubmission(context, paperId);
  }

  @Mutation(() => RejectSubmissionPayload, { description: "Rejects a submission that is pending. Needs CURATE." })
  rejectSubmission(
    @Arg("input", () => RejectSubmissionInput, { description: "Which, and why." }) { paperId, reason }: RejectSubmissionInput,
    @Ctx() context: Context,
  ): Promise<RejectSubmissionPayload> {
    return rejectSubmission(context, paperId, reason);
  }
}
