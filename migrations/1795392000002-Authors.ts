import type { MigrationInterface, QueryRunner } from "typeorm";

/** Authors are normalised names; an authorship keeps the name as it was printed. */
export class Authors1795392000002 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table author (
        row_id bigint generated always as identity primary key,
        uid uuid not null default gen_random_uuid() unique,
        slug text not null unique,
        name text not null,
        name_key text collate "C" not null unique
      )`);
    await db.query(`
      create table authorship (
        paper bigint not null references paper on delete cascade,
        position int not null check (position > 0),
        name text not null,
        author bigint not null references author,
        primary key (paper, position)
      )`);
    await db.query(`create index authorship_author on authorship (author, paper)`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table authorship, author`);
  }
}
