import type { MigrationInterface, QueryRunner } from "typeorm";

/** What finds names while somebody types them: authors by their last names, and repositories by their own, without owner. */
export class Suggestions1795392000024 implements MigrationInterface {
  async up(db: QueryRunner) {
    // Not declared strict, so that it is inlined.
    await db.query(`
      create function last_name_first(name_key text) returns text language sql immutable parallel safe
      return regexp_replace(name_key, '^(.+) ([^ ]+)$', '\\2 \\1') collate "C"`);
    await db.query(`create index author_last_name on author (last_name_first(name_key))`);
    await db.query(`create index repository_own_name on repository (lower(name collate "C") collate "C")`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop index repository_own_name`);
    await db.query(`drop index author_last_name`);
    await db.query(`drop function last_name_first`);
  }
}
