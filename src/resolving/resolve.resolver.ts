import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../context";
import { type AnyResolution, Resolution } from "./resolution";
import { resolveReferences } from "./resolve";

@Resolver()
export class ResolveResolver {
  @Query(() => [Resolution], {
    description:
      "What each reference leads to, in the order asked: arXiv ids and addresses in every form and version, DOIs, OpenReview and Hugging Face pages, repositories, pages of the former Papers with Code, addresses that sources name as a page or PDF of a paper, and ids of this service. At most 100.",
  })
  resolve(
    @Arg("refs", () => [String], { description: "Ids or addresses; what leads nowhere is an answer, not an error." })
    refs: string[],
    @Ctx() context: Context,
  ): Promise<AnyResolution[]> {
    return resolveReferences(refs, context);
  }
}
