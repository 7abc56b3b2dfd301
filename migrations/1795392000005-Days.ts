import type { MigrationInterface, QueryRunner } from "typeorm";

/** The list of each day. `list_position` is what the source gave; `position` counts the day's papers from 1 without a gap. */
export class Days1795392000005 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table daily_entry (
        day date not null,
        paper bigint not null references paper on delete cascade,
        position int not null,
        list_position int not null,
        submitted_by text,
        primary key (day, paper)
      )`);
    await db.query(`create index daily_entry_position on daily_entry (day, position, paper)`);
    await db.query(`create index daily_entry_paper on daily_entry (paper, day)`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table daily_entry`);
  }
}
