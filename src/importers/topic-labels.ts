import type { Run } from "../database/sql";
import { slugOf } from "../papers/title";
import { foldPhrase } from "../topics/tagger";
import type { LabelScheme, TopicRecord } from "./importer";

/** What a source calls a topic. */
export interface NamedTopic {
  readonly scheme: LabelScheme;
  readonly label: string;
}

/** Schemes whose names become topics where the vocabulary has none; names of the others only find what is there. */
const KINDS: Partial<Record<LabelScheme, "AREA" | "TASK" | "METHOD">> = {
  PAPERS_WITH_CODE_AREA: "AREA",
  PAPERS_WITH_CODE_TASK: "TASK",
  PAPERS_WITH_CODE_METHOD: "METHOD",
};

/** The topics of names, by `labelKey`; names that stand for no topic are absent. Tasks, methods and areas that are new become topics. */
export async function resolveLabels(run: Run, labels: readonly NamedTopic[]): Promise<Map<string, number>> {
  const keys = [...new Set(labels.map(({ label }) => foldPhrase(label)))].filter((key) => key !== "");
  const known = await readTopics(run, keys);
  const unknown = new Map(
    labels
      .filter(({ scheme, label }) => KINDS[scheme] && foldPhrase(label) !== "" && !known.has(foldPhrase(label)))
      .sort(byName)
      .map((label) => [foldPhrase(label.label), label]),
  );
  if (unknown.size > 0) {
    await createTopics(
      run,
      [...unknown].map(([key, { scheme, label }]) => ({ key, name: label, slug: slugOf(label, "topic"), kind: KINDS[scheme]! })),
    );
    for (const [key, topic] of await readTopics(run, [...unknown.keys()])) known.set(key, topic);
  }
  return new Map(
    labels.flatMap((label) =>
      known.has(foldPhrase(label.label)) ? [[labelKey(label), known.get(foldPhrase(label.label))!] as const] : [],
    ),
  );
}

/** Names a label among those of all schemes. */
export const labelKey = ({ scheme, label }: NamedTopic): string => `${scheme} ${label}`;

/** So that of several ways to write one name always the same is shown: the last in the alphabet, which are the small letters. */
const byName = (a: NamedTopic, b: NamedTopic): number => (a.label < b.label ? -1 : 1);

async function readTopics(run: Run, keys: readonly string[]): Promise<Map<string, number>> {
  const rows = await run<{ key: string; topic: number }>(
    "/* readTopics */ select alias_key as key, topic from topic_alias where alias_key = any($1::text[])",
    [keys],
  );
  return new Map(rows.map(({ key, topic }) => [key, topic]));
}

/** A slug that is taken leads to the topic that has it: the name becomes one more of its aliases. */
async function createTopics(
  run: Run,
  topics: readonly { key: string; name: string; slug: string; kind: string }[],
): Promise<void> {
  await run(
    `/* createTopics */ with new as (select * from jsonb_to_recordset($1::jsonb) as n(key text, name text, slug text, kind text)),
     created as (
       insert into topic (slug, name, name_key, kind) select distinct on (slug) slug, name, lower(name), kind from new order by slug, name
       on conflict (slug) do update set slug = excluded.slug returning row_id, slug
     )
     insert into topic_alias (alias_key, topic, alias) select n.key, c.row_id, n.name from new n join created c using (slug) on conflict (alias_key) do nothing`,
    [JSON.stringify(topics)],
  );
}

/** Stores what a source tells of topics: their names and aliases, and what is above them. Gives the topics whose place in the hierarchy changed. */
export async function writeTopicRecords(run: Run, source: string, records: readonly TopicRecord[]): Promise<number[]> {
  const labels = records.flatMap(({ scheme, name, parents }) => [name, ...parents].map((label) => ({ scheme, label })));
  const topics = await resolveLabels(run, labels);
  const rows = records.flatMap((record) => {
    const topic = topics.get(labelKey({ scheme: record.scheme, label: record.name }));
    const parents = record.parents.flatMap((label) => topics.get(labelKey({ scheme: record.scheme, label })) ?? []);
    return topic === undefined
      ? []
      : [
          {
            source,
            source_key: record.sourceKey,
            topic,
            record,
            parents,
            aliases: record.aliases.map((alias) => ({ alias, key: foldPhrase(alias) })),
          },
        ];
  });
  await run(
    `/* writeTopicRecords */ insert into topic_source as s (source, source_key, topic, record) select source, source_key, topic, record
     from jsonb_to_recordset($1::jsonb) as r(source text, source_key text, topic int, record jsonb)
     on conflict (source, source_key) do update set topic = excluded.topic, record = excluded.record, fetched_at = now() where s.record <> excluded.record`,
    [JSON.stringify(rows)],
  );
  await run(
    `/* writeTopicRecords */ insert into topic_alias (alias_key, topic, alias)
     select distinct on (a.key) a.key, r.topic, a.alias from jsonb_to_recordset($1::jsonb) as r(topic int, aliases jsonb), jsonb_to_recordset(r.aliases) as a(alias text, key text)
     where a.key <> '' order by a.key, r.topic on conflict (alias_key) do nothing`,
    [JSON.stringify(rows)],
  );
  return writeParents(run, rows);
}

/** The vocabulary decides on the place of its own topics. A parent that stands below its child already would close a circle. */
async function writeParents(run: Run, rows: readonly object[]): Promise<number[]> {
  const moved = await run<{ topic: number }>(
    `/* writeParents */ insert into topic_parent (topic, parent)
     select distinct r.topic, p::int from jsonb_to_recordset($1::jsonb) as r(topic int, parents jsonb), jsonb_array_elements_text(r.parents) as p, topic t
     where t.row_id = r.topic and not t.is_curated and r.topic <> p::int and not exists (select from topic_ancestor a where a.topic = p::int and a.ancestor = r.topic)
     on conflict do nothing returning topic`,
    [JSON.stringify(rows)],
  );
  return [...new Set(moved.map(({ topic }) => topic))];
}
