import type { MigrationInterface, QueryRunner } from "typeorm";

/** What papers are identified by besides their rows, where they went when they turned out to be one, and what sources tell of repositories and topics. */
export class Catalogues1795392000010 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      alter table paper
        add column papers_with_code_id text unique,
        add column is_on_hugging_face boolean not null default false`);
    await db.query(`
      alter table paper_source
        add column own_id text,
        add column arxiv_id text,
        add column doi text,
        add column openreview_id text,
        add column papers_with_code_id text,
        add column title_key text collate "C" not null default ''`);
    // Records, and former names, are written before the papers that are new.
    await db.query(`alter table paper_source alter constraint paper_source_paper_fkey deferrable initially deferred`);
    for (const column of ["arxiv_id", "doi", "openreview_id", "papers_with_code_id"])
      await db.query(`create index paper_source_${column} on paper_source (${column}) where ${column} is not null`);
    await db.query(`create index paper_source_own on paper_source (source, own_id) where own_id is not null`);
    await db.query(`create index paper_source_title on paper_source (title_key)`);
    await db.query(`
      create table paper_alias (
        uid uuid primary key,
        slug text not null unique,
        paper bigint not null references paper on delete cascade deferrable initially deferred
      )`);
    await db.query(`create index paper_alias_paper on paper_alias (paper)`);
    await db.query(`
      create table paper_link (
        paper bigint not null references paper on delete cascade,
        kind text not null check (kind in ('PROJECT', 'VIDEO', 'IMAGE', 'OTHER')),
        url text not null,
        primary key (paper, url)
      )`);
    await db.query(`
      create table repository_source (
        source text not null,
        source_key text not null,
        repository bigint not null references repository on delete cascade,
        record jsonb not null,
        fetched_at timestamptz(3) not null default now(),
        primary key (source, source_key)
      )`);
    await db.query(`create index repository_source_repository on repository_source (repository)`);
    await db.query(`
      create table repository_alias (
        url_key text collate "C" primary key,
        repository bigint not null references repository on delete cascade
      )`);
    await db.query(`create index repository_alias_repository on repository_alias (repository)`);
    await db.query(`alter table topic add column is_curated boolean not null default false`);
    await db.query(`
      create table topic_source (
        source text not null,
        source_key text not null,
        topic int not null references topic on delete cascade,
        record jsonb not null,
        fetched_at timestamptz(3) not null default now(),
        primary key (source, source_key)
      )`);
    await db.query(`create index topic_source_topic on topic_source (topic)`);
    await db.query(`
      alter table import_run
        add column merged int not null default 0,
        add column position bigint not null default 0`);
    await db.query(`
      create table import_reject (
        run bigint not null references import_run on delete cascade,
        line bigint not null,
        reason text not null,
        record text
      )`);
    await db.query(`create index import_reject_run on import_reject (run, line)`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table import_reject`);
    await db.query(`alter table import_run drop column merged, drop column position`);
    await db.query(`alter table topic drop column is_curated`);
    await db.query(`drop table topic_source, repository_alias, repository_source, paper_link, paper_alias`);
    await db.query(`alter table paper_source alter constraint paper_source_paper_fkey not deferrable`);
    await db.query(`
      alter table paper_source drop column own_id, drop column arxiv_id, drop column doi, drop column openreview_id, drop column papers_with_code_id, drop column title_key`);
    await db.query(`alter table paper drop column papers_with_code_id, drop column is_on_hugging_face`);
  }
}
