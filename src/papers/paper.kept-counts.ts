import type { Context } from "../context";
import type { DateRange } from "./paper.args";
import { firstDayOf } from "./paper.filter";
import { isSimple, type PaperSelection } from "./paper.selection";

/** Whether counts of a selection are kept: by topic and month, with and without code, so for no filter, one topic, whole months, and hasRepository. */
export function isKept(selection: PaperSelection): boolean {
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
export const ALL_PAPERS = 0;

/** What `topic_count` holds of a kept selection: the columns to add up, and the months, both ends included. */
export function keptPart({ filter: { hasRepository, publishedOn } }: PaperSelection) {
  return {
    withCode: hasRepository === false ? "0" : "papers_with_code",
    withoutCode: hasRepository === true ? "0" : "papers - papers_with_code",
    months: [publishedOn ? firstDayOf(publishedOn) : "0001-01-01", publishedOn?.to ?? "infinity"] as const,
  };
}

/** How many papers each of these topics has under a kept selection; those without any may be missing. */
export function keptCounts(
  { sql }: Context,
  selection: PaperSelection,
  topics: readonly number[],
): Promise<{ readonly parent: number; readonly count: number }[]> {
  const { withCode, withoutCode, months } = keptPart(selection);
  return sql.prepared(
    `/* keptCounts */ select topic as parent, sum(${withCode} + ${withoutCode}) ::bigint as count from topic_count
     where topic = any($1::int[]) and month >= $2::date and month <= $3::date group by topic`,
    [topics, ...months],
  );
}
