import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who may change the graph, by which key, and what they did. Of a key only its public beginning and a hash are kept. */
export class Members1795392000026 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table member (
        row_id bigint generated always as identity primary key,
        uid uuid not null default gen_random_uuid() unique,
        name text not null,
        created_at timestamptz(3) not null default now()
      )`);
    await db.query(`create unique index member_name on member (lower(name collate "C"))`);
    await db.query(`
      create table api_key (
        row_id bigint generated always as identity primary key,
        member bigint not null references member on delete cascade,
        prefix text collate "C" not null unique,
        hash bytea not null,
        scopes text[] not null check (scopes <@ '{READ,CONTRIBUTE,CURATE,ADMIN}' and cardinality(scopes) > 0),
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3),
        revoked_at timestamptz(3),
        last_used_at timestamptz(3)
      )`);
    await db.query(`create index api_key_member on api_key (member)`);
    await db.query(`
      create table audit_entry (
        row_id bigint generated always as identity primary key,
        member bigint references member on delete set null,
        action text not null,
        subject uuid,
        details jsonb not null default '{}',
        at timestamptz(3) not null default now()
      )`);
    await db.query(`create index audit_entry_member on audit_entry (member, action, at)`);
    await db.query(`create index audit_entry_subject on audit_entry (subject, at)`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table audit_entry, api_key, member`);
  }
}
