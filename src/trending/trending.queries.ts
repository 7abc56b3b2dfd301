import type { Context } from "../context";
import { columnsOf } from "../database/columns";
import type { Sql } from "../database/sql";
import { pageByKey } from "../graphql/batch";
import { type ForwardPageArgs, pageRequest } from "../graphql/connection";
import type { CountPoint, Days } from "../graphql/count-point";
import { findPage } from "../graphql/find-pages";
import type { Bind, Order } from "../graphql/keyset";
import { Paper } from "../papers/paper";
import type { PaperFilter } from "../papers/paper.args";
import { filterCondition } from "../papers/paper.filter";
import { checkFilter } from "../papers/paper.filter-limits";
import { resolveNames } from "../papers/paper.filter-names";
import { type TrendingPage, type TrendingPaper, type TrendingScore, TrendingWindow } from "./trending";

/** The columns of an entry `t`. */
const PLACE = `t.score, t.rank, t.previous_rank as "previousRank", t.day as "asOf", t.formula as "formulaVersion", t.recency, t.upvotes, t.stars, t.code`;

/** Which list: of a window, on a day or the newest before it; today's when no day is said. */
export interface ListArgs {
  readonly window?: TrendingWindow | null;
  readonly asOf?: string | null;
}

const byRank: Order<TrendingPaper> = {
  name: "TRENDING_RANK",
  direction: "asc",
  keys: [{ column: "t.rank", property: "rank", type: "int" }],
};

/** The newest day up to one that has a list. */
const LIST_DAY = (window: string, day: string) =>
  `(select max(day) from trending_entry where time_window = ${window} and day <= ${day})`;

/** A page of a list under a filter, in the order of the ranks. */
export async function findTrending(
  context: Context,
  { window, asOf, filter, ...args }: ListArgs & ForwardPageArgs & { filter?: PaperFilter | null },
): Promise<TrendingPage> {
  const { db, sql, config } = context;
  const page = pageRequest(args, byRank, config.limits);
  checkFilter(filter ?? {}, config.limits);
  const names = await resolveNames(filter ?? {}, context.filterNames);
  const asked = window ?? TrendingWindow.WEEK;
  const [list] = await sql.prepared<{ day: string | null }>(`/* listDay */ select ${LIST_DAY("$1", "$2::date")} as day`, [
    asked,
    asOf ?? context.today,
  ]);
  const { day } = list!;
  const found = await findPage<TrendingPaper>(
    sql.planned,
    {
      name: "findTrending",
      columns: `${PLACE}, ${columnsOf(db, Paper, "p")}`,
      from: "trending_entry t join paper_index i on i.paper = t.paper join paper p on p.row_id = t.paper",
      where: (bind: Bind) => [
        `t.time_window = ${bind(asked, "text")} and t.day = ${bind(day, "date")}`,
        filterCondition(filter ?? {}, { bind, names, today: context.today }),
      ],
      order: byRank,
      columnSql: (column: string) => column,
    },
    page,
  );
  return { ...found, asOf: day, window: asked };
}

/** The places of papers on a list, and how their upvotes and the stars of repositories went. */
export function trendingLoaders(sql: Sql, today: () => string) {
  const history = (table: string, key: string, column: string) =>
    pageByKey(async (rows: readonly number[], { from, to }: Days) => {
      const points = await sql.prepared<CountPoint & { row: number }>(
        `/* signalHistory */ select k.row, d.day::date as date, s.count from unnest($1::bigint[]) as k(row)
         cross join generate_series($2::date, $3::date, interval '1 day') as d(day)
         cross join lateral (select ${column} as count from ${table} where ${key} = k.row and day <= d.day order by day desc limit 1) s order by k.row, d.day`,
        [rows, from, to],
      );
      const byRow = new Map<number, CountPoint[]>(rows.map((row) => [row, []]));
      for (const { row, ...point } of points) byRow.get(row)!.push(point);
      return rows.map((row) => byRow.get(row)!);
    });
  return {
    trendingByPaper: pageByKey(async (papers: readonly number[], { window, asOf }: ListArgs) => {
      const asked = window ?? TrendingWindow.WEEK;
      const rows = await sql.prepared<TrendingScore & { paper: number }>(
        `/* trendingByPaper */ select t.paper, ${PLACE} from trending_entry t
         where t.paper = any($1::bigint[]) and t.time_window = $2 and t.day = ${LIST_DAY("$2", "$3::date")} order by t.rank`,
        [papers, asked, asOf ?? today()],
      );
      return papers.map((paper) => rows.find((row) => row.paper === paper) ?? null);
    }),
    upvoteHistoryByPaper: history("upvote_sample", "paper", "upvotes"),
    starHistoryByRepository: history("star_sample", "repository", "stars"),
  };
}
