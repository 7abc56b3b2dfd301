import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { listSize } from "../graphql/list-size";
import { RelatedTopic, RelatedTopicsArgs } from "./related-topic";
import { Topic } from "./topic";
import { TopicHistoryArgs, TopicPoint } from "./topic-history";
import { TopicMapping } from "./topic-mapping";

@Resolver(() => Topic)
export class TopicGraphResolver {
  @FieldResolver(() => [TopicMapping], {
    description:
      "What other lists of topics call it, by list and value: as the vocabulary says, and as the sources that brought it do.",
  })
  mappings(@Root() topic: Topic, @Ctx() { loaders }: Context): Promise<TopicMapping[]> {
    return loaders.mappingsByTopic.load(topic.rowId);
  }

  @FieldResolver(() => [RelatedTopic], {
    description:
      "Topics that stand in its newest 1,000 papers more often than by chance, strongest first; neither what is above or below it nor, unless it is one itself, categories of arXiv.",
  })
  related(
    @Root() topic: Topic,
    @Args(() => RelatedTopicsArgs) { first }: RelatedTopicsArgs,
    @Ctx() { loaders, config }: Context,
  ): Promise<RelatedTopic[]> {
    return loaders.relatedByTopic.load(topic.rowId, listSize(first, config.limits.relatedMax));
  }

  @FieldResolver(() => [TopicPoint], {
    description:
      "Its papers over time, everything below it included, oldest first: all intervals from `from` to `to`, empty ones too; undated papers are in none. At most 240 points: without `from` the newest.",
  })
  history(
    @Root() topic: Topic,
    @Args(() => TopicHistoryArgs) args: TopicHistoryArgs,
    @Ctx() { loaders }: Context,
  ): Promise<TopicPoint[]> {
    return loaders.historyByTopic.load(topic.rowId, args);
  }
}
