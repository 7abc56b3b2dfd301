import type { MigrationInterface, QueryRunner } from "typeorm";

/** Whether a paper's authors are all that it has: of papers that are there, what their records say decides, as in importers/compose.ts. */
export class AuthorsWhole1795392000016 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`alter table paper add column are_authors_whole boolean not null default true`);
    await db.query(`
      update paper p set are_authors_whole = false where not exists (
        select from paper_source s where s.paper = p.row_id and s.record @? '$ ? (@.areAuthorsWhole == true && exists (@.authors[*]))'
      )`);
  }

  async down(db: QueryRunner) {
    await db.query(`alter table paper drop column are_authors_whole`);
  }
}
