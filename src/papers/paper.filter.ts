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

/** Words of title or abstract. A text of stop words and punctuation alone asks for nothing, so it holds always. */
function textCondition(text: string, { bind }: FilterSql): string {
  const query = `websearch_to_tsquery('english', ${bind(text, "text")})`;
  return `(numnode(${query}) = 0 or exists (select from paper_search s where s.paper = i.paper and s.vector @@ ${query}))`;
}

function topicsCondition({ anyOf, allOf, noneOf, descendants, minConfidence }: TopicMatch, { bind, names }: FilterSql): string {
  const isInherited = descendants !== false;
  const holdsAny = (topics: readonly NamedTopic[]): string => {
    const asserted = topics.flatMap(({ rowId, withDescendants }) => (isInherited ? withDescendants : [rowId]));
    const indexed = `i.topic_ids && ${bind(
      topics.map(({ rowId }) => rowId),
      "int[]",
    )}`;
    if (isInherited && minConfidence == null) return indexed;
    // The index by topic narrows the papers, the links then decide.
    return `(${indexed} and exists (select from topic_link l where l.paper = i.paper and l.topic = any(${bind(asserted, "int[]")}) and l.confidence >= ${bind(minConfidence ?? 0, "real")}))`;
  };
  const holdsAll = (topics: readonly NamedTopic[]): string =>
    isInherited && minConfidence == null && topics.length > 0
      ? `i.topic_ids @> ${bind(
          topics.map(({ rowId }) => rowId),
          "int[]",
        )}`
      : joined(
          topics.map((topic) => holdsAny([topic])),
          "and",
          "true",
        );
  const found = (list: readonly string[]) => list.map((name) => names.topics.get(name)!);
  return joined(
    [
      ...(anyOf == null ? [] : [holdsAny(found(anyOf))]),
      ...(allOf == null ? [] : [holdsAll(found(allOf))]),
      ...(noneOf == null ? [] : [`not ${holdsAny(found(noneOf))}`]),
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

function repositoryCondition(
  { minStars, languages, frameworks, licenses, hosts, isOfficial }: RepositoryMatch,
  bind: Bind,
): string {
  const isOneOf = (column: string, values: readonly string[] | null | undefined) =>
    values == null
      ? []
      : [
          `lower(${column}) = any(${bind(
            values.map((value) => value.toLowerCase()),
            "text[]",
          )})`,
        ];
  const parts = [
    ...(minStars == null ? [] : [`r.star_count >= ${bind(minStars, "int")}`]),
    ...isOneOf("r.language", languages),
    ...isOneOf("k.framework", frameworks),
    ...isOneOf("r.license", licenses),
    ...isOneOf("r.host", hosts),
    ...(isOfficial == null ? [] : [`k.is_official = ${bind(isOfficial, "boolean")}`]),
  ];
  const fits = `exists (select from repository_link k join repository r on r.row_id = k.repository where k.paper = i.paper and ${joined(parts, "and", "true")})`;
  return `(i.has_repository and ${fits})`;
}
