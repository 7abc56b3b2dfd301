import type { MigrationInterface, QueryRunner } from "typeorm";

/** What clients spend in a minute, counted by all processes together. Not logged: after a crash of the database everybody's minute begins anew. */
export class RateWindows1795392000019 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create unlogged table rate_window (
        client text not null,
        resets_at timestamptz(3) not null,
        points bigint not null,
        primary key (client, resets_at)
      )`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table rate_window`);
  }
}
