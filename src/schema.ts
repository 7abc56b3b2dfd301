import "reflect-metadata";
import { type GraphQLInputObjectType, type GraphQLSchema, isAbstractType } from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import { AuthorResolver, PaperAuthorsResolver } from "./authors/author.resolver";
import { CurationResolver } from "./community/curation.resolver";
import { MemberResolver } from "./community/member.resolver";
import { SubmissionConnectionResolver, SubmissionResolver } from "./community/submission.resolver";
import { UpvoteResolver } from "./community/upvote.resolver";
import { DailyListResolver, DailyPaperConnectionResolver, DailyPaperEdgeResolver } from "./daily/daily-list.resolver";
import { MemberFiltersResolver, SavedFilterResolver } from "./following/saved-filter.resolver";
import { resolveDirectly } from "./graphql/direct-resolvers";
import { NodeIdResolver } from "./graphql/node";
import { NodeResolver } from "./graphql/node.resolver";
import { RateLimitResolver } from "./graphql/rate-limit.resolver";
import { validateArgs } from "./graphql/validate-args";
import { PaperResolver } from "./papers/paper.resolver";
import { PaperConnectionResolver, PaperFacetsResolver } from "./papers/paper-facets.resolver";
import { PaperRepositoriesResolver, RepositoryConnectionResolver, RepositoryResolver } from "./repositories/repository.resolver";
import { RepositoryLinkConnectionResolver, RepositoryLinkResolver } from "./repositories/repository-link.resolver";
import { ResolveResolver } from "./resolving/resolve.resolver";
import { RelatedPapersResolver } from "./search/related.resolver";
import { SearchConnectionResolver, SearchEdgeResolver, SearchResolver } from "./search/search.resolver";
import { SuggestResolver } from "./search/suggest.resolver";
import { PaperTopicsResolver, TopicFacetsResolver } from "./topics/paper-topics.resolver";
import { TopicConnectionResolver, TopicResolver } from "./topics/topic.resolver";
import { TopicGraphResolver } from "./topics/topic-graph.resolver";
import {
  PaperTrendingResolver,
  RepositoryTrendingResolver,
  TrendingCountResolver,
  TrendingEdgeResolver,
  TrendingResolver,
  TrendingScoreResolver,
} from "./trending/trending.resolver";

const resolvers: NonEmptyArray<new () => object> = [
  NodeResolver,
  NodeIdResolver,
  PaperResolver,
  PaperConnectionResolver,
  PaperFacetsResolver,
  AuthorResolver,
  PaperAuthorsResolver,
  TopicResolver,
  TopicConnectionResolver,
  TopicGraphResolver,
  PaperTopicsResolver,
  TopicFacetsResolver,
  RepositoryResolver,
  RepositoryConnectionResolver,
  PaperRepositoriesResolver,
  RepositoryLinkResolver,
  RepositoryLinkConnectionResolver,
  DailyListResolver,
  DailyPaperConnectionResolver,
  DailyPaperEdgeResolver,
  ResolveResolver,
  SearchResolver,
  SearchConnectionResolver,
  SearchEdgeResolver,
  SuggestResolver,
  RelatedPapersResolver,
  MemberResolver,
  UpvoteResolver,
  SubmissionResolver,
  SubmissionConnectionResolver,
  CurationResolver,
  SavedFilterResolver,
  MemberFiltersResolver,
  TrendingResolver,
  TrendingCountResolver,
  TrendingEdgeResolver,
  TrendingScoreResolver,
  PaperTrendingResolver,
  RepositoryTrendingResolver,
  RateLimitResolver,
];

/** Inputs of which exactly one field is given: type-graphql has no word for them yet. */
const ONE_OF = ["PaperBy", "TopicBy", "AuthorBy", "RepositoryBy"];

/** The schema of the service. */
export const schema = createSchema();

function createSchema(): GraphQLSchema {
  const built = buildSchemaSync({ resolvers, validateFn: validateArgs });
  built.description =
    "Research papers, their topics and their code: filter them, page through them, and ask why each link is believed.";
  built.getQueryType()!.description = "What can be asked.";
  built.getMutationType()!.description = "What members can do; what they can expect to go wrong stands in `userErrors`.";
  for (const name of ONE_OF) (built.getType(name) as GraphQLInputObjectType).isOneOf = true;
  // Rows carry their type's name; type-graphql's own way is asynchronous and asks for instances.
  for (const type of Object.values(built.getTypeMap())) if (isAbstractType(type)) type.resolveType = (row) => row.__typename;
  resolveDirectly(built);
  return built;
}
