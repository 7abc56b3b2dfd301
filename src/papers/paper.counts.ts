import type { Context } from "../context";
import { SqlWriter } from "../database/sql-writer";
import { ALL_PAPERS, isKept, keptCounts } from "./paper.kept-counts";
import { forEachParent, type PaperSelection, selectionSql } from "./paper.selection";

/** How many papers match: all of them, or at least so many. */
export interface PaperCount {
  readonly count: number;
  readonly isExact: boolean;
}

/** The count of a selection for each parent, in their order: kept where it is kept, else counted up to the configured limit. */
export async function countPapers(
  context: Context,
  selection: PaperSelection,
  parents: readonly number[],
): Promise<PaperCount[]> {
  const isExact = isKept(selection);
  const rows = isExact
    ? await keptCounts(context, selection, selection.scope === "all" ? [ALL_PAPERS] : parents)
    : await boundedCounts(context, selection, parents);
  const counts = new Map(rows.map(({ parent, count }) => [parent, count]));
  const { countLimit } = context.config.limits;
  return parents.map((parent) => {
    const count = counts.get(parent) ?? 0;
    return isExact || count <= countLimit ? { count, isExact: true } : { count: countLimit, isExact: false };
  });
}

interface CountRow {
  readonly parent: number;
  readonly count: number;
}

function boundedCounts({ sql, config }: Context, selection: PaperSelection, parents: readonly number[]): Promise<CountRow[]> {
  const writer = new SqlWriter();
  const counts = forEachParent(parents, writer, (parent) => {
    const { from, where } = selectionSql(selection, parent, writer, "index");
    const limit = writer.bind(config.limits.countLimit + 1, "int");
    return `select count(*) as count from (select from ${from} where ${where.join(" and ")} limit ${limit}) matching`;
  });
  return sql.planned<CountRow>(`/* boundedCounts */ select parent, count from (${counts}) counts`, writer.values);
}
