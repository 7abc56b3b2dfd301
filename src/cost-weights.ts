import type { Limits } from "./config";
import type { ConnectionWeight, Weight, Weights } from "./graphql/cost/weight";

/** Fields of a type: a list of more than one object says how many, a connection takes it from its page. */
const of = <W>(type: string, fields: Readonly<Record<string, W>>): Record<string, W> =>
  Object.fromEntries(Object.entries(fields).map(([name, weight]) => [`${type}.${name}`, weight]));

const connection = (weight: Omit<Weight, "size">): ConnectionWeight => ({ ...weight, size: "connection" });

/** The page of a connection: its rows are paid for where it is asked. */
const page = (name: string, fields: Readonly<Record<string, Weight>>) =>
  of<Weight>(name, { nodes: { size: "page" }, edges: { size: "page", item: 0.02 }, ...fields });

/** What mutations cost: a transaction each. */
const MUTATIONS = {
  ...{ upvotePaper: 30, removePaperUpvote: 30, createApiKey: 50, revokeApiKey: 50 },
  ...{ submitPaper: 500, acceptSubmission: 500, rejectSubmission: 50, mergePapers: 800 },
  ...{ saveFilter: 50, deleteSavedFilter: 30 },
  ...{ linkRepository: 300, disputeRepositoryLink: 50, setPaperTopics: 300 },
};

const mutations = Object.fromEntries(
  Object.entries(MUTATIONS).flatMap(([name, each]): [string, Weight][] => [
    [`Mutation.${name}`, { each }],
    [`${name[0]!.toUpperCase()}${name.slice(1)}Payload.userErrors`, { size: 1 }],
  ]),
);

/**
 * What every field of the schema costs. `npm run bench:cost` measures it, docs/limits.md says how to read it. Sizes that the client does not give are
 * what is common for the most connected papers, so that a page of those costs what it says.
 */
export function costWeights(limits: Limits): Weights {
  const {
    pageSizeDefault,
    pageSizeMax,
    nodesMax,
    resolveMax,
    suggestionsMax,
    relatedMax,
    historyMaxPoints,
    signalHistoryMaxDays,
    filterMaxConditions,
  } = limits;
  const given = (argument: string, most: number, otherwise = most) => ({ argument, most, otherwise });
  return {
    request: 2,
    leaf: 0.01,
    object: 0.02,
    pageSizeDefault,
    pageSizeMax,
    fields: {
      ...of("Query", {
        papers: connection({ once: 5, item: 0.25, filtered: 0.1 }),
        topics: connection({ once: 5, item: 0.15, filtered: 1 }),
        repositories: connection({ once: 5, item: 0.15, filtered: 0.2 }),
        paper: { once: 3 },
        topic: { once: 3 },
        repository: { once: 3 },
        author: { once: 3 },
        dailyList: { once: 3 },
        suggest: { once: 100, item: 0.3, size: given("first", suggestionsMax, 10) },
        search: connection({ once: 500, item: 0.25, filtered: 1 }),
        viewer: {},
        savedFilter: { once: 3 },
        trending: connection({ once: 10, item: 0.25, filtered: 0.2 }),
        submissions: connection({ once: 5, item: 0.15 }),
        node: { once: 3 },
        nodes: { once: 6, item: 0.25, size: given("ids", nodesMax) },
        resolve: { once: 8, item: 0.3, size: given("refs", resolveMax) },
        __schema: { each: 1 },
        __type: { each: 0.1 },
      }),
      ...mutations,
      ...of("Paper", {
        upvoteCount: { once: 4, each: 0.02 },
        trending: { once: 4, each: 0.1 },
        upvoteHistory: { once: 4, each: 5, item: 0.02, size: signalHistoryMaxDays },
        viewerHasUpvoted: { once: 4, each: 0.02 },
        authors: { once: 4, item: 0.12, size: 10 },
        formattedCitation: { once: 4, each: 0.5 },
        identifiers: { item: 0.02, size: 3 },
        links: { once: 4, item: 0.1, size: 3 },
        previousIds: { once: 4, each: 0.1 },
        related: { once: 10, each: 100, item: 1, size: given("first", relatedMax, 10) },
        primaryCategory: { once: 4, each: 0.05 },
        repositories: { once: 4, item: 0.15, size: 3 },
        repositoryLinks: connection({ once: 5, each: 0.3, item: 0.1 }),
        sources: { once: 4, item: 0.1, size: 3 },
        topicLinks: { once: 4, item: 0.2, size: 6 },
        topics: { once: 4, item: 0.1, size: 6 },
      }),
      ...page("PaperConnection", {
        totalCount: { once: 3, each: 2, filtered: 1 },
        totalCountIsExact: {}, // the same statement
        facets: { each: 80, filtered: 1.5 },
      }),
      ...page("SearchConnection", { totalCount: {}, totalCountIsExact: {}, facets: { each: 80, filtered: 1 } }),
      ...of("SearchEdge", { highlights: { once: 10, each: 3, item: 0.02, size: 2 } }),
      ...of("Highlight", { fragments: { item: 0.02, size: 10 } }),
      ...of("PaperFacets", {
        topics: { each: 500, item: 0.2, size: given("first", 100, 10) },
        years: { each: 300, item: 0.02, size: 30 },
        months: { each: 300, item: 0.02, size: given("last", 1_200, 12) },
        frameworks: { each: 300, item: 0.02, size: 20 },
        languages: { each: 300, item: 0.02, size: 20 },
        hasRepository: { each: 300 },
      }),
      ...of("Topic", {
        aliases: { once: 4, each: 0.1 },
        parents: { once: 4, item: 0.2, size: 2 },
        ancestors: { once: 4, item: 0.2, size: 5 },
        children: { once: 4, item: 0.2, size: 20 },
        papers: connection({ once: 5, each: 1, item: 0.2, filtered: 0.1 }),
        mappings: { once: 4, item: 0.05, size: 2 },
        related: { once: 5, each: 150, item: 0.2, size: given("first", relatedMax, 10) },
        history: { once: 4, each: 5, item: 0.02, size: historyMaxPoints },
      }),
      ...page("TopicConnection", { totalCount: { once: 3, each: 3, filtered: 1 } }),
      ...of("TopicLink", { evidence: { item: 0.02, size: 2 } }),
      ...of("Author", {
        paperCount: { once: 4, each: 0.2 },
        papers: connection({ once: 40, each: 1.5, item: 0.2, filtered: 0.1 }),
      }),
      ...of("Repository", {
        starHistory: { once: 4, each: 5, item: 0.02, size: signalHistoryMaxDays },
        paperLinks: connection({ once: 5, each: 0.5, item: 0.15 }),
        papers: connection({ once: 5, each: 1, item: 0.2, filtered: 0.1 }),
      }),
      ...page("RepositoryConnection", { totalCount: { once: 5, each: 100, filtered: 1 } }),
      ...of("RepositoryLink", {
        evidence: { once: 4, item: 0.1, size: 2 },
        paper: { once: 4, each: 0.3 },
        repository: { once: 4, each: 0.15 },
      }),
      ...page("RepositoryLinkConnection", { totalCount: { once: 4, each: 0.3 } }),
      ...of("DailyList", { papers: connection({ once: 8, each: 1, item: 0.25, filtered: 0.1 }) }),
      ...page("DailyPaperConnection", { totalCount: { once: 3, each: 2, filtered: 1 } }),
      ...of("Member", { savedFilters: { once: 4, item: 0.1, size: 10 } }),
      ...of("SavedFilter", { papers: connection({ each: 100, item: 0.25 }) }),
      ...of("Submission", { paper: { once: 4, each: 0.3 } }),
      ...page("TrendingConnection", { totalCount: { once: 5, each: 20, filtered: 1 } }),
      ...of("TrendingScore", { components: { item: 0.02, size: 4 } }),
      ...page("SubmissionConnection", { totalCount: { once: 5 } }),
      ...of("Ambiguous", { candidates: { item: 0.02, size: 3 } }),
      ...of("__Schema", { types: { item: 0.02, size: 80 }, directives: { item: 0.02, size: 8 } }),
      ...of("__Type", {
        fields: { item: 0.02, size: 5 },
        inputFields: { item: 0.02, size: 3 },
        enumValues: { item: 0.02, size: 2 },
        interfaces: { item: 0.03, size: 1 },
        possibleTypes: { item: 0.03, size: 2 },
      }),
      ...of("__Field", { args: { item: 0.02, size: 1 } }),
      ...of("__Directive", { args: { item: 0.03, size: 2 } }),
    },
    conditionsMax: filterMaxConditions,
    // In points of counting what fits; a page finds its first ones sooner, and facets gather what a count only counts.
    conditions: {
      ...of("PaperFilter", {
        and: 0,
        or: 50,
        not: 10,
        text: 250,
        topics: 30,
        authors: 100,
        publishedOn: 5,
        featuredOn: 60,
        minUpvotes: 60,
      }),
      ...of("PaperFilter", { hasRepository: 1, repository: 100, ids: 5, updatedSince: 120 }),
      ...of("TopicMatch", { anyOf: 0, allOf: 70, noneOf: 30, descendants: 50, minConfidence: 800 }),
      ...of("RepositoryMatch", { minStars: 300, languages: 800, frameworks: 100, licenses: 800, hosts: 800, isOfficial: 300 }),
      ...of("TopicFilter", { kinds: 1, under: 2, text: 5, minPapers: 1 }),
      ...of("TopicOrder", { GROWTH: 100 }), // of every topic, for each page
      ...of("RepositoryFilter", { hosts: 50, languages: 50, licenses: 50, minStars: 20, text: 50, isArchived: 50 }),
    },
  };
}
