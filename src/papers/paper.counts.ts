import type { Context } from "../context";
import { SqlWriter } from "../database/sql-writer";
import type { DateRange } from "./paper.args";
import { firstDayOf } from "./paper.filter";
import { forEachParent, isSimple, type PaperSelection, selectionSql } from "./paper.selection";

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
  const rows = isKept(selection)
    ? await keptCounts(context, selection, parents)
    : await boundedCounts(context, selection, parents);
  const counts = new Map(rows.map((row) => [row.parent, row]));
  const { countLimit } = context.config.limits;
  return parents.map((parent) => {
    const { count = 0, isKept: isExact = true } = counts.get(parent) ?? {};
    return isExact || count <= countLimit ? { count, isExact: true } : { count: countLimit, isExact: false };
  });
}

interface CountRow {
  readonly parent: number;
  readonly count: number;
  readonly isKept: boolean;
}

/** Counts are kept by topic and month, with and without code: for no filter, whole months, and hasRepository. */
function isKept(selection: PaperSelection): boolean {
  return isSimple(selection) && isWholeMonths(selection.filter.publishedOn);
}

function isWholeMonths(range: DateRange | null | undefined): boolean {
  if (!range) return true;
  if (range.lastDays != null) return false;
  return (range.from == null || range.from.endsWith("-01")) && (range.to == null || dayAfter(range.to).endsWith("-01"));
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Topic 0 stands for all papers; the month 0001-01-01 for undated ones. */
function keptCounts({ sql }: Context, { scope, filter }: PaperSelection, parents: readonly number[]): Promise<CountRow[]> {
  const column =
    filter.hasRepository == null ? "papers" : filter.hasRepository ? "papers_with_code" : "papers - papers_with_code";
  const range = filter.publishedOn;
  return sql.prepared<CountRow>(
    `/* keptCounts */ select topic as parent, sum(${column}) ::bigint as count, true as "isKept" from topic_count
     where topic = any($1::int[]) and month >= $2::date and month <= $3::date group by topic`,
    [scope === "all" ? [0] : parents, range ? firstDayOf(range) : "0001-01-01", range?.to ?? "infinity"],
  );
}

function boundedCounts({ sql, config }: Context, selection: PaperSelection, parents: readonly number[]): Promise<CountRow[]> {
  const writer = new SqlWriter();
  const counts = forEachParent(parents, writer, (parent) => {
    const { from, where } = selectionSql(selection, parent, writer, "index");
    const limit = writer.bind(config.limits.countLimit + 1, "int");
    return `select count(*) as count from (select from ${from} where ${where.join(" and ")} limit ${limit}) matching`;
  });
  return sql.planned<CountRow>(
    `/* boundedCounts */ select parent, count, false as "isKept" from (${counts}) counts`,
    writer.values,
  );
}
