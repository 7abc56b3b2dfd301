import type { MigrationInterface, QueryRunner } from "typeorm";
import { foldPhrase } from "../src/topics/phrase";

/** What must be kept so that the order in which records come does not show. */
export class Order1795392000012 implements MigrationInterface {
  async up(db: QueryRunner) {
    // When a source deleted a record: what it said before must not come back.
    await db.query(`
      create table deleted_record (
        source text not null,
        source_key text not null,
        record jsonb not null,
        fetched_at timestamptz(3) not null default now(),
        primary key (source, source_key)
      )`);
    // As the paper writes the address: of several ways one is shown. Null where no source says so.
    await db.query(`alter table repository_link add column told_url text`);
    await db.query(`update repository_link l set told_url = r.url from repository r where r.row_id = l.repository`);
    // Why a name leads to a topic: the vocabulary says so, it is the topic's own, or a source knows the topic so.
    await db.query(`
      alter table topic_alias add column origin text not null default 'ALIAS' check (origin in ('VOCABULARY', 'NAME', 'ALIAS'))`);
    await db.query(`
      update topic_alias a set origin = case when t.is_curated then 'VOCABULARY' when a.alias = t.name then 'NAME' else 'ALIAS' end
      from topic t where t.row_id = a.topic`);
    await createLabels(db);
    await createTopicNames(db);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table topic_naming, paper_label, label`);
    await db.query(`alter table topic_alias drop column origin`);
    await db.query(`alter table repository_link drop column told_url`);
    await db.query(`drop table deleted_record`);
  }
}

/** Records that are read at once. */
const PAGE = 5_000;

/** What sources call the topics of papers, apart from arXiv's categories: a topic that comes later finds its papers by it. */
async function createLabels(db: QueryRunner): Promise<void> {
  await db.query(`
    create table label (
      row_id int generated always as identity primary key,
      scheme text not null,
      label text collate "C" not null,
      label_key text collate "C" not null,
      unique (label, scheme)
    )`);
  await db.query(`create index label_key on label (label_key)`);
  await db.query(`
    create table paper_label (
      paper bigint not null references paper on delete cascade deferrable initially deferred,
      label int not null references label,
      source text not null,
      confidence real not null,
      primary key (paper, label, source)
    )`);
  await db.query(`create index paper_label_label on paper_label (label, paper)`);
  const told: { scheme: string; label: string }[] = await db.query(
    `select distinct l->>'scheme' as scheme, l->>'label' as label from paper_source s, jsonb_array_elements(s.record->'labels') as l`,
  );
  for (let start = 0; start < told.length; start += PAGE)
    await db.query(
      `insert into label (scheme, label, label_key) select * from jsonb_to_recordset($1::jsonb) as n(scheme text, label text, label_key text)`,
      [JSON.stringify(told.slice(start, start + PAGE).map((one) => ({ ...one, label_key: foldPhrase(one.label) })))],
    );
  await db.query(`delete from label where label_key = ''`);
  await db.query(`
    insert into paper_label (paper, label, source, confidence)
    select s.paper, k.row_id, s.source, max((l->>'confidence')::real) from paper_source s, jsonb_array_elements(s.record->'labels') as l, label k
    where k.scheme = l->>'scheme' and k.label = l->>'label' group by 1, 2, 3`);
}

/** What records of topics call them, put above them, and know them as. */
async function createTopicNames(db: QueryRunner): Promise<void> {
  await db.query(`
    create table topic_naming (
      source text not null,
      source_key text not null,
      role text not null check (role in ('NAME', 'PARENT', 'ALIAS')),
      scheme text not null,
      label text collate "C" not null,
      label_key text collate "C" not null,
      of_key text collate "C" not null,
      foreign key (source, source_key) references topic_source on delete cascade deferrable initially deferred
    )`);
  await db.query(`create index topic_naming_record on topic_naming (source, source_key)`);
  await db.query(`create index topic_naming_key on topic_naming (label_key)`);
  const told: {
    source: string;
    source_key: string;
    record: { scheme: string; name: string; parents: string[]; aliases: string[] };
  }[] = await db.query(`select source, source_key, record from topic_source`);
  const rows = told.flatMap(({ source, source_key, record: { scheme, name, parents, aliases } }) =>
    [[name], parents, aliases].flatMap((labels, role) =>
      labels.map((label) => ({
        ...{ source, source_key, role: ["NAME", "PARENT", "ALIAS"][role], scheme, label },
        ...{ label_key: foldPhrase(label), of_key: foldPhrase(name) },
      })),
    ),
  );
  for (let start = 0; start < rows.length; start += PAGE)
    await db.query(
      `insert into topic_naming select * from jsonb_populate_recordset(null::topic_naming, $1::jsonb) where label_key <> ''`,
      [JSON.stringify(rows.slice(start, start + PAGE))],
    );
}
