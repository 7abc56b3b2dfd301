import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { Paper } from "../papers/paper";
import { PaperFacets } from "../papers/paper.connection";
import type { ConnectionFacets } from "../papers/paper.facets";
import { Topic } from "./topic";
import { countTopics, TopicFacet, TopicFacetArgs } from "./topic-facet";
import { TopicLink, type TopicLinkRow } from "./topic-link";

@Resolver(() => Paper)
export class PaperTopicsResolver {
  @FieldResolver(() => [Topic], { description: "What it is about: asserted, not inherited; strongest first; at most 12." })
  topics(@Root() paper: Paper, @Ctx() { loaders }: Context): Promise<Topic[]> {
    return loaders.topicsByPaper.load(paper.rowId);
  }

  @FieldResolver(() => [TopicLink], { description: "The same with evidence; at most 30." })
  async topicLinks(@Root() paper: Paper, @Ctx() { loaders }: Context): Promise<TopicLink[]> {
    return (await loaders.topicLinksByPaper.load(paper.rowId)).map((topic: TopicLinkRow) => ({
      topic,
      confidence: topic.confidence,
      evidence: topic.evidence,
    }));
  }

  @FieldResolver(() => Topic, { nullable: true, description: "The first of its arXiv categories; null when it has none." })
  primaryCategory(@Root() paper: Paper, @Ctx() { loaders }: Context): Promise<Topic | null> | null {
    return paper.primaryCategoryId === null ? null : loaders.topicByRowId.load(paper.primaryCategoryId);
  }
}

@Resolver(() => PaperFacets)
export class TopicFacetsResolver {
  @FieldResolver(() => [TopicFacet], {
    description:
      "By topic, a paper counting for all topics above its own; most papers first. Exact where all papers are asked for, under whole months and hasRepository too.",
  })
  topics(
    @Root() facets: ConnectionFacets,
    @Args(() => TopicFacetArgs) args: TopicFacetArgs,
    @Ctx() context: Context,
  ): Promise<TopicFacet[]> {
    return countTopics(context, facets, args);
  }
}
