import type { DataSource } from "typeorm";
import { type Run, transaction } from "../database/sql";
import { foldPhrase } from "../topics/tagger";
import { loadVocabulary, type VocabularyTopic } from "../topics/vocabulary";
import { deriveIndexes } from "./derive-indexes";

/** Brings topics, aliases and hierarchy to what the vocabulary says, the bundled one when none is given; a topic that it does not name any more stays. Gives whether anything changed. */
export async function storeVocabulary(
  db: DataSource,
  vocabulary: readonly VocabularyTopic[] = loadVocabulary(),
): Promise<boolean> {
  return transaction(db, async (run) => {
    await run("/* storeVocabulary */ set local statement_timeout = 0");
    await run("/* storeVocabulary */ lock table topic in share row exclusive mode");
    const changed = (await writeTopics(run, vocabulary)) + (await writeNames(run, vocabulary));
    const moved = await writeHierarchy(run, vocabulary);
    if (moved > 0) await deriveIndexes(run, "(select paper from topic_link) linked");
    if (changed + moved > 0) await run("/* raiseVersion */ update catalogue_version set version = version + 1");
    return changed + moved > 0;
  });
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

/** What finds a topic besides its slug: its name and its aliases, folded. A category that bears the name of another topic is found by its code. */
function writeNames(run: Run, vocabulary: readonly VocabularyTopic[]): Promise<number> {
  const isCategory = ({ kind }: VocabularyTopic) => kind === "CATEGORY";
  const inOrder = [...vocabulary.filter(isCategory), ...vocabulary.filter((topic) => !isCategory(topic))];
  const names = inOrder.flatMap(({ slug, name, aliases }) =>
    [...aliases, name].map((alias) => ({ slug, alias, alias_key: foldPhrase(alias) })),
  );
  const rows = [...new Map(names.map((row) => [row.alias_key, row])).values()]; // the last one stays
  return changes(
    run,
    `/* writeNames */ with wanted as (
       select v.alias_key, t.row_id as topic, v.alias from jsonb_to_recordset($1::jsonb) as v(slug text, alias text, alias_key text) join topic t using (slug)
     ), gone as (
       delete from topic_alias a where a.topic in (select topic from wanted) and not exists (select from wanted w where w.alias_key = a.alias_key) returning 1
     ), written as (
       insert into topic_alias (alias_key, topic, alias) select * from wanted
       on conflict (alias_key) do update set topic = excluded.topic, alias = excluded.alias
         where (topic_alias.topic, topic_alias.alias) is distinct from (excluded.topic, excluded.alias) returning 1
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
  if (moved > 0) await writeAncestors(run);
  return moved;
}

/** Levels of the hierarchy: sources that contradict each other may close a circle, which must end somewhere. */
const DEEPEST = 30;

/** The closure of the hierarchy, each ancestor at its least distance. */
export async function writeAncestors(run: Run): Promise<void> {
  await run("/* writeAncestors */ delete from topic_ancestor");
  await run(`/* writeAncestors */ with recursive above as (
      select topic, parent as ancestor, 1 as distance from topic_parent
      union select a.topic, p.parent, a.distance + 1 from above a join topic_parent p on p.topic = a.ancestor where a.distance < ${DEEPEST}
    )
    insert into topic_ancestor (topic, ancestor, distance) select topic, ancestor, min(distance) from above where topic <> ancestor group by topic, ancestor`);
}
