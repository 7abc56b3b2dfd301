import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What makes filters fast: slim tables derived from papers and their links, in the same transaction.
 * `paper_index` answers conditions, `paper_topic_page` is one topic by date as one index range,
 * (its rows are found through `paper_index`, so it needs neither foreign keys nor an index by paper),
 * `paper_search` holds the words, and `topic_count` the kept counts (topic 0: all papers; month 0001-01-01: undated).
 */
export class FilterIndexes1795392000007 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table paper_index (
        paper bigint primary key references paper on delete cascade,
        sort_on date not null,
        has_repository boolean not null,
        topic_ids int[] not null
      )`);
    await db.query(`create index paper_index_newest on paper_index (sort_on, paper)`);
    await db.query(`create index paper_index_repository on paper_index (has_repository, sort_on, paper)`);
    await db.query(`create index paper_index_topics on paper_index using gin (topic_ids gin__int_ops)`);
    // Every topic's share must be known to the planner: it decides between walking an order and gathering a topic.
    await db.query(`alter table paper_index alter column topic_ids set statistics 500`);
    await db.query(`
      create table paper_topic_page (
        topic int not null,
        sort_on date not null,
        paper bigint not null,
        has_repository boolean not null,
        primary key (topic, sort_on, paper)
      )`);
    await db.query(`create index paper_topic_page_repository on paper_topic_page (topic, sort_on, paper) where has_repository`);
    await db.query(`
      create table paper_search (
        paper bigint primary key references paper on delete cascade,
        vector tsvector not null
      )`);
    await db.query(`alter table paper_search alter column vector set storage main`);
    await db.query(`create index paper_search_vector on paper_search using gin (vector)`);
    await db.query(`
      create table topic_count (
        topic int not null,
        month date not null,
        papers int not null,
        papers_with_code int not null,
        primary key (topic, month)
      )`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table topic_count, paper_search, paper_topic_page, paper_index`);
  }
}
