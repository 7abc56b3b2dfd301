import type { Bind } from "../graphql/keyset";

/** Papers that are added to both sides, so that a topic of few papers does not seem to grow like one of many. */
const SMOOTHING = 10;

/**
 * Topics `t` with their `growth`, from the counts that are kept: papers of three months against those that the three months before them let expect, at the growth of all papers:
 * (recent + k) / (before * all recent / all before + k). Above 1 a topic grows faster than the graph, whatever part of the running month is over and however its sources come in.
 * The newest month that has papers is the last of the six, but none after `today`: papers may bear dates to come, and an archive ends long ago.
 */
export function topicsWithGrowth(today: string): (bind: Bind) => string {
  return (bind) => `(
    select t.*, (own.recent + ${SMOOTHING}) / (own.before * coalesce(every.recent / nullif(every.before, 0), 0) + ${SMOOTHING}) as growth
    from (select max(c.month) as month from topic_count c where c.topic = 0 and c.papers > 0 and c.month > '0001-01-01' and c.month <= ${bind(today, "date")}) newest
      cross join lateral (${sums("0")}) every cross join topic t cross join lateral (${sums("t.row_id")}) own
  ) t`;
}

const sums = (topic: string): string => {
  const papers = (months: string) =>
    `coalesce(sum(c.papers) filter (where c.month ${months} newest.month - interval '3 months'), 0)::float8`;
  return `select ${papers(">")} as recent, ${papers("<=")} as before from topic_count c
    where c.topic = ${topic} and c.month > newest.month - interval '6 months' and c.month <= newest.month`;
};
