import type { Context } from "../context";
import { columnsOf } from "../database/columns";
import type { Sql } from "../database/sql";
import { oneByKey } from "../graphql/batch";
import { type PageArgs, pageRequest } from "../graphql/connection";
import { findPages } from "../graphql/find-pages";
import type { Bind, Order } from "../graphql/keyset";
import { Paper } from "../papers/paper";
import type { PaperFilter } from "../papers/paper.args";
import { filterCondition } from "../papers/paper.filter";
import { checkFilter } from "../papers/paper.filter-limits";
import { resolveNames } from "../papers/paper.filter-names";
import type { DailyList, DailyPaper, DailyPaperPage } from "./daily-list";

/** The lists of days, with the days before and after that have papers. Days without papers give null. */
export function dailyLoaders(sql: Sql) {
  return {
    dailyListByDay: oneByKey(
      (days: readonly string[]) =>
        sql.prepared<DailyList>(
          `/* dailyListByDay */ select 'DailyList' as "__typename", d.day::text as uid, d.day as date,
             (select max(day) from daily_entry where day < d.day) as previous, (select min(day) from daily_entry where day > d.day) as next
           from unnest($1::date[]) as d(day) where exists (select from daily_entry where day = d.day)`,
          [days],
        ),
      ({ date }) => date,
    ),
  };
}

/** The list of a day, or of the newest day that has papers when none is given; null when there is none. */
export async function findDailyList({ sql, loaders }: Context, date: string | null | undefined): Promise<DailyList | null> {
  if (date != null) return loaders.dailyListByDay.load(date);
  const [newest] = await sql.prepared<{ day: string | null }>("/* newestDay */ select max(day) as day from daily_entry");
  return newest!.day === null ? null : loaders.dailyListByDay.load(newest!.day);
}

const byPosition: Order<DailyPaper> = {
  name: "POSITION",
  direction: "asc",
  keys: [
    { column: "e.position", property: "position", type: "int" },
    { column: "e.paper", property: "rowId", type: "int" },
  ],
};

/** A page of the papers of each day under a filter, in the order of their positions; a filter leaves the positions as they are. */
export async function findDailyPapers(
  context: Context,
  days: readonly string[],
  { filter, ...args }: PageArgs & { filter?: PaperFilter | null },
): Promise<DailyPaperPage[]> {
  const { db, sql, config } = context;
  const page = pageRequest(args, byPosition, config.limits);
  checkFilter(filter ?? {}, config.limits);
  const names = await resolveNames(filter ?? {}, context.filterNames);
  const list = {
    name: "findDailyPapers",
    columns: `e.position, e.submitted_by as "submittedBy", ${columnsOf(db, Paper, "p")}`,
    from: "daily_entry e join paper_index i on i.paper = e.paper join paper p on p.row_id = e.paper",
    where: (bind: Bind, day: string) => [`e.day = ${day}`, filterCondition(filter ?? {}, { bind, names, today: context.today })],
    order: byPosition,
    columnSql: (column: string) => column,
    parentType: "date" as const,
  };
  return findPages<DailyPaper>(sql.planned, list, days, page);
}
