import type { Run } from "../database/sql";
import { foldPhrase } from "../topics/tagger";
import type { CopiedTopic } from "./copied";
import type { TopicRecord } from "./importer";
import { moveTopics } from "./move-topics";
import { relinkPapers } from "./relink-papers";
import { type PlacedTopic, restoreParents } from "./restore-parents";
import { newsOf } from "./restore-sources";
import type { Move } from "./settle-names";
import { writeTopicRecords } from "./topic-records";

/**
 * Makes the topics that are not known yet, by slug or by the name that finds them, and adds records to those that are: names, aliases and places follow from all records.
 * What was known keeps its id, unless no paper is here yet: then nobody knows the id, and the topic takes that of the copy.
 */
export async function restoreTopics(run: Run, copies: readonly CopiedTopic[]): Promise<{ added: number; changed: number }> {
  const placed = await placeCopies(run, [...new Map(copies.map((copy) => [copy.slug, copy])).values()]);
  const renamed = await takeIds(run, placed);
  const moves = await addNames(run, placed);
  const below = await restoreParents(run, placed);
  await moveTopics(run, below);
  const told = await addRecords(run, placed, moves);
  const changed = new Set([...renamed, ...moves.map(({ to }) => to), ...below, ...told]);
  return {
    added: placed.filter(({ isNew }) => isNew).length,
    changed: placed.filter(({ isNew, topic }) => !isNew && changed.has(topic)).length,
  };
}

async function placeCopies(run: Run, copies: readonly CopiedTopic[]): Promise<PlacedTopic[]> {
  const known = await readTopics(run, copies);
  const unknown = copies.filter((copy) => !known.has(copy));
  const made = await run<{ slug: string; topic: number; isCurated: boolean }>(
    `/* placeCopies */ insert into topic (uid, slug, name, name_key, kind, description, is_curated)
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

/** The topic of each copy that is known. A name finds it only where it found the copy too: a topic may bear a name that leads to another; and never one that is only known as such. */
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
     union all select null, a.alias_key, t.row_id, t.is_curated from topic_alias a join topic t on t.row_id = a.topic where a.alias_key = any($2::text[]) and a.origin <> 'ALIAS'`,
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

/**
 * Lets the names of topics that are new lead to them: all names of one that a vocabulary made; of another its own, since records tell the others.
 * What leads to another topic here goes on to lead there, unless that is only known so.
 */
async function addNames(run: Run, placed: readonly PlacedTopic[]): Promise<Move[]> {
  const wanted = placed
    .filter(({ isNew }) => isNew)
    .flatMap(({ copy: { name, aliases }, topic, isCurated }) =>
      (isCurated ? aliases : [name]).map((alias) => ({
        key: foldPhrase(alias),
        topic,
        alias,
        origin: isCurated ? "VOCABULARY" : "NAME",
      })),
    );
  const known = await run<{ key: string; topic: number; origin: string }>(
    "/* addNames */ select alias_key as key, topic, origin from topic_alias where alias_key = any($1::text[])",
    [wanted.map(({ key }) => key)],
  );
  const present = new Map(known.map((row) => [row.key, row]));
  const rows = wanted.filter(({ key }) => key !== "" && (present.get(key)?.origin ?? "ALIAS") === "ALIAS");
  const news = [...new Map(rows.map((row) => [row.key, row])).values()];
  await run(
    `/* addNames */ insert into topic_alias (alias_key, topic, alias, origin)
     select key, topic, alias, origin from jsonb_to_recordset($1::jsonb) as n(key text, topic int, alias text, origin text)
     on conflict (alias_key) do update set topic = excluded.topic, alias = excluded.alias, origin = excluded.origin`,
    [JSON.stringify(news)],
  );
  return news.map(({ key, topic }) => ({ key, from: present.get(key)?.topic ?? null, to: topic }));
}

async function addRecords(run: Run, placed: readonly PlacedTopic[], moves: readonly Move[]): Promise<number[]> {
  const news = await newsOf<TopicRecord, CopiedTopic>(
    run,
    "topic_source",
    placed.map(({ copy }) => copy),
  );
  const told = [...news.values()].flatMap(({ sources }) => sources);
  if (told.length + moves.length === 0) return [];
  await relinkPapers(run, moves, null);
  return writeTopicRecords(run, told);
}
