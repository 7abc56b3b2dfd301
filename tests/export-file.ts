import { createWriteStream, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { DataSource } from "typeorm";
import { exportGraph } from "../src/exporting/export-graph";

const folder = mkdtempSync(join(tmpdir(), "papergraph-export-"));
let number = 0;

/** A path that no file has. */
export const newFile = (ending = ".jsonl"): string => join(folder, `${++number}${ending}`);

/** Exports a database as the command does; gives the path of the file and its text. */
export async function exportFile(db: DataSource, ending = ".jsonl"): Promise<{ path: string; text: string }> {
  const path = newFile(ending);
  await exportGraph(db, createWriteStream(path), ending.endsWith(".gz"));
  const bytes = readFileSync(path);
  return { path, text: (ending.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString() };
}

/** What things are known by, and since when: every id, slug and time that is kept with a row. */
export async function dumpIds(db: DataSource): Promise<string[]> {
  const texts = [
    "select 'paper' as kind, uid, slug, created_at, updated_at, arxiv_id, title from paper",
    "select 'alias' as kind, a.uid, a.slug, p.uid as paper from paper_alias a join paper p on p.row_id = a.paper",
    "select 'topic' as kind, uid, slug, name, t.kind as topic_kind, description, is_curated from topic t",
    "select 'topic alias' as kind, a.alias_key, a.alias, t.uid from topic_alias a join topic t on t.row_id = a.topic",
    "select 'topic parent' as kind, t.uid, p.uid as parent from topic_parent o join topic t on t.row_id = o.topic join topic p on p.row_id = o.parent",
    "select 'topic record' as kind, s.source, s.source_key, t.uid, s.record, s.fetched_at from topic_source s join topic t on t.row_id = s.topic",
    "select 'repository' as kind, uid, url, checked_at from repository",
    "select 'former url' as kind, url_key, r.uid from repository_alias f join repository r on r.row_id = f.repository",
    "select 'former id' as kind, f.uid, r.uid as repository from repository_former_id f join repository r on r.row_id = f.repository",
    "select 'repository record' as kind, s.source, s.source_key, r.uid, s.record, s.fetched_at from repository_source s join repository r on r.row_id = s.repository",
    "select 'author' as kind, uid, slug, name, name_key from author",
    "select 'paper record' as kind, s.source, s.source_key, p.uid, s.record, s.fetched_at from paper_source s join paper p on p.row_id = s.paper",
    "select 'link' as kind, l.uid, p.uid as paper, r.uid as repository from repository_link l join paper p on p.row_id = l.paper join repository r on r.row_id = l.repository",
    "select 'evidence' as kind, l.uid, e.kind as evidence, e.source, e.first_seen_at from link_evidence e join repository_link l on l.row_id = e.link",
    "select 'topic link' as kind, p.uid, t.uid as topic, l.source, l.first_seen_at from topic_link l join paper p on p.row_id = l.paper join topic t on t.row_id = l.topic",
    "select 'place' as kind, d.day, d.position, p.uid from daily_entry d join paper p on p.row_id = d.paper",
  ];
  const lists = await Promise.all(texts.map((text) => db.query(`select to_jsonb(t)::text as row from (${text}) t`)));
  return lists
    .flat()
    .map(({ row }: { row: string }) => row)
    .sort();
}
