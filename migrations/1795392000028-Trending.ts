import type { MigrationInterface, QueryRunner } from "typeorm";

/** What moved when, and what was trending on each day. A sample is a row only where the value differs from the one before. */
export class Trending1795392000028 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table upvote_sample (
        paper bigint not null references paper on delete cascade,
        day date not null,
        upvotes int not null,
        primary key (paper, day)
      )`);
    await db.query(`create index upvote_sample_day on upvote_sample (day, paper)`);
    await db.query(`
      create table star_sample (
        repository bigint not null references repository on delete cascade,
        day date not null,
        stars int not null,
        primary key (repository, day)
      )`);
    await db.query(`create index star_sample_day on star_sample (day, repository)`);
    await db.query(`
      create table trending_entry (
        day date not null,
        time_window text not null check (time_window in ('DAY', 'WEEK', 'MONTH')),
        rank int not null,
        paper bigint not null references paper on delete cascade,
        formula int not null,
        previous_rank int,
        score float8 not null,
        recency float8 not null,
        upvotes float8 not null,
        stars float8 not null,
        code float8 not null,
        primary key (time_window, day, rank)
      )`);
    await db.query(`create index trending_entry_paper on trending_entry (paper, time_window, day)`);
    // The place in the newest week, greatest first; 0 for all others.
    await db.query(`alter table paper_signal add column trending int not null default 0`);
    await db.query(`create index paper_signal_trending on paper_signal (trending, sort_on, paper) where trending > 0`);
  }

  async down(db: QueryRunner) {
    await db.query(`alter table paper_signal drop column trending`);
    await db.query(`drop table trending_entry, star_sample, upvote_sample`);
  }
}
