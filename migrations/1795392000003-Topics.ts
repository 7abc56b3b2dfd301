import type { MigrationInterface, QueryRunner } from "typeorm";

/** Topics with several parents and aliases, the closure of their hierarchy, and what sources assert of papers. */
export class Topics1795392000003 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table topic (
        row_id int generated always as identity primary key,
        uid uuid not null default gen_random_uuid() unique,
        slug text not null unique,
        name text not null,
        name_key text collate "C" not null,
        kind text not null check (kind in ('AREA', 'TASK', 'METHOD', 'CATEGORY')),
        description text,
        paper_count int not null default 0
      )`);
    await db.query(`create index topic_papers on topic (paper_count, row_id)`);
    await db.query(`create index topic_name on topic (name_key, row_id)`);
    await db.query(`
      create table topic_parent (
        topic int not null references topic on delete cascade,
        parent int not null references topic on delete cascade,
        primary key (topic, parent),
        check (topic <> parent)
      )`);
    await db.query(`create index topic_parent_parent on topic_parent (parent)`);
    await db.query(`
      create table topic_alias (
        alias_key text collate "C" primary key,
        topic int not null references topic on delete cascade,
        alias text not null
      )`);
    await db.query(`create index topic_alias_topic on topic_alias (topic)`);
    await db.query(`
      create table topic_ancestor (
        topic int not null references topic on delete cascade,
        ancestor int not null references topic on delete cascade,
        distance int not null check (distance > 0),
        primary key (topic, ancestor)
      )`);
    await db.query(`create index topic_ancestor_ancestor on topic_ancestor (ancestor)`);
    await db.query(`
      create table topic_link (
        paper bigint not null references paper on delete cascade,
        topic int not null references topic on delete cascade,
        source text not null,
        kind text not null check (kind in ('STATED_BY_SOURCE', 'INFERRED_FROM_TEXT', 'SET_BY_MEMBER')),
        confidence real not null check (confidence > 0 and confidence <= 1),
        first_seen_at timestamptz(3) not null default now(),
        primary key (paper, topic, source)
      )`);
    await db.query(`create index topic_link_topic on topic_link (topic, paper)`);
    await db.query(`alter table paper add foreign key (primary_category_id) references topic on delete set null`);
  }

  async down(db: QueryRunner) {
    await db.query(`alter table paper drop constraint paper_primary_category_id_fkey`);
    await db.query(`drop table topic_link, topic_ancestor, topic_alias, topic_parent, topic`);
  }
}
