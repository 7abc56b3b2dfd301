import type { DataSource } from "typeorm";
import { authorLoaders } from "./authors/author.loaders";
import { today } from "./calendar";
import { memberLoaders } from "./community/member.loaders";
import { submissionLoaders } from "./community/submission.queries";
import { upvoteLoaders } from "./community/upvote.loaders";
import type { Viewer } from "./community/viewer";
import type { Config } from "./config";
import { dailyLoaders, findDailyPapers } from "./daily/daily-list.queries";
import { observedSql, type StatementObserver } from "./database/observed-sql";
import type { SharedSql, Sql } from "./database/sql";
import { savedFilterLoaders } from "./following/saved-filter.queries";
import type { AnswerNotes } from "./graphql/answer-notes";
import { AskedFields } from "./graphql/asked-fields";
import { pageByKey } from "./graphql/batch";
import type { Budget, PricedContext } from "./graphql/cost/budget";
import type { Paper } from "./papers/paper";
import type { PapersArgs } from "./papers/paper.args";
import type { FilterNames } from "./papers/paper.filter-names";
import { paperLoaders } from "./papers/paper.loaders";
import { findPapersOf, type PaperPage } from "./papers/paper.queries";
import type { PaperScope } from "./papers/paper.selection";
import { repositoryLoaders } from "./repositories/repository.loaders";
import { findPaperAt } from "./resolving/resolve";
import { findRelated } from "./search/related.queries";
import { searchLoaders } from "./search/search.loaders";
import { topicLoaders } from "./topics/topic.loaders";
import type { TopicDirectory } from "./topics/topic-directory";
import { trendingLoaders } from "./trending/trending.queries";

/** What all requests share that read the same database. */
export interface Service {
  readonly db: DataSource;
  readonly sql: SharedSql;
  readonly config: Config;
  readonly topicDirectory: Pick<TopicDirectory, "find">;
  /** The topics of the primary, where a replica is read, which may know fewer. */
  readonly newestTopics?: Pick<TopicDirectory, "find">;
}

/** What the loaders of one request are made from. */
type Sources = Omit<Service, "sql"> & { readonly sql: Sql; readonly asked: AskedFields };

/** The loaders of one request: each batches what the whole request asks of it, and remembers it until the request ends. */
function createLoaders(context: () => Context, { db, sql, config, asked }: Sources) {
  const papersOf = (scope: PaperScope) =>
    pageByKey<number, PapersArgs, PaperPage>((parents, args) => findPapersOf(context(), scope, parents, args));
  const papers = {
    papersByTopic: papersOf("topic"),
    papersByRepository: papersOf("repository"),
    papersByAuthor: papersOf("author"),
    papersByDay: pageByKey((days: readonly string[], args: Parameters<typeof findDailyPapers>[2]) =>
      findDailyPapers(context(), days, args),
    ),
    relatedByPaper: pageByKey((parents: readonly number[], most: number) => findRelated(context(), parents, most)),
  };
  const features = Object.assign(
    paperLoaders(db, sql),
    authorLoaders(db, sql),
    topicLoaders(db, sql, config.limits, asked),
    repositoryLoaders(db, sql, config.limits, asked),
  ); // spreading so many would take twenty times as long, in each request
  const viewer = (): Viewer | null => context().viewer;
  const community = Object.assign(memberLoaders(sql, viewer), upvoteLoaders(sql), dailyLoaders(sql));
  const day = (): string => context().today;
  const moving = Object.assign(trendingLoaders(sql, day), submissionLoaders(sql, viewer), savedFilterLoaders(sql, viewer));
  const others = Object.assign(searchLoaders(sql), moving, papers);
  return Object.assign(features, community, others);
}

type Loaders = ReturnType<typeof createLoaders>;

/** Which loader finds the nodes of a type by the key in their id. */
const nodesOf = (loaders: Loaders) => ({
  Paper: loaders.paperByUid,
  Topic: loaders.topicByUid,
  Repository: loaders.repositoryByUid,
  RepositoryLink: loaders.linkByUid,
  Author: loaders.authorByUid,
  DailyList: loaders.dailyListByDay,
  Member: loaders.memberByUid,
  Submission: loaders.submissionByUid,
  SavedFilter: loaders.savedFilterByUid,
});

/** What one request brings along. */
export interface Origin {
  readonly requestId: string;
  /** What the client may spend; null when nothing is counted. */
  readonly budget: Budget | null;
  /** Once it aborts, no more statements are sent, and those that run are cancelled. */
  readonly signal: AbortSignal;
  /** Where it is noted what becomes of the answer. */
  readonly answer: AnswerNotes;
  readonly observe: StatementObserver;
}

/** What every resolver of one request shares. */
export interface Context extends Sources, PricedContext {
  readonly requestId: string;
  readonly answer: AnswerNotes;
  /** The member whose API key asks; null without a key. */
  readonly viewer: Viewer | null;
  readonly loaders: Loaders;
  readonly nodes: ReturnType<typeof nodesOf>;
  readonly filterNames: FilterNames;
  /** The paper at an id or address of any family; null when there is none. Throws an InputError that names the argument. */
  readonly paperAt: (ref: string, argument: string) => Promise<Paper | null>;
  /** From now on the request reads the primary: mutations do, and whoever must see what was written before. To be called before anything is read. */
  readonly seeWrites: () => void;
  /** The day that it is for this request (UTC): what `lastDays` counts from. */
  readonly today: string;
}

/** A context for one request. */
export function createContext(service: Service, { requestId, budget, signal, answer, observe }: Origin): Context {
  const sql = service.sql.until(signal);
  const sources: Sources = { ...service, sql: observedSql(sql, observe), asked: new AskedFields() };
  let topics = service.topicDirectory;
  const loaders = createLoaders(() => context, sources);
  const context: Context = {
    ...sources,
    requestId,
    answer,
    viewer: null,
    loaders,
    nodes: nodesOf(loaders),
    filterNames: {
      topics: (names) => topics.find(names),
      authors: async (slugs) => {
        const authors = await loaders.authorBySlug.loadMany(slugs);
        return new Map(
          authors.flatMap((author) => (author && !(author instanceof Error) ? [[author.slug, author.rowId] as const] : [])),
        );
      },
    },
    paperAt: (ref, argument) => findPaperAt(ref, argument, context),
    seeWrites() {
      sql.seeWrites();
      topics = service.newestTopics ?? topics;
    },
    today: today(),
    budget,
    charges: { points: 0 },
    cost: 0,
  };
  return context;
}
