import type { MigrationInterface, QueryRunner } from "typeorm";

/** Filters that members keep under a name. The hash is of the canonical filter and its order: what asks for the same has the same. */
export class SavedFilters1795392000029 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table saved_filter (
        row_id bigint generated always as identity primary key,
        uid uuid not null default gen_random_uuid() unique,
        slug text collate "C" not null unique,
        member bigint not null references member on delete cascade,
        name text not null,
        is_public boolean not null,
        filter jsonb not null,
        filter_hash bytea not null,
        order_by text not null,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now()
      )`);
    await db.query(`create unique index saved_filter_name on saved_filter (member, lower(name collate "C"))`);
    await db.query(`create index saved_filter_hash on saved_filter (filter_hash)`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table saved_filter`);
  }
}
