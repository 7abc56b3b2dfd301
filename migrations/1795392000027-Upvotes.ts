import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Who upvoted what, and what moves often of papers, apart from their wide rows. A paper without signals may have no row.
 * `sort_on` is the paper's own, so that one index gives the most upvoted, the newest of equal ones first.
 */
export class Upvotes1795392000027 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table paper_upvote (
        paper bigint not null references paper on delete cascade deferrable initially deferred,
        member bigint not null references member on delete cascade,
        created_at timestamptz(3) not null default now(),
        primary key (paper, member)
      )`);
    await db.query(`create index paper_upvote_member on paper_upvote (member, paper)`);
    await db.query(`
      create table paper_signal (
        paper bigint primary key references paper on delete cascade deferrable initially deferred,
        sort_on date not null,
        member_upvotes int not null default 0,
        source_upvotes int not null default 0,
        upvotes int not null generated always as (member_upvotes + source_upvotes) stored
      ) with (fillfactor = 70)`);
    await db.query(`create index paper_signal_upvotes on paper_signal (upvotes, sort_on, paper) where upvotes > 0`);
    await db.query(`
      insert into paper_signal (paper, sort_on, source_upvotes)
      select p.row_id, p.sort_on, sum(told.upvotes) from (
        select distinct on (paper, source) paper, (record->>'upvotes')::int as upvotes from paper_source
        where record->>'upvotes' is not null order by paper, source, record->>'changedAt' desc nulls last, source_key desc
      ) told join paper p on p.row_id = told.paper group by p.row_id having sum(told.upvotes) > 0`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table paper_signal, paper_upvote`);
  }
}
