import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { listSize } from "../graphql/list-size";
import { Paper } from "../papers/paper";
import { RelatedPaper } from "./related-paper";

@Resolver(() => Paper)
export class RelatedPapersResolver {
  @FieldResolver(() => [RelatedPaper], {
    description:
      "Papers that have rare words, topics or code in common with it, the most first. Fewer than asked for, or none, where there is little in common.",
  })
  related(
    @Root() paper: Paper,
    @Arg("first", () => Int, { nullable: true, defaultValue: 10, description: "How many at most: 1 to 50." })
    first: number | null,
    @Ctx() { loaders, config }: Context,
  ): Promise<RelatedPaper[]> {
    return loaders.relatedByPaper.load(paper.rowId, listSize(first, config.limits.relatedMax));
  }
}
