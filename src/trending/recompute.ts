import type { DataSource } from "typeorm";
import { type Run, transaction } from "../database/sql";
import { FORMULA_VERSION, formulaOf, HALF_LIVES, type Window } from "./score";

/** Papers that a list holds at most. */
export const LIST_SIZE = 10_000;

/** A repository of more papers is a collection: its stars are not theirs. */
const MOST_PAPERS = 20;

const WINDOWS: readonly Window[] = ["DAY", "WEEK", "MONTH"];

/**
 * Computes what was trending on a day, for each window, from what was known up to its end: from the samples of that day and before. Again: the same, from what is known now.
 * Gives how many papers each list holds; a day without any has no list.
 */
export function computeTrending(db: DataSource, day: string): Promise<Record<Window, number>> {
  return transaction(db, async (run) => {
    await run("/* computeTrending */ set local statement_timeout = 0");
    await run("/* computeTrending */ select pg_advisory_xact_lock(4170031)"); // one at a time
    const counts = {} as Record<Window, number>;
    for (const window of WINDOWS) counts[window] = await computeWindow(run, day, window);
    await placePapers(run);
    await run("/* raiseVersion */ update catalogue_version set version = version + 1");
    return counts;
  });
}

/** One statement: score.ts in SQL; a test holds the two together. */
async function computeWindow(run: Run, day: string, window: Window): Promise<number> {
  const { days, halfLife, weights } = formulaOf(FORMULA_VERSION);
  const span = HALF_LIVES * halfLife[window]; // papers that are older and gained nothing are not looked at
  await run("/* forgetWindow */ delete from trending_entry where time_window = $1 and day = $2", [window, day]);
  /** What the rows of samples gained within the window: the last value in it, less the last one before. */
  const gained = (table: string, key: string, column: string) => `
    select n.${key}, greatest(0, n.${column} - coalesce(
        (select b.${column} from ${table} b where b.${key} = n.${key} and b.day <= $1::date - $3::int order by b.day desc limit 1), 0)) as gained
    from (select distinct on (${key}) ${key}, ${column} from ${table} where day > $1::date - $3::int and day <= $1::date order by ${key}, day desc) n`;
  const [made] = await run<{ count: number }>(
    `/* computeTrending */ with upvoted as materialized (${gained("upvote_sample", "paper", "upvotes")}),
     starred as materialized (
       select l.paper, max(g.gained) as gained from (${gained("star_sample", "repository", "stars")}) g
       join repository r on r.row_id = g.repository and r.paper_count <= ${MOST_PAPERS} join repository_link l on l.repository = g.repository group by l.paper
     ), listed as materialized (
       select paper, max(day) as day from daily_entry where day >= $1::date - $4::int and day <= $1::date group by paper
     ), candidate as (
       select paper from paper_index where sort_on >= $1::date - $4::int and sort_on <= $1::date
       union select paper from listed union select paper from upvoted where gained > 0 union select paper from starred where gained > 0
     ), measured as (
       select i.paper, i.sort_on, i.has_repository, greatest(nullif(i.sort_on, '0001-01-01'), n.day) as shown_on,
         coalesce(u.gained, 0) as upvotes_gained, coalesce(s.gained, 0) as stars_gained
       from candidate c join paper_index i using (paper) left join listed n using (paper) left join upvoted u using (paper) left join starred s using (paper)
       where i.sort_on <= $1::date
     ), valued as (
       select paper, sort_on, case when ($1::date - shown_on) / $5::float8 <= ${HALF_LIVES} then power(2, -($1::date - shown_on) / $5::float8) else 0 end as recency, ln(1 + upvotes_gained::float8) as upvotes,
         ln(1 + stars_gained::float8) as stars, has_repository::int::float8 as code from measured
     ), scored as (
       select *, recency * $6::float8 + upvotes * $7::float8 + stars * $8::float8 + code * $9::float8 as score from valued
       where recency > 0 or upvotes > 0 or stars > 0
     ), ranked as (
       select *, row_number() over (order by score desc, sort_on desc, paper desc) as rank from scored order by rank limit ${LIST_SIZE}
     ), written as (
       insert into trending_entry (day, time_window, rank, paper, formula, previous_rank, score, recency, upvotes, stars, code)
       select $1::date, $2, r.rank, r.paper, $10::int, b.rank, r.score, r.recency, r.upvotes, r.stars, r.code
       from ranked r left join trending_entry b on b.paper = r.paper and b.time_window = $2 and b.day = $1::date - 1 returning paper
     ) select count(*) as count from written`,
    [
      ...[day, window, days[window], span, halfLife[window]],
      ...[weights.RECENCY, weights.UPVOTES, weights.STARS, weights.CODE, FORMULA_VERSION],
    ],
  );
  return made!.count;
}

/** Gives papers their place in the newest week, by which they are ordered. */
async function placePapers(run: Run): Promise<void> {
  await run(
    `/* placePapers */ with newest as (
       select t.paper, ${LIST_SIZE + 1} - t.rank as place from trending_entry t
       where t.time_window = 'WEEK' and t.day = (select max(day) from trending_entry where time_window = 'WEEK')
     ), gone as (
       update paper_signal s set trending = 0 where s.trending > 0 and not exists (select from newest n where n.paper = s.paper)
     )
     insert into paper_signal as s (paper, sort_on, trending) select n.paper, p.sort_on, n.place from newest n join paper p on p.row_id = n.paper
     on conflict (paper) do update set trending = excluded.trending where s.trending <> excluded.trending`,
  );
}
