import type { Context } from "../context";
import { SqlWriter } from "../database/sql-writer";
import type { PaperFilter } from "../papers/paper.args";
import { filterCondition } from "../papers/paper.filter";
import type { ResolvedNames } from "../papers/paper.filter-names";
import { fieldsOf } from "../papers/paper.selection";
import { type Asked, candidateSql, Place } from "./candidate-sql";
import { byWords } from "./ranking";

/** A search: what was typed, looked up, and which papers it may find. */
export interface Search extends Asked {
  readonly filter: PaperFilter;
  readonly names: ResolvedNames;
}

/** A paper that was found, by row id, and how well it answers: from 0 to 1. */
export interface Found {
  readonly paper: number;
  readonly score: number;
}

/** All that was found, the best first, and whether nothing was left out. */
export interface FoundList {
  readonly papers: readonly Found[];
  readonly isWhole: boolean;
}

/** `paper` is null in the one row of an empty list; `inspected` counts the newest papers that were looked at. */
interface Row {
  readonly paper: number | null;
  readonly score: number;
  readonly inspected: number;
}

/** The papers that answer a search, ranked, up to the configured number. Those that it names, by id or by their whole title, come first. */
export async function findRanked({ sql, config, today }: Context, search: Search): Promise<FoundList> {
  const writer = new SqlWriter();
  const bind = (value: unknown, type: string) => writer.bind(value, type);
  const { searchCandidates, searchResultsMax } = config.limits;
  const { terms } = search.terms;
  const filter = fieldsOf(search.filter).length > 0 ? filterCondition(search.filter, { bind, names: search.names, today }) : null;
  const { sources, newest, isWhole } = candidateSql(search, filter, config.limits, bind);
  if (sources.length === 0) return { papers: [], isWhole: true };
  const score = terms.length === 0 ? "0" : byWords(terms, "c.vector", bind);
  const rows = await sql.planned<Row>(
    `/* findRanked */ with newest as materialized (${newest ?? "select 0::bigint as paper where false"}),
     ranked as (
       select paper, max(case when place >= ${Place.TITLE} then 1 when place = ${Place.BEGINNING} then (1 + score) / 2 else score end) as score
       from (select c.paper, c.place, (${score})::float8 as score from (${sources.join(" union all ")}) as c(paper, place, vector)) scored
       group by paper order by 2 desc, 1 desc limit ${bind(searchResultsMax + 1, "int")}
     )
     select r.paper, r.score, n.inspected from (select count(*) as inspected from newest) n left join ranked r on true order by r.score desc, r.paper desc`,
    writer.values,
  );
  const papers = rows.flatMap(({ paper, score }) => (paper === null ? [] : [{ paper, score }]));
  const isAllSeen = isWhole || (filter !== null && rows[0]!.inspected < searchCandidates);
  return { papers: papers.slice(0, searchResultsMax), isWhole: isAllSeen && papers.length <= searchResultsMax };
}
