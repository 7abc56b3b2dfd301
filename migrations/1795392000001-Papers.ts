import type { MigrationInterface, QueryRunner } from "typeorm";

/** The papers, an index for each order that stands alone, and the version that every public change raises. */
export class Papers1795392000001 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`create extension if not exists intarray`);
    await db.query(`create extension if not exists pg_trgm`);
    await db.query(`
      create table paper (
        row_id bigint generated always as identity primary key,
        uid uuid not null default gen_random_uuid() unique,
        slug text not null unique,
        title text not null,
        title_key text collate "C" not null,
        abstract text,
        arxiv_id text unique,
        doi text unique,
        openreview_id text unique,
        published_on date,
        version_updated_on date,
        featured_on date,
        venue text,
        comment text,
        license text,
        landing_url text,
        pdf_url text,
        is_withdrawn boolean not null default false,
        author_count int not null default 0,
        primary_category_id int,
        star_count int not null default 0,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),
        sort_on date not null generated always as (coalesce(published_on, date '0001-01-01')) stored,
        featured_sort_on date not null generated always as (coalesce(featured_on, date '0001-01-01')) stored
      )`);
    await db.query(`create index paper_featured on paper (featured_sort_on, sort_on, row_id)`);
    await db.query(`create index paper_updated on paper (updated_at, row_id)`);
    await db.query(`create index paper_title on paper (title_key, row_id)`);
    await db.query(`create index paper_stars on paper (star_count, sort_on, row_id)`);
    await db.query(`
      create table catalogue_version (
        is_only_row boolean primary key default true check (is_only_row),
        version bigint not null
      )`);
    await db.query(`insert into catalogue_version (version) values (1)`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table catalogue_version, paper`);
    await db.query(`drop extension pg_trgm`);
    await db.query(`drop extension intarray`);
  }
}
