import type { Bind } from "../graphql/keyset";
import { parseGlobalId } from "../graphql/node-id";
import type { DateRange, PaperFilter, RepositoryMatch, TopicMatch } from "./paper.args";
import type { NamedTopic, ResolvedNames } from "./paper.filter-names";

/** What the conditions of one filter share while they are written. They speak of the row `i` of `paper_index`. */
export interface FilterSql {
  readonly bind: Bind;
  readonly names: ResolvedNames;
  /** The service's day: what `lastDays` counts from. */
  readonly today: string;
}

/**
 * One condition per filter field: a new filter is a field of PaperFilter and a line here.
 * Each is true or false for every paper, never null: so that `not` turns a missing value into true.
 */
const conditions: {
  [K in keyof Required<PaperFilter>]: (value: NonNullable<PaperFilter[K]>, sql: FilterSql, path: string) => string;
} = {
  and: (filters, sql, path) =>
    joined(
      filters.map((filter, index) => filterCondition(filter, sql, `${path}[${index}]`)),
      "and",
      "true",
    ),
  or: (filters, sql, path) =>
    joined(
      filters.map((filter, index) => filterCondition(filter, sql, `${path}[${index}]`)),
      "or",
      "false",
    ),
  not: (filter, sql, path) => `not ${filterCondition(filter, sql, path)}`,
  text: textCondition,
  topics: topicsCondition,
  authors: ({ anyOf, allOf }, { bind, names }) => {
    const rows = (slugs: readonly string[]) => slugs.map((slug) => names.authors.get(slug)!);
    const any = anyOf == null ? [] : [wroteAny(rows(anyOf), bind)];
    return joined([...any, ...rows(allOf ?? []).map((row) => wroteAny([row], bind))], "and", "true");
  },
  publishedOn: (range, sql) => `i.sort_on ${between(range, sql)}`,
  featuredOn: (range, sql) => `exists (select from daily_entry d where d.paper = i.paper and d.day ${between(range, sql)})`,
  hasRepository: (yes) => (yes ? "i.has_repository" : "not i.has_repository"),
  repository: (match, { bind }) => repositoryCondition(match, bind),
  minUpvotes: (least, { bind }) =>
    least === 0 ? "true" : `exists (select from paper_signal v where v.paper = i.paper and v.upvotes >= ${bind(least, "int")})`,
  ids: (ids, { bind }, path) => {
    const uids = ids.map((id, index) => parseGlobalId(id, `${path}[${index}]`, "Paper").uid);
    const asked = `any(${bind(uids, "uuid[]")})`;
    return `i.paper = any(array(select row_id from paper where uid = ${asked} union all select paper from paper_alias where uid = ${asked}))`;
  },
  updatedSince: (time, { bind }) =>
    `exists (select from paper q where q.row_id = i.paper and q.updated_at >= ${bind(time, "timestamptz")})`,
};

/** A whole filter as one condition on `i`; `true` for `{}`. Null is the same as absent. */
export function filterCondition(filter: PaperFilter, sql: FilterSql, path = "filter"): string {
  const written = Object.entries(filter)
    .filter(([, value]) => value != null)
    .map(([name, value]) =>
      (conditions[name as keyof PaperFilter] as (value: unknown, sql: FilterSql, path: string) => string)(
        value,
        sql,
        `${path}.${name}`,
      ),
    );
  return joined(written, "and", "true");
}

function joined(parts: readonly string[], operator: "and" | "or", whenEmpty: string): string {
  return parts.length === 0 ? whenEmpty : `(${parts.join(` ${operator} `)})`;
}

/** Matches every paper: no text holds a blank as a word. */
const ANY_WORDS = "'!'' '''::tsquery";

/**
 * Words of title or abstract. A text of stop words and punctuation alone asks for nothing, so it holds always.
 * One EXISTS without an OR around it: only then can the planner begin with the words, where they are rare.
 */
function textCondition(text: string, { bind }: FilterSql): string {
  const query = `websearch_to_tsquery('english', ${bind(text, "text")})`;
  return `exists (select from paper_search s where s.paper = i.paper and s.vector @@ case when numnode(${query}) = 0 then ${ANY_WORDS} else ${query} end)`;
}

function topicsCondition({ anyOf, allOf, noneOf, descendants, minConfidence }: TopicMatch, { bind, names }: FilterSql): string {
  const isInherited = descendants !== false;
  const isIndexed = isInherited && minConfidence == null;
  const found = (list: readonly string[]) => list.map((name) => names.topics.get(name)!);
  const rows = (topics: readonly NamedTopic[]) => topics.map(({ rowId }) => rowId);
  const overlaps = (topics: readonly NamedTopic[]) => `i.topic_ids && ${bind(rows(topics), "int[]")}`;
  const isLinked = (topics: readonly NamedTopic[]) => {
    const asserted = isInherited ? topics.flatMap(({ withDescendants }) => withDescendants) : rows(topics);
    return `exists (select from topic_link l where l.paper = i.paper and l.topic = any(${bind(asserted, "int[]")}) and l.confidence >= ${bind(minConfidence ?? 0, "real")})`;
  };
  // The index by topic narrows the papers, the links then decide. Below a NOT the links alone do: the planner then leaves off early.
  const holdsAny = (topics: readonly NamedTopic[]) =>
    isIndexed ? overlaps(topics) : `(${overlaps(topics)} and ${isLinked(topics)})`;
  const holdsNone = (topics: readonly NamedTopic[]) => `not ${isIndexed ? overlaps(topics) : isLinked(topics)}`;
  const holdsAll = (topics: readonly NamedTopic[]) => {
    if (isIndexed && topics.length > 0) return `i.topic_ids @> ${bind(rows(topics), "int[]")}`;
    return joined(
      topics.map((topic) => holdsAny([topic])),
      "and",
      "true",
    );
  };
  // A paper about what stands below an excluded topic is excluded with it: nobody need look for it.
  const excluded = new Set(isIndexed ? found(noneOf ?? []).flatMap(({ withDescendants }) => withDescendants) : []);
  const isLeft = ({ rowId }: NamedTopic) => !excluded.has(rowId);
  const any = anyOf == null ? null : found(anyOf).filter(isLeft);
  if (any?.length === 0 || !found(allOf ?? []).every(isLeft)) return "false";
  return joined(
    [
      ...(any === null ? [] : [holdsAny(any)]),
      ...(allOf == null ? [] : [holdsAll(found(allOf))]),
      ...(noneOf == null ? [] : [holdsNone(found(noneOf))]),
    ],
    "and",
    "true",
  );
}

function wroteAny(authors: readonly number[], bind: Bind): string {
  return `exists (select from authorship a where a.paper = i.paper and a.author = any(${bind(authors, "bigint[]")}))`;
}

/** The first day after the one that stands for "unknown" in `sort_on`. */
const FIRST_KNOWN_DAY = "0001-01-02";

/** The first day that a range which begins at `from` holds: never the one that stands for "unknown". */
export function firstDayOf({ from }: DateRange): string {
  return from != null && from > FIRST_KNOWN_DAY ? from : FIRST_KNOWN_DAY;
}

function between(range: DateRange, { bind, today }: FilterSql): string {
  const { to, lastDays } = range;
  if (lastDays != null) return `between ${bind(today, "date")} - ${bind(lastDays - 1, "int")} and ${bind(today, "date")}`;
  return `between ${bind(firstDayOf(range), "date")} and ${bind(to ?? "infinity", "date")}`;
}

function repositoryCondition(match: RepositoryMatch, bind: Bind): string {
  const isOneOf = (column: string, values: readonly string[] | null | undefined) => {
    const lower = values?.map((value) => value.toLowerCase());
    return lower ? [`lower(${column}) = any(${bind(lower, "text[]")})`] : [];
  };
  const { minStars, languages, frameworks, licenses, hosts, isOfficial } = match;
  const ofLink = [
    ...isOneOf("k.framework", frameworks),
    ...(isOfficial == null ? [] : [`k.is_official = ${bind(isOfficial, "boolean")}`]),
  ];
  const ofRepository = [
    ...(minStars == null ? [] : [`r.star_sort >= ${bind(minStars, "int")}`]), // -1 while unknown
    ...isOneOf("r.language", languages),
    ...isOneOf("r.license", licenses),
    ...isOneOf("r.host", hosts),
  ];
  const repository = ofRepository.length > 0 ? "join repository r on r.row_id = k.repository" : "";
  const fits = `exists (select from repository_link k ${repository} where ${["k.paper = i.paper", ...ofLink, ...ofRepository].join(" and ")})`;
  return `(i.has_repository and ${fits})`;
}
