import type { MigrationInterface, QueryRunner } from "typeorm";

/** What must be kept so that the order in which records come does not show. */
export class Order1795392000012 implements MigrationInterface {
  async up(db: QueryRunner) {
    // When a source deleted a record: what it said before must not come back.
    await db.query(`
      create table deleted_record (
        source text not null,
        source_key text not null,
        record jsonb not null,
        fetched_at timestamptz(3) not null default now(),
        primary key (source, source_key)
      )`);
    // As the paper writes the address: of several ways one is shown. Null where no source says so.
    await db.query(`alter table repository_link add column told_url text`);
    await db.query(`update repository_link l set told_url = r.url from repository r where r.row_id = l.repository`);
  }

  async down(db: QueryRunner) {
    await db.query(`alter table repository_link drop column told_url`);
    await db.query(`drop table deleted_record`);
  }
}
