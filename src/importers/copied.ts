import type { LabelScheme, LinkRecord, PaperRecord, RepositoryRecord, TopicRecord } from "./importer";

/** A record as an instance kept it: who said it, and when it was fetched. */
export interface CopiedSource<R> {
  readonly source: string;
  readonly record: R;
  readonly fetchedAt: string;
}

/** A topic with what the exporting instance knew of it; those above it come before it. */
export interface CopiedTopic {
  readonly kind: "topic";
  readonly uid: string;
  readonly slug: string;
  readonly name: string;
  readonly topicKind: "AREA" | "TASK" | "METHOD" | "CATEGORY";
  readonly description: string | null;
  /** Whether the vocabulary that comes with the program names it. */
  readonly isCurated: boolean;
  /** Slugs of the topics right above it. */
  readonly parents: readonly string[];
  /** The names that find it, its own among them unless it finds another topic. */
  readonly aliases: readonly string[];
  readonly sources: readonly CopiedSource<TopicRecord>[];
}

/** A repository with the lower-cased addresses from which its host leads to it. */
export interface CopiedRepository {
  readonly kind: "repository";
  readonly uid: string;
  readonly url: string;
  readonly formerUrls: readonly string[];
  /** Of repositories that turned out to be this one; absent where an instance kept none. */
  readonly formerUids?: readonly string[];
  readonly checkedAt: string | null;
  readonly sources: readonly CopiedSource<RepositoryRecord>[];
}

/** An author: a name, and what it is known by. */
export interface CopiedAuthor {
  readonly kind: "author";
  readonly uid: string;
  readonly slug: string;
  readonly name: string;
}

/** Who says so, how sure, and since when. */
export interface CopiedEvidence<Kind> {
  readonly kind: Kind;
  readonly source: string;
  readonly confidence: number;
  readonly firstSeenAt: string;
}

export type TopicLinkKind = "STATED_BY_SOURCE" | "INFERRED_FROM_TEXT" | "SET_BY_MEMBER";

/** A topic of a paper. Records tell it again; what a member set is told here alone. */
export interface CopiedTopicLink extends CopiedEvidence<TopicLinkKind> {
  /** Its slug. */
  readonly topic: string;
}

/** A repository of a paper, with all evidence of it. */
export interface CopiedRepositoryLink {
  readonly uid: string;
  readonly url: string;
  readonly isOfficial: boolean;
  readonly framework: string | null;
  readonly evidence: readonly CopiedEvidence<TopicLinkKind | "MENTIONED_IN_PAPER" | "MENTIONED_IN_REPOSITORY">[];
}

/** A paper: what it is known by, all records that it is computed from, and of its links what no record tells. */
export interface CopiedPaper {
  readonly kind: "paper";
  readonly uid: string;
  readonly slug: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** What papers were known by that turned out to be this one. */
  readonly aliases: readonly { readonly uid: string; readonly slug: string }[];
  readonly sources: readonly CopiedSource<PaperRecord>[];
  readonly topics: readonly CopiedTopicLink[];
  readonly repositories: readonly CopiedRepositoryLink[];
}

/** A line of an export. */
export type Copied = CopiedTopic | CopiedRepository | CopiedAuthor | CopiedPaper;

/** A line of an export on its way into the database; `sourceKey` is its uid. */
export interface CopiedRecord {
  readonly kind: "copy";
  readonly sourceKey: string;
  readonly copied: Copied;
}

/** The version of the format that is written and read. */
export const FORMAT_VERSION = 1;

/** The values that fields of records may have, where they are few. */
export const VALUES = {
  topicKind: ["AREA", "TASK", "METHOD", "CATEGORY"] satisfies CopiedTopic["topicKind"][],
  topicLink: ["STATED_BY_SOURCE", "INFERRED_FROM_TEXT", "SET_BY_MEMBER"] satisfies TopicLinkKind[],
  scheme: [
    "ARXIV",
    "PAPERS_WITH_CODE_TASK",
    "PAPERS_WITH_CODE_METHOD",
    "PAPERS_WITH_CODE_AREA",
    "GITHUB",
    "KEYWORD",
  ] satisfies LabelScheme[],
  link: ["PROJECT", "VIDEO", "IMAGE", "OTHER"] satisfies LinkRecord["kind"][],
  mention: ["STATED_BY_SOURCE", "MENTIONED_IN_PAPER", "MENTIONED_IN_REPOSITORY"],
  evidence: ["STATED_BY_SOURCE", "MENTIONED_IN_PAPER", "MENTIONED_IN_REPOSITORY", "INFERRED_FROM_TEXT", "SET_BY_MEMBER"],
} as const;
