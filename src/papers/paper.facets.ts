import type { Context } from "../context";
import { SqlWriter } from "../database/sql-writer";
import { once } from "../graphql/batch";
import type { PaperMatches } from "./paper.queries";
import { forEachParent, selectionSql } from "./paper.selection";

/** The papers that facets count: every match, or the newest so many. */
export interface FacetSample {
  readonly papers: readonly number[];
  readonly isWhole: boolean;
}

/** What the facets of one connection share: its matches, gathered once. */
export interface FacetSource {
  readonly sample: FacetSample;
  /** The sample as if the filter's top-level topics were absent. */
  readonly sampleWithoutTopics: () => Promise<FacetSample>;
}

/** Gathers the matches of a list, not only of its page. */
export async function gatherFacets(context: Context, matches: PaperMatches, withoutTopics: PaperMatches): Promise<FacetSource> {
  return { sample: await readSample(context, matches), sampleWithoutTopics: once(() => readSample(context, withoutTopics)) };
}

async function readSample({ sql, config }: Context, { selection, parent }: PaperMatches): Promise<FacetSample> {
  const writer = new SqlWriter();
  const size = config.limits.facetSampleSize;
  const matches = forEachParent([parent], writer, (bound) => {
    const { from, where } = selectionSql(selection, bound, writer, "index");
    return `select i.paper from ${from} where ${where.join(" and ")} order by i.sort_on desc, i.paper desc limit ${writer.bind(size + 1, "int")}`;
  });
  const rows = await sql.planned<{ paper: number }>(`/* facetSample */ ${matches}`, writer.values);
  return { papers: rows.slice(0, size).map(({ paper }) => paper), isWhole: rows.length <= size };
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

/** The rows of a facet over a sample, in the order in which the schema shows them; empty for an empty sample. */
export function countFacet<Value>(
  { sql }: Context,
  name: keyof typeof facets,
  { papers }: FacetSample,
  limit = MOST_TEXTS,
): Promise<FacetRow<Value>[]> {
  return sql.prepared(`/* countFacet */ with m as (select unnest($1::bigint[]) as paper) ${facets[name]}`, [papers, limit]);
}
