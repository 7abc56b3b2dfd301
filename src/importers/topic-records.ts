import type { Run } from "../database/sql";
import { foldPhrase } from "../topics/tagger";
import type { TopicRecord } from "./importer";
import { moveTopics } from "./move-topics";
import { placeTopics } from "./place-topics";
import { relinkPapers, removeTopics } from "./relink-papers";
import { type Move, settleNames } from "./settle-names";
import { isNaming, topicsByKey } from "./topic-labels";

/** A record with the name of its source, and when it was fetched; null: now. */
export interface ToldTopic {
  readonly source: string;
  readonly record: TopicRecord;
  readonly fetchedAt: string | null;
}

/** Stores what sources tell of topics: what they are called, what is above them, and what else they are known as; and computes what rests on it. Gives the topics of which it is told, and those that moved. */
export async function writeTopicRecords(run: Run, told: readonly ToldTopic[]): Promise<number[]> {
  const known = await topicsByKey(
    run,
    told.map(({ record }) => foldPhrase(record.name)),
  );
  const isTopic = ({ record: { scheme, name } }: ToldTopic) =>
    foldPhrase(name) !== "" && (isNaming({ scheme, label: name }) || known.has(foldPhrase(name)));
  const stored = told.filter(isTopic);
  const names = await writeNames(run, stored);
  const moves = await settleNames(run, names.told, names.left);
  const topics = await topicsByKey(
    run,
    stored.map(({ record }) => foldPhrase(record.name)),
  );
  const rows = stored.map(({ source, record, fetchedAt }) => ({
    ...{ source, source_key: record.sourceKey, topic: topics.get(foldPhrase(record.name)), record, fetched_at: fetchedAt },
  }));
  await run(
    `/* writeTopicRecords */ insert into topic_source (source, source_key, topic, record, fetched_at) select source, source_key, topic, record, coalesce(fetched_at, now())
     from jsonb_to_recordset($1::jsonb) as r(source text, source_key text, topic int, record jsonb, fetched_at timestamptz)
     on conflict (source, source_key) do update set topic = excluded.topic, record = excluded.record, fetched_at = excluded.fetched_at`,
    [JSON.stringify(rows)],
  );
  return [...topics.values(), ...(await followNames(run, moves))];
}

/** Computes what rests on names that lead elsewhere now: the topics of papers, and the places of topics. Gives the topics that moved. */
export async function followNames(run: Run, moves: readonly Move[]): Promise<number[]> {
  await relinkPapers(run, moves, null);
  const moved = await placeTopics(run);
  await moveTopics(run, moved);
  await removeTopics(run, moves);
  return moved;
}

/** Keeps the names in records instead of those that were in them before; gives the folded ones of both. */
async function writeNames(run: Run, told: readonly ToldTopic[]): Promise<{ told: string[]; left: string[] }> {
  const former = await run<{ key: string }>(
    `/* writeNames */ delete from topic_naming where (source, source_key) in (select * from unnest($1::text[], $2::text[])) returning label_key as key`,
    [told.map(({ source }) => source), told.map(({ record }) => record.sourceKey)],
  );
  const rows = told.flatMap(({ source, record: { sourceKey, scheme, name, parents, aliases } }) =>
    Object.entries({ NAME: [name], PARENT: parents, ALIAS: aliases }).flatMap(([role, labels]) =>
      labels.map((label) => ({
        ...{ source, source_key: sourceKey, role, scheme, label },
        ...{ label_key: foldPhrase(label), of_key: foldPhrase(name) },
      })),
    ),
  );
  await run(
    "/* writeNames */ insert into topic_naming select * from jsonb_populate_recordset(null::topic_naming, $1::jsonb) where label_key <> ''",
    [JSON.stringify(rows)],
  );
  return { told: rows.map(({ label_key }) => label_key), left: former.map(({ key }) => key) };
}
