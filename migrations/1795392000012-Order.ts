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
  }

  async down(db: QueryRunner) {
    await db.query(`drop table deleted_record`);
  }
}
