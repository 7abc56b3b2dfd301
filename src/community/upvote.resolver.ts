import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { Paper } from "../papers/paper";
import { Scope } from "./scope";
import { RemovePaperUpvoteInput, RemovePaperUpvotePayload, UpvotePaperInput, UpvotePaperPayload } from "./upvote.args";
import { removePaperUpvote, upvotePaper } from "./upvote.changes";
import { viewerIfAllowed } from "./viewer";

@Resolver(() => Paper)
export class UpvoteResolver {
  @FieldResolver(() => Int, { description: "Upvotes of members here, and the newest count that each source reported." })
  async upvoteCount(@Root() paper: Paper, @Ctx() { loaders }: Context): Promise<number> {
    return (await loaders.upvotesByPaper.load(paper.rowId))?.upvotes ?? 0;
  }

  @FieldResolver(() => Boolean, { description: "Whether the member whose API key asks has upvoted it; false without a key." })
  viewerHasUpvoted(@Root() paper: Paper, @Ctx() context: Context): Promise<boolean> | boolean {
    const viewer = viewerIfAllowed(context, Scope.READ);
    return viewer !== null && context.loaders.hasUpvotedByPaper.load(paper.rowId, viewer.rowId);
  }

  @Mutation(() => UpvotePaperPayload, {
    description: "Gives a paper the member's upvote; again: nothing changes. Needs CONTRIBUTE.",
  })
  upvotePaper(
    @Arg("input", () => UpvotePaperInput, { description: "What to upvote." }) { paperId }: UpvotePaperInput,
    @Ctx() context: Context,
  ): Promise<UpvotePaperPayload> {
    return upvotePaper(context, paperId);
  }

  @Mutation(() => RemovePaperUpvotePayload, {
    description: "Takes the member's upvote back; where there is none, nothing changes. Needs CONTRIBUTE.",
  })
  removePaperUpvote(
    @Arg("input", () => RemovePaperUpvoteInput, { description: "What to take it from." }) { paperId }: RemovePaperUpvoteInput,
    @Ctx() context: Context,
  ): Promise<RemovePaperUpvotePayload> {
    return removePaperUpvote(context, paperId);
  }
}
