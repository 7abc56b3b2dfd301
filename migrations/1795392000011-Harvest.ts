import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the harvester must know of its last requests: how to know an answer again, and where a list that was interrupted goes on. */
export class Harvest1795392000011 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table harvest_state (
        source text not null,
        request text not null,
        etag text,
        last_modified text,
        resumption_token text,
        token_expires_at timestamptz(3),
        begun_on date,
        updated_at timestamptz(3) not null default now(),
        primary key (source, request)
      )`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table harvest_state`);
  }
}
