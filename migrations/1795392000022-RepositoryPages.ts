import type { MigrationInterface, QueryRunner } from "typeorm";

/** The papers of one repository by date, as one index range: links carry the date of their paper, derived as the other indexes are. */
export class RepositoryPages1795392000022 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`alter table repository_link add column sort_on date not null default '0001-01-01'`);
    await db.query(
      `update repository_link l set sort_on = p.sort_on from paper p where p.row_id = l.paper and p.sort_on <> l.sort_on`,
    );
    await db.query(`drop index repository_link_repository`);
    await db.query(`create index repository_link_repository on repository_link (repository, sort_on, paper)`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop index repository_link_repository`);
    await db.query(`create index repository_link_repository on repository_link (repository, paper)`);
    await db.query(`alter table repository_link drop column sort_on`);
  }
}
