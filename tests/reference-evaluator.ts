import type { AuthorMatch, DateRange, PaperFilter, RepositoryMatch, TopicMatch } from "../src/papers/paper.args";

/** A topic as the contract knows it. */
export interface GraphTopic {
  readonly slug: string;
  readonly name: string;
  readonly kind: "AREA" | "TASK" | "METHOD";
  readonly parents: readonly string[];
  readonly aliases: readonly string[];
}

export interface GraphRepository {
  readonly host: string;
  readonly url: string;
  readonly stars: number | null;
  readonly language: string | null;
  readonly license: string | null;
}

export interface GraphLink {
  readonly repository: GraphRepository;
  readonly framework: string | null;
  readonly isOfficial: boolean;
}

/** A paper with everything that a filter can ask of it. */
export interface GraphPaper {
  readonly id: string;
  readonly title: string;
  readonly abstract: string | null;
  readonly publishedOn: string | null;
  readonly updatedAt: Date;
  /** Slugs. */
  readonly authors: readonly string[];
  /** What sources assert: a topic may be asserted by several. */
  readonly assertions: readonly { readonly topic: string; readonly source: string; readonly confidence: number }[];
  readonly days: readonly string[];
  readonly upvotes: number;
  readonly links: readonly GraphLink[];
}

/** What surrounds the papers. */
export interface World {
  readonly topics: readonly GraphTopic[];
  readonly today: string;
}

/**
 * The meaning of a filter, written from the contract's words and not from the service's code: no SQL, no index, one paper at a time.
 * The mapped type demands a line for each new condition.
 */
const conditions: {
  [K in keyof Required<PaperFilter>]: (value: NonNullable<PaperFilter[K]>, paper: GraphPaper, world: World) => boolean;
} = {
  and: (filters, paper, world) => filters.every((filter) => holds(filter, paper, world)),
  or: (filters, paper, world) => filters.some((filter) => holds(filter, paper, world)),
  not: (filter, paper, world) => !holds(filter, paper, world),
  text: textHolds,
  topics: topicsHold,
  authors: authorsHold,
  publishedOn: (range, paper, { today }) => paper.publishedOn !== null && isWithin(range, paper.publishedOn, today),
  featuredOn: (range, paper, { today }) => paper.days.some((day) => isWithin(range, day, today)),
  hasRepository: (yes, paper) => paper.links.length > 0 === yes,
  repository: (match, paper) => paper.links.some((link) => repositoryFits(match, link)),
  minUpvotes: (least, { upvotes }) => upvotes >= least,
  ids: (ids, paper) => ids.includes(paper.id),
  updatedSince: (time, paper) => paper.updatedAt >= time,
};

/** Whether a paper is one of a filter's. Null is the same as absent. */
export function holds(filter: PaperFilter, paper: GraphPaper, world: World): boolean {
  return Object.entries(filter).every(([field, value]) => {
    const condition = conditions[field as keyof PaperFilter] as (value: unknown, paper: GraphPaper, world: World) => boolean;
    return value == null || condition(value, paper, world);
  });
}

const wordsOf = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];

/** Words that the search leaves out; the tests use no others of its kind. */
const STOP_WORDS = ["the", "of", "and"];

/** All words, "a phrase", -without; OR stands between such lists. A text without any searchable word holds always. */
function textHolds(text: string, { title, abstract }: GraphPaper): boolean {
  const words = wordsOf(`${title} ${abstract ?? ""}`);
  const contains = (phrase: readonly string[]) =>
    words.some((_, start) => phrase.every((word, index) => words[start + index] === word));
  const alternatives = text.split(/\bOR\b/).map((part) =>
    [...part.matchAll(/(-?)("[^"]*"|[^\s"]+)/g)]
      .map(([, minus, term]) => ({
        isWanted: minus === "",
        phrase: wordsOf(term!).filter((word) => !STOP_WORDS.includes(word)),
      }))
      .filter(({ phrase }) => phrase.length > 0),
  );
  const asking = alternatives.filter((terms) => terms.length > 0);
  return asking.length === 0 || asking.some((terms) => terms.every(({ isWanted, phrase }) => contains(phrase) === isWanted));
}

/** Everything above a topic, itself left out. */
export function ancestorsOf(slug: string, topics: readonly GraphTopic[]): Set<string> {
  const parents = topics.find((topic) => topic.slug === slug)!.parents;
  return new Set(parents.flatMap((parent) => [parent, ...ancestorsOf(parent, topics)]));
}

/** How sure it is that a paper is about a topic: the greatest of what is asserted of it, and with descendants of what is asserted of all below it. */
function confidenceOf(paper: GraphPaper, topic: string, withDescendants: boolean, topics: readonly GraphTopic[]): number | null {
  const counting = paper.assertions.filter(
    (assertion) => assertion.topic === topic || (withDescendants && ancestorsOf(assertion.topic, topics).has(topic)),
  );
  return counting.length === 0 ? null : Math.max(...counting.map(({ confidence }) => confidence));
}

function topicsHold(
  { anyOf, allOf, noneOf, descendants, minConfidence }: TopicMatch,
  paper: GraphPaper,
  { topics }: World,
): boolean {
  const isAbout = (name: string) => {
    const { slug } = topics.find((topic) => topic.slug === name || topic.aliases.includes(name))!;
    const confidence = confidenceOf(paper, slug, descendants ?? true, topics);
    return confidence !== null && confidence >= (minConfidence ?? 0);
  };
  return (anyOf?.some(isAbout) ?? true) && (allOf?.every(isAbout) ?? true) && !(noneOf?.some(isAbout) ?? false);
}

function authorsHold({ anyOf, allOf }: AuthorMatch, { authors }: GraphPaper): boolean {
  const wrote = (slug: string) => authors.includes(slug);
  return (anyOf?.some(wrote) ?? true) && (allOf?.every(wrote) ?? true);
}

/** Both ends included; `lastDays` are that many days up to today. */
function isWithin({ from, to, lastDays }: DateRange, day: string, today: string): boolean {
  if (lastDays != null) return day > daysBefore(today, lastDays) && day <= today;
  return (from == null || day >= from) && (to == null || day <= to);
}

/** A day that lies so many days before another. */
export function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(day) - count * 86_400_000).toISOString().slice(0, 10);
}

function repositoryFits(match: RepositoryMatch, { repository, framework, isOfficial }: GraphLink): boolean {
  const isOneOf = (value: string | null, list: readonly string[] | null | undefined) =>
    list == null || (value !== null && list.some((text) => text.toLowerCase() === value.toLowerCase()));
  return (
    (match.minStars == null || (repository.stars !== null && repository.stars >= match.minStars)) &&
    isOneOf(repository.language, match.languages) &&
    isOneOf(framework, match.frameworks) &&
    isOneOf(repository.license, match.licenses) &&
    isOneOf(repository.host, match.hosts) &&
    (match.isOfficial == null || match.isOfficial === isOfficial)
  );
}

/** How many of the papers have each value of a facet. */
export function countBy<Value>(
  papers: readonly GraphPaper[],
  valuesOf: (paper: GraphPaper) => Iterable<Value | null>,
): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const paper of papers)
    for (const value of new Set(valuesOf(paper))) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** What each facet counts a paper under. Texts that differ only in case are one, as they are for a filter. */
export const facetValues = {
  topics: (paper: GraphPaper, { topics }: World) =>
    paper.assertions.flatMap(({ topic }) => [topic, ...ancestorsOf(topic, topics)]),
  years: ({ publishedOn }: GraphPaper) => (publishedOn === null ? [] : [Number(publishedOn.slice(0, 4))]),
  months: ({ publishedOn }: GraphPaper) => (publishedOn === null ? [] : [`${publishedOn.slice(0, 7)}-01`]),
  frameworks: ({ links }: GraphPaper) => links.map(({ framework }) => framework?.toLowerCase() ?? null),
  languages: ({ links }: GraphPaper) => links.map(({ repository }) => repository.language?.toLowerCase() ?? null),
  hasRepository: ({ links }: GraphPaper) => [links.length > 0],
};
