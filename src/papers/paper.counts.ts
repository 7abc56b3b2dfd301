import type { Context } from "../context";
import { SqlWriter } from "../database/sql-writer";
import { ALL_PAPERS, isKept, keptCounts } from "./paper.kept-counts";
import { withinTime } from "./paper.late";
import { forEachParent, type PaperSelection, selectionSql } from "./paper.selection";

/** How many papers match: all of them, or at least so many. */
export interface PaperCount {
  readonly count: number;
  readonly isExact: boolean;
}

/**
 * The count of a selection for each parent, in their order: kept where it is kept, else counted up to the configured limit.
 * Where that takes too long, the count of the newest papers alone, of fewer where that does too: at least so many match.
 */
export async function countPapers(
  context: Context,
  selection: PaperSelection,
  parents: readonly number[],
): Promise<PaperCount[]> {
  if (isKept(selection)) {
    const kept = await keptCounts(context, selection, selection.scope === "all" ? [ALL_PAPERS] : parents);
    return inOrder(parents, kept, (count) => ({ count, isExact: true }));
  }
  const { countLimit, countTimeLimitMs } = context.config.limits;
  const { found, isWhole } = await withinTime(countTimeLimitMs, countLimit, (window, ms) => {
    const { text, values } = boundedCounts(context, selection, parents, window);
    return ms === null ? context.sql.planned<CountRow>(text, values) : context.sql.hurried<CountRow>(ms, text, values);
  });
  return inOrder(parents, found, (count) =>
    isWhole ? { count: Math.min(count, countLimit), isExact: count <= countLimit } : { count, isExact: false },
  );
}

interface CountRow {
  readonly parent: number;
  readonly count: number;
}

function inOrder(parents: readonly number[], rows: readonly CountRow[], toCount: (count: number) => PaperCount): PaperCount[] {
  const counts = new Map(rows.map(({ parent, count }) => [parent, count]));
  return parents.map((parent) => toCount(counts.get(parent) ?? 0));
}

/** With a `window`, what matches among the newest so many papers of each parent. */
function boundedCounts({ config }: Context, selection: PaperSelection, parents: readonly number[], window?: number) {
  const writer = new SqlWriter();
  const counts = forEachParent(parents, writer, (parent) => {
    const { from, where } = selectionSql(selection, parent, writer, "index", window);
    const limit = writer.bind(config.limits.countLimit + 1, "int");
    return `select count(*) as count from (select from ${from} where ${where.join(" and ")} limit ${limit}) matching`;
  });
  return { text: `/* boundedCounts */ select parent, count from (${counts}) counts`, values: writer.values };
}
