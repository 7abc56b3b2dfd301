import type { Run } from "../database/sql";
import { foldPhrase } from "../topics/tagger";
import type { CopiedTopic } from "./copied";
import { moveTopics } from "./move-topics";
import { type PlacedTopic, restoreParents } from "./restore-parents";
import { newsOf } from "./restore-sources";

/**
 * Makes the topics that are not known yet, by slug or by the name that finds them, and adds aliases, places in the hierarchy and records to those that are.
 * What was known keeps its id, unless no paper is here yet: then nobody knows the id, and the topic takes that of the copy.
 */
export async function restoreTopics(run: Run, copies: readonly CopiedTopic[]): Promise<{ added: number; changed: number }> {
  const placed = await placeTopics(run, [...new Map(copies.map((copy) => [copy.slug, copy])).values()]);
  const renamed = await takeIds(run, placed);
  const named = await addAliases(run, placed);
  const moved = await restoreParents(run, placed);
  await moveTopics(run, moved);
  const changed = new Set([...renamed, ...named, ...moved, ...(await addRecords(run, placed))]);
  return {
    added: placed.filter(({ isNew }) => isNew).length,
    changed: placed.filter(({ isNew, topic }) => !isNew && changed.has(topic)).length,
  };
}

async function placeTopics(run: Run, copies: readonly CopiedTopic[]): Promise<PlacedTopic[]> {
  const known = await readTopics(run, copies);
  const unknown = copies.filter((copy) => !known.has(copy));
  const made = await run<{ slug: string; topic: number; isCurated: boolean }>(
    `/* placeTopics */ insert into topic (uid, slug, name, name_key, kind, description, is_curated)
     select case when exists (select from topic t where t.uid = n.uid) then gen_random_uuid() else n.uid end, n.slug, n.name, lower(n.name), n.kind, n.description, n.is_curated
     from jsonb_to_recordset($1::jsonb) as n(uid uuid, slug text, name text, kind text, description text, is_curated boolean)
     on conflict do nothing returning slug, row_id as topic, is_curated as "isCurated"`,
    [JSON.stringify(unknown.map(({ topicKind, isCurated, ...copy }) => ({ ...copy, kind: topicKind, is_curated: isCurated })))],
  );
  const bySlug = new Map(made.map((row) => [row.slug, row]));
  return copies.flatMap((copy): PlacedTopic[] => {
    const row = known.get(copy) ?? bySlug.get(copy.slug);
    return row ? [{ copy, topic: row.topic, isCurated: row.isCurated, isNew: !known.has(copy) }] : [];
  });
}

/** The topic of each copy that is known. A name finds it only where it found the copy too: a topic may bear a name that leads to another. */
async function readTopics(
  run: Run,
  copies: readonly CopiedTopic[],
): Promise<Map<CopiedTopic, { topic: number; isCurated: boolean }>> {
  const ownKey = ({ name, aliases }: CopiedTopic) => {
    const key = foldPhrase(name);
    return aliases.some((alias) => foldPhrase(alias) === key) ? key : "";
  };
  const rows = await run<{ slug: string | null; key: string | null; topic: number; isCurated: boolean }>(
    `/* readTopics */ select slug, null as key, row_id as topic, is_curated as "isCurated" from topic where slug = any($1::text[])
     union all select null, a.alias_key, t.row_id, t.is_curated from topic_alias a join topic t on t.row_id = a.topic where a.alias_key = any($2::text[])`,
    [copies.map(({ slug }) => slug), copies.map(ownKey)],
  );
  const bySlug = new Map(rows.map((row) => [row.slug, row]));
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return new Map(
    copies.flatMap((copy) => {
      const key = ownKey(copy);
      const row = bySlug.get(copy.slug) ?? (key === "" ? undefined : byKey.get(key));
      return row ? [[copy, row] as const] : [];
    }),
  );
}

async function takeIds(run: Run, placed: readonly PlacedTopic[]): Promise<number[]> {
  const rows = await run<{ topic: number }>(
    `/* takeIds */ update topic t set uid = n.uid from jsonb_to_recordset($1::jsonb) as n(topic int, uid uuid)
     where t.row_id = n.topic and t.uid <> n.uid and not exists (select from paper) and not exists (select from topic o where o.uid = n.uid) returning t.row_id as topic`,
    [JSON.stringify(placed.filter(({ isNew }) => !isNew).map(({ topic, copy }) => ({ topic, uid: copy.uid })))],
  );
  return rows.map(({ topic }) => topic);
}

/** A name that leads to another topic here goes on to lead there. */
async function addAliases(run: Run, placed: readonly PlacedTopic[]): Promise<number[]> {
  const rows = placed.flatMap(({ copy, topic }) => copy.aliases.map((alias) => ({ topic, alias, key: foldPhrase(alias) })));
  const added = await run<{ topic: number }>(
    `/* addAliases */ insert into topic_alias (alias_key, topic, alias)
     select key, topic, alias from jsonb_to_recordset($1::jsonb) as n(topic int, alias text, key text) where key <> ''
     on conflict (alias_key) do nothing returning topic`,
    [JSON.stringify(rows)],
  );
  return added.map(({ topic }) => topic);
}

async function addRecords(run: Run, placed: readonly PlacedTopic[]): Promise<number[]> {
  const news = await newsOf(
    run,
    "topic_source",
    placed.map(({ copy }) => copy),
  );
  const rows = placed.flatMap(({ copy, topic }) =>
    news.get(copy)!.sources.map(({ source, record, fetchedAt }) => ({
      source,
      source_key: record.sourceKey,
      topic,
      record,
      fetched_at: fetchedAt,
    })),
  );
  await run(
    `/* addRecords */ insert into topic_source (source, source_key, topic, record, fetched_at)
     select source, source_key, topic, record, fetched_at from jsonb_populate_recordset(null::topic_source, $1::jsonb)
     on conflict (source, source_key) do update set topic = excluded.topic, record = excluded.record, fetched_at = excluded.fetched_at`,
    [JSON.stringify(rows)],
  );
  return rows.map(({ topic }) => topic);
}
