import type { MigrationInterface, QueryRunner } from "typeorm";

/** What members submit, link, dispute and set. What they set of topics and repositories stands beside what sources tell, as evidence of its own kind. */
export class Contributions1795392000031 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table submission (
        row_id bigint generated always as identity primary key,
        uid uuid not null default gen_random_uuid() unique,
        member bigint not null references member on delete cascade,
        status text not null check (status in ('PENDING', 'ACCEPTED', 'REJECTED')),
        record jsonb not null,
        repository_url text,
        topics text[] not null default '{}',
        day date not null,
        paper bigint references paper on delete set null,
        reason text,
        submitted_at timestamptz(3) not null default now(),
        decided_at timestamptz(3)
      )`);
    await db.query(`create index submission_status on submission (status, row_id)`);
    await db.query(`create index submission_member on submission (member, row_id)`);
    await db.query(`create index submission_paper on submission (paper)`);
    // What members say of a link goes before what sources say; null where they did not say.
    await db.query(`alter table repository_link add column set_official boolean, add column set_framework text`);
    await db.query(`
      create table link_dispute (
        link bigint not null references repository_link on delete cascade,
        member bigint not null references member on delete cascade,
        reason text not null,
        disputed_at timestamptz(3) not null default now(),
        primary key (link, member)
      )`);
    // Topics that members took from papers, whoever says otherwise.
    await db.query(`
      create table topic_exclusion (
        paper bigint not null references paper on delete cascade,
        topic int not null references topic on delete cascade,
        primary key (paper, topic)
      )`);
    await db.query(`create index topic_exclusion_topic on topic_exclusion (topic)`);
    // Records that are of one paper because a curator, or who submitted them, says so: each tie in both directions.
    await db.query(`
      create table record_tie (
        source text not null,
        source_key text not null,
        other_source text not null,
        other_key text not null,
        primary key (source, source_key, other_source, other_key)
      )`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table record_tie, topic_exclusion, link_dispute`);
    await db.query(`alter table repository_link drop column set_official, drop column set_framework`);
    await db.query(`drop table submission`);
  }
}
