import { Args, Ctx, FieldResolver, Float, Int, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { PaperFacets } from "../papers/paper.connection";
import type { ConnectionFacets } from "../papers/paper.facets";
import { Highlight } from "./highlight";
import { type FoundPaper, SearchArgs, SearchConnection, SearchEdge, type SearchPage } from "./search";
import { findHighlights, searchPapers } from "./search.queries";

@Resolver()
export class SearchResolver {
  @Query(() => SearchConnection, {
    description:
      "The papers that answer a text best, at most 1,000. Rare words count more than common ones, and words in titles more than others; typing errors are forgiven.",
  })
  search(@Args(() => SearchArgs) args: SearchArgs, @Ctx() context: Context): Promise<SearchPage> {
    return searchPapers(context, args);
  }
}

@Resolver(() => SearchConnection)
export class SearchConnectionResolver {
  @FieldResolver(() => Int, { description: "How many were found on all pages together." })
  totalCount(@Root() page: SearchPage): number {
    return page.total.count;
  }

  @FieldResolver(() => Boolean, {
    description:
      "Whether that is every paper that holds any of the words. Where words are common, the best are ranked among the likeliest, not among all.",
  })
  totalCountIsExact(@Root() page: SearchPage): boolean {
    return page.total.isExact;
  }

  @FieldResolver(() => PaperFacets, {
    nullable: true,
    description: "Counted over what was found on all pages; null with an error when that would take too long.",
  })
  facets(@Root() page: SearchPage): ConnectionFacets {
    return page.gather();
  }
}

@Resolver(() => SearchEdge)
export class SearchEdgeResolver {
  @FieldResolver(() => Float)
  score(@Root() { node }: { node: FoundPaper }): number {
    return node.score;
  }

  @FieldResolver(() => [Highlight], {
    description: "Where words that were looked for stand in it; empty when it was found by an id alone.",
  })
  highlights(@Root() { node }: { node: FoundPaper }, @Ctx() context: Context): Promise<Highlight[]> {
    return findHighlights(node, context);
  }
}
