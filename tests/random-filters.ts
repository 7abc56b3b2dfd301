import fc from "fast-check";
import type { PaperFilter } from "../src/papers/paper.args";
import { authorNames, day, moment, slugOfAuthor, topics } from "./random-graphs";

/** Mostly a value, else nothing or an explicit null: both mean the same. */
const perhaps = <T>(value: fc.Arbitrary<T>, weight = 3) =>
  fc.oneof({ weight, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) });

const listOf = (...values: string[]) =>
  fc.oneof(
    fc.constantFrom(...values).map((value) => [value]),
    fc.array(fc.constantFrom(...values), { maxLength: 3 }),
  );

/** An object of one of these parts, sometimes of two or none. */
function someOf(parts: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  const names = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...Object.keys(parts)).map((name) => [name]) },
    { weight: 1, arbitrary: fc.subarray(Object.keys(parts), { maxLength: 2 }) },
  );
  return names.chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, perhaps(parts[name]!, 12)]))));
}

const word = fc.constantFrom("kappa", "ZETA", "Sigma", "omega", "nowhere");
const phrase = fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => `"${words.join(" ")}"`);
const term = fc.oneof({ weight: 3, arbitrary: word }, { weight: 1, arbitrary: phrase });
const terms = fc
  .array(fc.tuple(fc.constantFrom("", "", "", "-"), term), { minLength: 1, maxLength: 3 })
  .map((list) => list.map(([minus, wanted]) => minus + wanted).join(" "));
const text = fc.oneof(
  { weight: 6, arbitrary: terms },
  { weight: 3, arbitrary: fc.tuple(terms, terms).map((parts) => parts.join(" OR ")) },
  { weight: 1, arbitrary: terms.map((words) => `the ${words} of`) },
  { weight: 1, arbitrary: fc.constantFrom("", "  ", "the", "?!", "of the") },
);

const topicNames = [...topics.flatMap(({ slug, aliases }) => [slug, ...aliases])];
const topicLists = someOf({ anyOf: listOf(...topicNames), allOf: listOf(...topicNames), noneOf: listOf(...topicNames) });
const confidence = fc.constantFrom(0, 0.5, 0.7, 0.9, 1);
const topicOptions = someOf({ descendants: fc.boolean(), minConfidence: confidence });
const topicMatch = fc.tuple(topicLists, topicOptions).map(([lists, options]) => ({ ...lists, ...options }));

const slugs = authorNames.slice(0, 3).map(slugOfAuthor);
const authorMatch = someOf({ anyOf: listOf(...slugs), allOf: listOf(...slugs) });

const range = fc.oneof(
  { weight: 5, arbitrary: fc.record({ from: perhaps(day, 1), to: perhaps(day, 1) }) },
  { weight: 2, arbitrary: fc.record({ lastDays: fc.constantFrom(1, 7, 8, 3000), from: fc.constantFrom(null, undefined) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      from: fc.constantFrom("2024-01-01", "2024-02-01", "0001-01-01"),
      to: fc.constantFrom("2024-01-31", "2024-02-29", "9999-12-31", null),
    }),
  },
  { weight: 1, arbitrary: fc.constant({}) },
);

const repositoryMatch = someOf({
  minStars: fc.constantFrom(0, 0, 5, 6),
  languages: listOf("python", "C++", "Rust"),
  frameworks: listOf("PYTORCH", "jax", "tf"),
  licenses: listOf("mit", "Apache-2.0"),
  hosts: listOf("github.com", "GitLab.com"),
  isOfficial: fc.boolean(),
});

/** Papers by their place in the graph; a place beyond it stands for a paper that does not exist. */
const ids = fc.array(fc.nat({ max: 45 }).map(String), { maxLength: 20, size: "max" });

const leaves: { [K in Exclude<keyof PaperFilter, "and" | "or" | "not">]-?: fc.Arbitrary<unknown> } = {
  text,
  topics: topicMatch,
  authors: authorMatch,
  publishedOn: range,
  featuredOn: range,
  hasRepository: fc.boolean(),
  repository: repositoryMatch,
  minUpvotes: fc.constantFrom(0, 1, 5, 6),
  ids,
  updatedSince: moment,
};

const leaf = fc.oneof(
  ...Object.entries(leaves).map(([field, value]) => perhaps(value, 12).map((given): PaperFilter => ({ [field]: given }))),
);

/** Filters of at most so many levels more; fields that are drawn twice count once. */
function filtersOf(levels: number): fc.Arbitrary<PaperFilter> {
  if (levels === 1) return leaf;
  const inner = filtersOf(levels - 1);
  const list = fc.array(inner, { maxLength: 3 });
  const branch = fc.oneof(
    perhaps(list).map((and): PaperFilter => ({ and })),
    perhaps(list).map((or): PaperFilter => ({ or })),
    perhaps(inner).map((not): PaperFilter => ({ not })),
  );
  const part = fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: branch });
  return fc.oneof(
    { weight: 9, arbitrary: fc.array(part, { minLength: 1, maxLength: 2 }).map(merge) },
    { weight: 1, arbitrary: fc.constant({}) },
  );
}

const merge = (parts: readonly PaperFilter[]): PaperFilter => Object.assign({}, ...parts);

const sizeOf = (filter: PaperFilter | null | undefined): number =>
  filter
    ? Object.keys(filter).length +
      1 +
      [...(filter.and ?? []), ...(filter.or ?? []), filter.not].reduce((sum, inner) => sum + sizeOf(inner), 0)
    : 0;

/** One topic, and what else the service keeps counts of, or nearly so. */
const nearlyKept: fc.Arbitrary<PaperFilter> = fc
  .tuple(
    fc.constantFrom("anyOf", "allOf"),
    fc.constantFrom(...topicNames),
    someOf({ descendants: fc.boolean(), minConfidence: confidence, noneOf: listOf(...topicNames) }),
    someOf({ hasRepository: fc.boolean(), publishedOn: range }),
  )
  .map(([list, topic, options, rest]) => ({ topics: { [list]: [topic], ...options }, ...rest }));

/** Filters within the limits, whose `ids` are places in the graph. */
export const filters: fc.Arbitrary<PaperFilter> = fc.oneof(
  { weight: 4, arbitrary: filtersOf(5).filter((filter) => sizeOf(filter) <= 50) },
  { weight: 3, arbitrary: leaf },
  { weight: 3, arbitrary: nearlyKept },
);

/** The same filter with the ids that `idOf` gives for places in the graph. */
export function withIds(filter: PaperFilter, idOf: (place: number) => string): PaperFilter {
  const inner = (given: PaperFilter) => withIds(given, idOf);
  return {
    ...filter,
    ...(filter.ids && { ids: filter.ids.map((place) => idOf(Number(place))) }),
    ...(filter.and && { and: filter.and.map(inner) }),
    ...(filter.or && { or: filter.or.map(inner) }),
    ...(filter.not && { not: inner(filter.not) }),
  };
}
