import { createHash } from "node:crypto";
import type { PaperFilter, RepositoryMatch, TopicMatch } from "../papers/paper.args";
import type { PaperOrder } from "../papers/paper.order";

/** A filter as JSON. */
export type StoredFilter = Readonly<Record<string, unknown>>;

/** Lists whose order and repetitions mean nothing, and texts that are compared without case. */
const CASELESS = ["languages", "frameworks", "licenses", "hosts"];

/**
 * The one form of filters that are written otherwise and mean the same: without nulls, defaults and what holds always, names of topics as their slugs, lists that are sets in order,
 * and keys in order. `slugOf` gives the slug of a topic by any of its names. Of the canonical form it is itself; it matches the same papers.
 */
export function canonicalFilter(filter: PaperFilter, slugOf: (topic: string) => string): StoredFilter {
  const below = (filters: readonly PaperFilter[]) => setOf(filters.map((each) => canonicalFilter(each, slugOf)));
  const { and, or, not, text, topics, authors, repository, ids, minUpvotes, ...others } = filter;
  return inOrder({
    ...others,
    and: and == null ? null : nothingIfEmpty(below(and).filter((each) => Object.keys(each).length > 0)),
    or: or == null ? null : below(or),
    not: not == null ? null : canonicalFilter(not, slugOf),
    text: text?.trim().replace(/\s+/g, " ") || null,
    topics: topics == null ? null : canonicalTopics(topics, slugOf),
    authors:
      authors == null
        ? null
        : nothingIfEmptyObject(inOrder({ anyOf: listed(authors.anyOf), allOf: nothingIfEmpty(listed(authors.allOf)) })),
    repository: repository == null ? null : canonicalRepository(repository),
    ids: listed(ids),
    minUpvotes: minUpvotes || null,
  });
}

function canonicalTopics({ anyOf, allOf, noneOf, descendants, minConfidence }: TopicMatch, slugOf: (topic: string) => string) {
  const slugs = (names: readonly string[] | null | undefined) => listed(names?.map(slugOf));
  const lists = { anyOf: slugs(anyOf), allOf: nothingIfEmpty(slugs(allOf)), noneOf: nothingIfEmpty(slugs(noneOf)) };
  if (Object.values(lists).every((list) => list === null)) return null;
  return inOrder({ ...lists, descendants: descendants === false ? false : null, minConfidence: minConfidence || null });
}

function canonicalRepository(match: RepositoryMatch) {
  const lists = Object.entries(match).map(([name, value]) => [
    name,
    CASELESS.includes(name) ? listed((value as string[] | null)?.map((text) => text.toLowerCase())) : value,
  ]);
  return inOrder(Object.fromEntries(lists));
}

const listed = (list: readonly string[] | null | undefined): unknown[] | null => (list == null ? null : setOf(list));

const nothingIfEmpty = <T>(list: readonly T[] | null) => (list === null || list.length === 0 ? null : list);

const nothingIfEmptyObject = (value: StoredFilter) => (Object.keys(value).length === 0 ? null : value);

function setOf<T>(values: readonly T[]): T[] {
  const texts = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

/** Without what is null or absent, keys in order; moments as texts. */
function inOrder(value: object): StoredFilter {
  const entries = Object.entries(value).flatMap(([name, part]): [string, unknown][] => {
    if (part == null) return [];
    if (part instanceof Date) return [[name, part.toISOString()]];
    const isObject = typeof part === "object" && !Array.isArray(part);
    return [[name, isObject ? inOrder(part) : part]];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Of what asks for the same papers in the same order it is the same. */
export function hashOf(filter: StoredFilter, orderBy: PaperOrder): Buffer {
  return createHash("sha256")
    .update(JSON.stringify([filter, orderBy]))
    .digest();
}

/** The filter that a stored one was: its moments are moments again. */
export function revived(stored: StoredFilter): PaperFilter {
  const revive = (filter: StoredFilter): PaperFilter => ({
    ...filter,
    ...(typeof filter.updatedSince === "string" && { updatedSince: new Date(filter.updatedSince) }),
    ...(Array.isArray(filter.and) && { and: filter.and.map(revive) }),
    ...(Array.isArray(filter.or) && { or: filter.or.map(revive) }),
    ...(filter.not ? { not: revive(filter.not as StoredFilter) } : {}),
  });
  return revive(stored);
}
