import type { MigrationInterface, QueryRunner } from "typeorm";

/** Ids of repositories that turned out to be others: they lead to those from then on. */
export class RepositoryIds1795392000013 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table repository_former_id (
        uid uuid primary key,
        repository bigint not null references repository on delete cascade
      )`);
    await db.query(`create index repository_former_id_repository on repository_former_id (repository)`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table repository_former_id`);
  }
}
