import type { MigrationInterface, QueryRunner } from "typeorm";

/** What other lists of topics call the vocabulary's topics; written with the vocabulary, when the service starts. */
export class TopicGraph1795392000025 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table topic_mapping (
        scheme text collate "C" not null check (scheme in ('ARXIV', 'OPENALEX', 'PAPERS_WITH_CODE', 'GITHUB')),
        value text collate "C" not null,
        topic int not null references topic on delete cascade,
        primary key (scheme, value)
      )`);
    await db.query(`create index topic_mapping_topic on topic_mapping (topic)`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table topic_mapping`);
  }
}
