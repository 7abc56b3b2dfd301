import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { connectionOf, countResolverOf, type Page } from "../graphql/connection";
import { parseGlobalId } from "../graphql/node-id";
import { PapersArgs } from "../papers/paper.args";
import { PaperConnection } from "../papers/paper.connection";
import type { PaperPage } from "../papers/paper.queries";
import { Topic } from "./topic";
import { TopicBy, TopicsArgs } from "./topic.args";
import { findTopics } from "./topic.queries";

export const TopicConnection = connectionOf(Topic, "Topic", "topics");
export const TopicConnectionResolver = countResolverOf(TopicConnection);

@Resolver(() => Topic)
export class TopicResolver {
  @Query(() => Topic, { nullable: true, description: "One topic; null when there is none." })
  topic(
    @Arg("by", () => TopicBy, { description: "What identifies it." }) by: TopicBy,
    @Ctx() context: Context,
  ): Promise<Topic | null> {
    return findTopic(by, context);
  }

  @Query(() => TopicConnection, { description: "Topics under a filter, in an order, a page at a time." })
  topics(@Args(() => TopicsArgs) args: TopicsArgs, @Ctx() context: Context): Promise<Page<Topic>> {
    return findTopics(context, args);
  }

  @FieldResolver(() => [String], { description: "Other names that find it." })
  async aliases(@Root() topic: Topic, @Ctx() { loaders }: Context): Promise<string[]> {
    return (await loaders.aliasesByTopic.load(topic.rowId)).map(({ alias }) => alias);
  }

  @FieldResolver(() => [Topic], { description: "Those right above it, by name; none for one at the top." })
  parents(@Root() topic: Topic, @Ctx() { loaders }: Context): Promise<Topic[]> {
    return loaders.parentsByTopic.load(topic.rowId);
  }

  @FieldResolver(() => [Topic], { description: "All above it, nearest first." })
  ancestors(@Root() topic: Topic, @Ctx() { loaders }: Context): Promise<Topic[]> {
    return loaders.ancestorsByTopic.load(topic.rowId);
  }

  @FieldResolver(() => [Topic], { description: "Those right below it, by name; at most 200." })
  children(@Root() topic: Topic, @Ctx() { loaders }: Context): Promise<Topic[]> {
    return loaders.childrenByTopic.load(topic.rowId);
  }

  @FieldResolver(() => PaperConnection, { description: "Papers of it and of everything below it." })
  papers(@Root() topic: Topic, @Args(() => PapersArgs) args: PapersArgs, @Ctx() { loaders }: Context): Promise<PaperPage> {
    return loaders.papersByTopic.load(topic.rowId, args);
  }
}

/** The schema lets exactly one key through. */
async function findTopic(by: TopicBy, { loaders, filterNames }: Context): Promise<Topic | null> {
  if (by.id != null) return loaders.topicByUid.load(parseGlobalId(by.id, "by.id", "Topic").uid);
  const named = (await filterNames.topics([by.slug!])).get(by.slug!);
  return named ? loaders.topicByRowId.load(named.rowId) : null;
}
