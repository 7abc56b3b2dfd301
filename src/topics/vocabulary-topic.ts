/** What a topic of the vocabulary may be. */
export const TOPIC_KINDS = ["AREA", "TASK", "METHOD", "CATEGORY"] as const;

/** Other lists of topics to which the vocabulary maps: ids of OpenAlex topics, names of Papers with Code tasks and areas, topics of GitHub. Codes of arXiv are the CATEGORY topics themselves. */
export const MAPPED_SCHEMES = ["openalex", "papersWithCode", "github"] as const;

/** Another list of topics, as `data/topics.json` names it. */
export type MappedScheme = (typeof MAPPED_SCHEMES)[number];

/** One topic of the vocabulary: an entry of `data/topics.json`. */
export interface VocabularyTopic {
  /** Unique, kebab-case, never changed once released. */
  readonly slug: string;
  /** What a reader sees. */
  readonly name: string;
  /** AREA: a field. TASK: what is solved. METHOD: how. CATEGORY: an arXiv category, asserted by sources or by the words of a text as a whole, and never matched as a phrase. */
  readonly kind: (typeof TOPIC_KINDS)[number];
  /** One sentence; null only for a CATEGORY. */
  readonly description: string | null;
  /** Slugs of the next wider topics; empty for a root. */
  readonly parents: readonly string[];
  /** Other names of this very topic, and for a CATEGORY its arXiv code: what a source calls so is this topic. */
  readonly aliases: readonly string[];
  /** What a text says that speaks of it: narrower things, means, typical wordings. They find the topic in a text alone; what a source calls so is another topic. */
  readonly phrases?: readonly string[];
  /** For an ambiguous name, alias or phrase: words of which the title or abstract must hold at least one. */
  readonly near?: Readonly<Record<string, readonly string[]>>;
  /** False: neither name, aliases nor phrases are looked for in text, because they are too general. */
  readonly match?: boolean;
  /** What other lists call it; a code, id or name stands for one topic. Names of Papers with Code are its own names: it may not be wider. */
  readonly mappings?: Readonly<Partial<Record<MappedScheme, readonly string[]>>>;
}

/** What finds a topic in a text: its name, its aliases and its phrases. */
export function wordingsOf({ name, aliases, phrases = [] }: VocabularyTopic): string[] {
  return [name, ...aliases, ...phrases];
}
