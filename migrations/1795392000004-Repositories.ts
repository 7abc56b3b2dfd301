import type { MigrationInterface, QueryRunner } from "typeorm";

/** Code repositories, their links to papers, and the evidence of each link. */
export class Repositories1795392000004 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table repository (
        row_id bigint generated always as identity primary key,
        uid uuid not null default gen_random_uuid() unique,
        url text not null,
        host text not null,
        owner text not null,
        name text not null,
        name_key text collate "C" not null generated always as (lower((owner || '/' || name) collate "C")) stored,
        description text,
        star_count int,
        language text,
        license text,
        is_archived boolean,
        pushed_at timestamptz(3),
        checked_at timestamptz(3),
        paper_count int not null default 0,
        star_sort int not null generated always as (coalesce(star_count, -1)) stored,
        pushed_sort_at timestamptz(3) not null generated always as (coalesce(pushed_at, timestamptz '0001-01-01 00:00:00+00')) stored
      )`);
    await db.query(`create unique index repository_url on repository (lower(url collate "C"))`);
    await db.query(`create index repository_stars on repository (star_sort, row_id)`);
    await db.query(`create index repository_name on repository (name_key, row_id)`);
    await db.query(`create index repository_pushed on repository (pushed_sort_at, row_id)`);
    await db.query(`create index repository_papers on repository (paper_count, row_id)`);
    await db.query(`create index repository_language on repository (lower(language))`);
    await db.query(`create index repository_license on repository (lower(license))`);
    await db.query(
      `create index repository_text on repository using gin ((name_key || ' ' || lower(coalesce(description, ''))) gin_trgm_ops)`,
    );
    await db.query(`
      create table repository_link (
        row_id bigint generated always as identity primary key,
        uid uuid not null default gen_random_uuid() unique,
        paper bigint not null references paper on delete cascade,
        repository bigint not null references repository on delete cascade,
        is_official boolean not null default false,
        framework text,
        unique (paper, repository)
      )`);
    await db.query(`create index repository_link_repository on repository_link (repository, paper)`);
    await db.query(`create index repository_link_framework on repository_link (lower(framework)) where framework is not null`);
    await db.query(`
      create table link_evidence (
        link bigint not null references repository_link on delete cascade,
        kind text not null check (kind in ('STATED_BY_SOURCE', 'MENTIONED_IN_PAPER', 'MENTIONED_IN_REPOSITORY', 'INFERRED_FROM_TEXT', 'SET_BY_MEMBER')),
        source text not null,
        confidence real not null check (confidence > 0 and confidence <= 1),
        first_seen_at timestamptz(3) not null default now(),
        primary key (link, kind, source)
      )`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table link_evidence, repository_link, repository`);
  }
}
