import type { Context } from "../context";
import { SqlWriter } from "../database/sql-writer";
import { once } from "../graphql/batch";
import { ALL_PAPERS, isKept, keptPart } from "./paper.kept-counts";
import { withinTime } from "./paper.late";
import type { PaperMatches, PaperPage } from "./paper.queries";
import { forEachParent, selectionSql } from "./paper.selection";

/** The papers that facets count: every match, or the newest so many. */
export interface FacetSample {
  readonly papers: readonly number[];
  readonly isWhole: boolean;
}

/** A list whose facets are asked, all its pages together. Its papers are gathered when the first facet asks for them, and once. */
export interface FacetSource {
  /** What kept counts may answer; null for what a search found. */
  readonly matches: PaperMatches | null;
  readonly sample: () => Promise<FacetSample>;
}

/** What the facets of one connection share. */
export interface ConnectionFacets extends FacetSource {
  /** The same list as if the filter's top-level topics were absent. */
  readonly withoutTopics: FacetSource;
}

/** The facets of a list, not only of its page. */
export function facetsOf(context: Context, { matches, matchesWithoutTopics }: PaperPage): ConnectionFacets {
  const sourceOf = (matches: PaperMatches): FacetSource => ({ matches, sample: once(() => readSample(context, matches)) });
  return { ...sourceOf(matches), withoutTopics: sourceOf(matchesWithoutTopics) };
}

/** The newest matches; where gathering them takes too long, those among the newest papers alone, among fewer where that does too. */
async function readSample({ sql, config }: Context, { selection, parent }: PaperMatches): Promise<FacetSample> {
  const { facetSampleSize: size, countTimeLimitMs } = config.limits;
  const gather = (window?: number) => {
    const writer = new SqlWriter();
    const matches = forEachParent([parent], writer, (bound) => {
      const { from, where } = selectionSql(selection, bound, writer, "index", window);
      return `select i.paper from ${from} where ${where.join(" and ")} order by i.sort_on desc, i.paper desc limit ${writer.bind(size + 1, "int")}`;
    });
    return { text: `/* facetSample */ ${matches}`, values: writer.values };
  };
  const { found, isWhole } = await withinTime(countTimeLimitMs, size, (window, ms) => {
    const { text, values } = gather(window);
    return ms === null ? sql.planned<{ paper: number }>(text, values) : sql.hurried<{ paper: number }>(ms, text, values);
  });
  return { papers: found.slice(0, size).map(({ paper }) => paper), isWhole: isWhole && found.length <= size };
}

/** One value of a facet with its number of papers. */
export interface FacetRow<Value> {
  readonly value: Value;
  readonly count: number;
}

/** Texts that a facet gives at most. */
const MOST_TEXTS = 100;

/** A new facet of texts or dates is a line here and a field of PaperFacets. `m.paper` runs over the sample. */
const facets = {
  years: `select extract(year from i.sort_on)::int as value, count(*) as count from m join paper_index i using (paper)
    where i.sort_on > '0001-01-01' group by 1 order by 1 desc limit $2`,
  months: `select date_trunc('month', i.sort_on)::date as value, count(*) as count from m join paper_index i using (paper)
    where i.sort_on > '0001-01-01' group by 1 order by 1 desc limit $2`,
  // Texts that differ only in case are one, as they are for a filter.
  frameworks: `select min(k.framework collate "C") as value, count(distinct m.paper) as count from m join repository_link k using (paper)
    where k.framework is not null group by lower(k.framework) order by count desc, value limit $2`,
  languages: `select min(r.language collate "C") as value, count(distinct m.paper) as count from m join repository_link k using (paper)
    join repository r on r.row_id = k.repository where r.language is not null group by lower(r.language) order by count desc, value limit $2`,
  hasRepository: `select i.has_repository as value, count(*) as count from m join paper_index i using (paper) group by 1 limit $2`,
};

/** The same of what is kept: exact, however many match. `m` holds a month's papers, with and without code. */
const keptFacets: Partial<Record<keyof typeof facets, string>> = {
  years: `select extract(year from month)::int as value, sum(yes + no)::int as count from m
    where month > '0001-01-01' group by 1 having sum(yes + no) > 0 order by 1 desc limit $4`,
  months: `select month as value, yes + no as count from m where month > '0001-01-01' and yes + no > 0 order by 1 desc limit $4`,
  hasRepository: `select value, count::int from (select true, sum(yes) from m union all select false, sum(no) from m) b(value, count) limit $4`,
};

/** The rows of a facet, in the order in which the schema shows them; empty where nothing matches. */
export async function countFacet<Value>(
  context: Context,
  name: keyof typeof facets,
  { matches, sample }: FacetSource,
  limit = MOST_TEXTS,
): Promise<FacetRow<Value>[]> {
  const kept = keptFacets[name];
  if (kept && matches && isKept(matches.selection)) return countKeptFacet(context, kept, matches, limit);
  const { papers } = await sample();
  return context.sql.prepared(`/* countFacet */ with m as (select unnest($1::bigint[]) as paper) ${facets[name]}`, [
    papers,
    limit,
  ]);
}

function countKeptFacet<Value>(
  { sql }: Context,
  facet: string,
  { selection, parent }: PaperMatches,
  limit: number,
): Promise<FacetRow<Value>[]> {
  const { withCode, withoutCode, months } = keptPart(selection);
  return sql.prepared(
    `/* countKeptFacet */ with m as (
       select month, ${withCode} as yes, ${withoutCode} as no from topic_count where topic = $1 and month >= $2::date and month <= $3::date
     ) ${facet}`,
    [selection.scope === "all" ? ALL_PAPERS : parent, ...months, limit],
  );
}
