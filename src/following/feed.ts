import type { Config } from "../config";
import type { Context } from "../context";
import type { Paper } from "../papers/paper";
import { findPapers } from "../papers/paper.queries";
import { findTrending } from "../trending/trending.queries";
import { type FeedEntry, feedForms } from "./feed-forms";
import { findSavedPapers } from "./saved-filter.queries";

/** A feed as it is sent. */
export interface FeedDocument {
  readonly contentType: string;
  readonly body: string;
  /** Whether anybody may see it. */
  readonly isPublic: boolean;
}

/** What a feed is about, and its papers. */
interface Content {
  readonly title: string;
  readonly description: string;
  readonly papers: readonly Paper[];
  readonly isPublic: boolean;
}

/** The address of the service as others see it. */
export const publicUrl = ({ publicUrl, port }: Pick<Config, "publicUrl" | "port">): string =>
  publicUrl ?? `http://localhost:${port}`;

/** The address of a feed by its path. */
export const feedUrl = (config: Pick<Config, "publicUrl" | "port">, path: string): string => `${publicUrl(config)}/feeds/${path}`;

/** What a feed of each kind holds, by the name in its path; null where there is none. */
const contents: readonly (readonly [RegExp, (name: string, context: Context) => Promise<Content | null>])[] = [
  [/^trending$/, trendingContent],
  [/^topics\/([\w.-]+)$/, topicContent],
  [/^([\w-]+)$/, savedContent],
];

/** The feed at a path below `/feeds/`, for example `topics/object-detection.atom`; null when there is none that may be seen. */
export async function feedAt(path: string, context: Context): Promise<FeedDocument | null> {
  const [, name = "", form = ""] = /^(.+)\.(atom|json)$/.exec(path) ?? [];
  const kind = contents.find(([pattern]) => pattern.test(name));
  const content = kind ? await kind[1](kind[0].exec(name)![1] ?? name, context) : null;
  if (!content) return null;
  const { title, description, papers, isPublic } = content;
  const self = feedUrl(context.config, path);
  const { contentType, write } = feedForms[form as keyof typeof feedForms];
  const entries = await entriesOf(papers, self, context);
  return { contentType, body: write({ title, description, self, home: publicUrl(context.config), entries }), isPublic };
}

async function trendingContent(_name: string, context: Context): Promise<Content> {
  const { nodes } = await findTrending(context, { first: context.config.feedSize });
  return { title: "Trending papers", description: "What is trending this week, in its order.", papers: nodes, isPublic: true };
}

async function topicContent(name: string, context: Context): Promise<Content | null> {
  const known = (await context.filterNames.topics([name])).get(name);
  const topic = known ? await context.loaders.topicByRowId.load(known.rowId) : null;
  if (!topic) return null;
  const { nodes } = await findPapers(context, { first: context.config.feedSize, filter: { topics: { anyOf: [topic.slug] } } });
  return { title: topic.name, description: `The newest papers on ${topic.name}.`, papers: nodes, isPublic: true };
}

async function savedContent(slug: string, context: Context): Promise<Content | null> {
  const saved = await context.loaders.savedFilterBySlug.load(slug);
  if (!saved) return null;
  const { nodes } = await findSavedPapers(context, saved, { first: context.config.feedSize });
  return { title: saved.name, description: `Papers of the filter ${saved.name}.`, papers: nodes, isPublic: saved.isPublic };
}

async function entriesOf(papers: readonly Paper[], self: string, { loaders }: Context): Promise<FeedEntry[]> {
  return Promise.all(
    papers.map(async ({ rowId, uid, title, abstract, landingUrl, publishedOn, updatedAt }) => {
      const [authors, topics] = await Promise.all([loaders.authorshipsByPaper.load(rowId), loaders.topicsByPaper.load(rowId)]);
      return {
        ...{ id: `urn:uuid:${uid}`, url: landingUrl ?? self, title, abstract, publishedOn, updatedAt },
        ...{ authors: authors.map(({ printedName }) => printedName), topics },
      };
    }),
  );
}
