import type { Run, Send } from "../database/sql";

/** Brings what sources say of upvotes up to date for the papers in a table with a column `paper`: of each source its newest count, all added up. */
export async function deriveUpvotes(send: Send, papers: string): Promise<void> {
  await send(`/* deriveUpvotes */ with told as (
      select distinct on (s.paper, s.source) s.paper, (s.record->>'upvotes')::int as upvotes
      from paper_source s where s.paper in (select paper from ${papers}) and s.record->>'upvotes' is not null
      order by s.paper, s.source, s.record->>'changedAt' desc nulls last, s.source_key desc
    ), wanted as (
      select p.row_id as paper, p.sort_on, coalesce(sum(t.upvotes), 0)::int as upvotes
      from ${papers} n join paper p on p.row_id = n.paper left join told t on t.paper = n.paper group by p.row_id, p.sort_on
    )
    insert into paper_signal as s (paper, sort_on, source_upvotes)
    select w.paper, w.sort_on, w.upvotes from wanted w
    where w.upvotes > 0 or exists (select from paper_signal k where k.paper = w.paper) order by w.paper
    on conflict (paper) do update set sort_on = excluded.sort_on, source_upvotes = excluded.source_upvotes
      where (s.sort_on, s.source_upvotes) <> (excluded.sort_on, excluded.source_upvotes)`);
}

/** Gives the upvotes of members to the papers that papers turned out to be; a member's second upvote of one is none. To be called before those that are gone go; an heir may have no row yet. */
export async function moveUpvotes(run: Run, gone: readonly number[], heirs: readonly (number | null)[]): Promise<void> {
  await run(
    `/* moveUpvotes */ with moved as (
       insert into paper_upvote (paper, member, created_at)
       select m.heir, u.member, min(u.created_at) from unnest($1::bigint[], $2::bigint[]) as m(paper, heir) join paper_upvote u on u.paper = m.paper
       where m.heir is not null group by m.heir, u.member on conflict do nothing returning paper
     ), counted as (select paper, count(*)::int as upvotes from moved group by paper)
     insert into paper_signal as s (paper, sort_on, member_upvotes) select c.paper, coalesce(p.sort_on, '0001-01-01'), c.upvotes from counted c left join paper p on p.row_id = c.paper
     on conflict (paper) do update set member_upvotes = s.member_upvotes + excluded.member_upvotes`,
    [gone, heirs],
  );
}
