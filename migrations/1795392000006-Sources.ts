import type { MigrationInterface, QueryRunner } from "typeorm";

/** Each source record as it was understood, whole: papers are computed from these. And the imports that brought them. */
export class Sources1795392000006 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table paper_source (
        source text not null,
        source_key text not null,
        paper bigint not null references paper on delete cascade,
        record jsonb not null,
        fetched_at timestamptz(3) not null default now(),
        primary key (source, source_key)
      )`);
    await db.query(`create index paper_source_paper on paper_source (paper)`);
    await db.query(`
      create table import_run (
        row_id bigint generated always as identity primary key,
        source text not null,
        file text not null,
        content_hash text,
        listed_on date,
        started_at timestamptz(3) not null default now(),
        finished_at timestamptz(3),
        records_read int not null default 0,
        added int not null default 0,
        changed int not null default 0,
        unchanged int not null default 0,
        rejected int not null default 0
      )`);
    await db.query(`create index import_run_content on import_run (source, content_hash)`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table import_run, paper_source`);
  }
}
