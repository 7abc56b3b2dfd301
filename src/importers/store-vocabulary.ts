import type { DataSource } from "typeorm";
import { type Run, transaction } from "../database/sql";
import { foldPhrase } from "../topics/tagger";
import { loadVocabulary, type VocabularyTopic } from "../topics/vocabulary";
import { deriveIndexes } from "./derive-indexes";
import { lockImports } from "./import-lock";
import { writeAncestors } from "./move-topics";
import { settleNames } from "./settle-names";
import { writeMappings } from "./store-mappings";
import { followNames } from "./topic-records";

/** Brings topics, aliases, mappings and hierarchy to what the vocabulary says, the bundled one when none is given; a topic that it does not name any more stays. Gives whether anything changed. */
export async function storeVocabulary(
  db: DataSource,
  vocabulary: readonly VocabularyTopic[] = loadVocabulary(),
): Promise<boolean> {
  return transaction(db, async (run) => {
    await run("/* storeVocabulary */ set local statement_timeout = 0");
    await lockImports(run); // what sources call topics follows
    await run("/* storeVocabulary */ lock table topic in share row exclusive mode");
    const before = await readNames(run);
    const written = await writeTopics(run, vocabulary);
    const named = await writeNames(run, vocabulary);
    const mapped = await writeMappings(run, vocabulary);
    const placed = await writeHierarchy(run, vocabulary);
    if (placed > 0) await deriveIndexes(run, "replaced_paper");
    if (written + named > 0) await followVocabulary(run, before);
    const isChanged = written + named + mapped + placed > 0;
    if (isChanged) await run("/* raiseVersion */ update catalogue_version set version = version + 1");
    return isChanged;
  });
}

/** Where names lead, by their folded form. */
async function readNames(run: Run): Promise<Map<string, number>> {
  const rows = await run<{ key: string; topic: number }>("/* readNames */ select alias_key as key, topic from topic_alias");
  return new Map(rows.map(({ key, topic }) => [key, topic]));
}

/** What sources call topics follows the vocabulary: what it names now is its topic's, and what it does not name any more is a source's again. */
async function followVocabulary(run: Run, before: ReadonlyMap<string, number>): Promise<void> {
  const between = await readNames(run);
  const changed = [...new Set([...before.keys(), ...between.keys()])].filter((key) => before.get(key) !== between.get(key));
  const told = await run<{ key: string }>(
    "/* followVocabulary */ select distinct label_key as key from topic_naming where label_key = any($1::text[]) or of_key = any($1::text[])",
    [changed],
  );
  await settleNames(run, [...changed, ...told.map(({ key }) => key)], []);
  const after = await readNames(run);
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const moves = keys
    .map((key) => ({ key, from: before.get(key) ?? null, to: after.get(key) ?? null }))
    .filter(({ from, to }) => from !== to);
  await run(
    `/* followVocabulary */ update topic_source s set topic = a.topic from topic_naming n join topic_alias a on a.alias_key = n.label_key
     where n.role = 'NAME' and n.source = s.source and n.source_key = s.source_key and s.topic <> a.topic`,
  );
  await followNames(run, moves);
}

/** Every statement gives the number of rows that it changed. */
async function changes(run: Run, text: string, rows: readonly object[]): Promise<number> {
  const [row] = await run<{ count: number }>(text, [JSON.stringify(rows)]);
  return row!.count;
}

function writeTopics(run: Run, vocabulary: readonly VocabularyTopic[]): Promise<number> {
  const rows = vocabulary.map(({ slug, name, kind, description }) => ({
    slug,
    name,
    name_key: name.toLowerCase(),
    kind,
    description,
  }));
  return changes(
    run,
    `/* writeTopics */ with written as (
       insert into topic (slug, name, name_key, kind, description, is_curated)
       select slug, name, name_key, kind, description, true from jsonb_to_recordset($1::jsonb) as v(slug text, name text, name_key text, kind text, description text)
       on conflict (slug) do update set name = excluded.name, name_key = excluded.name_key, kind = excluded.kind, description = excluded.description, is_curated = true
         where (topic.name, topic.name_key, topic.kind, topic.description, topic.is_curated) is distinct from (excluded.name, excluded.name_key, excluded.kind, excluded.description, true)
       returning 1
     ) select count(*) as count from written`,
    rows,
  );
}

/** What finds a topic: its name and its aliases, folded, and the words of its slug where they are no name of another. A category that bears the name of another topic is found by its code. */
function writeNames(run: Run, vocabulary: readonly VocabularyTopic[]): Promise<number> {
  const isCategory = ({ kind }: VocabularyTopic) => kind === "CATEGORY";
  const inOrder = [...vocabulary.filter(isCategory), ...vocabulary.filter((topic) => !isCategory(topic))];
  const slugs = vocabulary.map(({ slug }) => ({ slug, alias: slug.replaceAll("-", " "), alias_key: foldPhrase(slug) }));
  const names = inOrder.flatMap(({ slug, name, aliases }) =>
    [...aliases, name].map((alias) => ({ slug, alias, alias_key: foldPhrase(alias) })),
  );
  const rows = [...new Map([...slugs, ...names].map((row) => [row.alias_key, row])).values()]; // the last one stays
  return changes(
    run,
    `/* writeNames */ with wanted as (
       select v.alias_key, t.row_id as topic, v.alias from jsonb_to_recordset($1::jsonb) as v(slug text, alias text, alias_key text) join topic t using (slug)
     ), gone as (
       delete from topic_alias a where a.origin = 'VOCABULARY' and a.topic in (select topic from wanted) and not exists (select from wanted w where w.alias_key = a.alias_key) returning 1
     ), written as (
       insert into topic_alias (alias_key, topic, alias, origin) select *, 'VOCABULARY' from wanted
       on conflict (alias_key) do update set topic = excluded.topic, alias = excluded.alias, origin = excluded.origin
         where (topic_alias.topic, topic_alias.alias, topic_alias.origin) is distinct from (excluded.topic, excluded.alias, excluded.origin) returning 1
     ) select (select count(*) from gone) + (select count(*) from written) as count`,
    rows,
  );
}

async function writeHierarchy(run: Run, vocabulary: readonly VocabularyTopic[]): Promise<number> {
  const rows = vocabulary.flatMap(({ slug, parents }) => parents.map((parent) => ({ slug, parent })));
  const moved = await changes(
    run,
    `/* writeHierarchy */ with wanted as (
       select t.row_id as topic, p.row_id as parent from jsonb_to_recordset($1::jsonb) as v(slug text, parent text) join topic t using (slug) join topic p on p.slug = v.parent
     ), gone as (
       delete from topic_parent h using topic t where t.row_id = h.topic and t.is_curated and not exists (select from wanted w where w.topic = h.topic and w.parent = h.parent) returning 1
     ), written as (
       insert into topic_parent (topic, parent) select * from wanted on conflict do nothing returning 1
     ) select (select count(*) from gone) + (select count(*) from written) as count`,
    rows,
  );
  if (moved > 0) await moveAncestors(run);
  return moved;
}

/** Writes what stands above topics anew, and the papers whose topics have something else above them into a table: few of a big database, where few topics moved. */
async function moveAncestors(run: Run): Promise<void> {
  await run("/* moveAncestors */ create temp table former_ancestor on commit drop as select topic, ancestor from topic_ancestor");
  await writeAncestors(run);
  await run(`/* moveAncestors */ create temp table replaced_paper on commit drop as select distinct l.paper from topic_link l where l.topic in (
      (select topic from (select topic, ancestor from topic_ancestor except select * from former_ancestor) come)
      union (select topic from (select * from former_ancestor except select topic, ancestor from topic_ancestor) gone))`);
  await run("/* moveAncestors */ analyze replaced_paper");
}
