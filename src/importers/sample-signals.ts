import type { DataSource } from "typeorm";
import { type Run, transaction } from "../database/sql";

/** Today by the clock of the database, UTC. */
const TODAY = "(now() at time zone 'utc')::date";

/**
 * Keeps what upvotes and stars are now, where they differ from the sample before; again: nothing changes. A count that a source told is of the day on which it told it,
 * where that lies after the sample before, and of today otherwise.
 */
export function sampleSignals(db: DataSource): Promise<void> {
  return transaction(db, async (run) => {
    await run("/* sampleSignals */ set local statement_timeout = 0");
    await sampleUpvotes(run);
    await sampleStars(run);
  });
}

async function sampleUpvotes(run: Run): Promise<void> {
  await run(
    `/* sampleUpvotes */ with changed as (
       select s.paper, s.upvotes, l.day as last from paper_signal s
       left join lateral (select u.day, u.upvotes from upvote_sample u where u.paper = s.paper order by u.day desc limit 1) l on true
       where coalesce(l.upvotes, 0) <> s.upvotes
     ), told as (
       select c.paper, least(max((p.record->>'changedAt')::timestamptz at time zone 'utc')::date, ${TODAY}) as day
       from changed c join paper_source p on p.paper = c.paper where p.record->>'upvotes' is not null group by c.paper
     )
     insert into upvote_sample (paper, day, upvotes)
     select c.paper, case when c.last is null or t.day > c.last then coalesce(t.day, ${TODAY}) else ${TODAY} end, c.upvotes from changed c left join told t using (paper)
     on conflict (paper, day) do update set upvotes = excluded.upvotes`,
  );
}

async function sampleStars(run: Run): Promise<void> {
  // Rankings tell of days that are long over: all that they tell is kept.
  await run(
    `/* sampleTold */ insert into star_sample (repository, day, stars)
     select repository, left(record->>'observedOn', 10)::date, max((record->>'starCount')::int) from repository_source
     where record->>'observedOn' is not null and record->>'starCount' is not null and left(record->>'observedOn', 10)::date <= ${TODAY} group by 1, 2
     on conflict (repository, day) do nothing`,
  );
  await run(
    `/* sampleStars */ insert into star_sample (repository, day, stars)
     select r.row_id, ${TODAY}, r.star_count from repository r
     left join lateral (select s.stars from star_sample s where s.repository = r.row_id order by s.day desc limit 1) l on true
     where r.star_count is not null and r.star_count is distinct from l.stars
     on conflict (repository, day) do update set stars = excluded.stars`,
  );
}
