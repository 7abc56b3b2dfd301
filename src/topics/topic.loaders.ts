import type { DataSource } from "typeorm";
import type { Limits } from "../config";
import { askedColumns, columnsOf } from "../database/columns";
import type { Sql } from "../database/sql";
import type { AskedFields } from "../graphql/asked-fields";
import { manyByKey, oneByKey, pageByKey } from "../graphql/batch";
import type { RelatedTopic } from "./related-topic";
import { findRelated } from "./related-topics.queries";
import { Topic, topicNeeds } from "./topic";
import type { TopicHistoryArgs, TopicPoint } from "./topic-history";
import { readHistories } from "./topic-history.queries";
import type { TopicLinkRow } from "./topic-link";
import type { TopicMapping } from "./topic-mapping";

/** How many topics a paper shows, how many with their evidence, and how many children a topic. */
const TOPICS = 12;
const TOPIC_LINKS = 30;
const CHILDREN = 200;

type Owned = Topic & { owner: number };

/** Topics by key and the topics around topics and papers. */
export function topicLoaders(
  db: DataSource,
  sql: Sql,
  { historyMaxPoints }: Pick<Limits, "historyMaxPoints">,
  asked: AskedFields,
) {
  const columns = columnsOf(db, Topic, "t");
  const by = <K extends "rowId" | "uid" | "slug">(property: K, column: string, type: string) =>
    oneByKey(
      (keys: readonly Topic[K][]) =>
        sql.prepared<Topic>(`/* topicLoaders */ select ${columns} from topic t where t.${column} = any($1::${type}[])`, [keys]),
      (topic) => topic[property],
    );
  /** Topics beside each of several owners, with what was asked of them alone, equal ones by name; `own` gives `topic` and the sort `place` of one owner `k.key`. */
  const beside = (name: string, own: string, most: number | null = null) =>
    manyByKey(
      (keys: readonly number[]) =>
        sql.prepared<Owned>(
          `/* ${name} */ select k.key as owner, ${askedColumns(db, Topic, "t", asked.of("Topic"), topicNeeds)}
           from unnest($1::bigint[]) with ordinality as k(key, n) cross join lateral (
             select own.place, t.* from (${own}) own join topic t on t.row_id = own.topic order by own.place, t.name_key, t.row_id limit ${most}
           ) t order by k.n, t.place, t.name_key, t.row_id`,
          [keys],
        ),
      (topic) => topic.owner,
    );
  return {
    topicByRowId: by("rowId", "row_id", "int"),
    topicByUid: by("uid", "uid", "uuid"),
    topicBySlug: by("slug", "slug", "text"),
    /** By the page on the former Papers with Code of which its list of methods tells, for example `method vision-transformer`. */
    topicByPage: oneByKey(
      (pages: readonly string[]) =>
        sql.prepared<Topic & { page: string }>(
          `/* topicByPage */ select s.source_key as page, ${columns} from topic_source s join topic t on t.row_id = s.topic
           where s.source = 'papers-with-code-methods' and s.source_key = any($1::text[])`,
          [pages],
        ),
      ({ page }) => page,
    ),
    topicsByPaper: beside(
      "topicsByPaper",
      "select l.topic, -max(l.confidence) as place from topic_link l where l.paper = k.key group by l.topic",
      TOPICS,
    ),
    parentsByTopic: beside("parentsByTopic", "select p.parent as topic, 0 as place from topic_parent p where p.topic = k.key"),
    childrenByTopic: beside("childrenByTopic", "select p.topic, 0 as place from topic_parent p where p.parent = k.key", CHILDREN),
    ancestorsByTopic: beside(
      "ancestorsByTopic",
      "select a.ancestor as topic, a.distance as place from topic_ancestor a where a.topic = k.key",
    ),
    aliasesByTopic: manyByKey(
      (keys: readonly number[]) =>
        sql.prepared<{ topic: number; alias: string }>(
          "/* aliasesByTopic */ select a.topic, a.alias from topic_alias a join topic t on t.row_id = a.topic where a.topic = any($1::int[]) and a.alias <> t.name order by a.alias_key",
          [keys],
        ),
      (row) => row.topic,
    ),
    mappingsByTopic: manyByKey(
      (keys: readonly number[]) =>
        sql.prepared<TopicMapping & { topic: number }>(
          `/* mappingsByTopic */ select topic, scheme, value from topic_mapping where topic = any($1::int[])
           union select s.topic, case when starts_with(n.scheme, 'PAPERS_WITH_CODE') then 'PAPERS_WITH_CODE' else n.scheme end, n.label
             from topic_source s join topic_naming n using (source, source_key) where s.topic = any($1::int[]) and n.role = 'NAME' and n.scheme <> 'KEYWORD'
           order by 1, 2, 3`,
          [keys],
        ),
      (row) => row.topic,
    ),
    relatedByTopic: pageByKey<number, number, RelatedTopic[]>((topics, first) =>
      findRelated(sql, askedColumns(db, Topic, "t", asked.of("Topic"), topicNeeds), topics, first),
    ),
    historyByTopic: pageByKey<number, TopicHistoryArgs, TopicPoint[]>((topics, args) =>
      readHistories(sql, historyMaxPoints, topics, args),
    ),
    topicLinksByPaper: manyByKey(
      (papers: readonly number[]) =>
        sql.prepared<TopicLinkRow>(
          `/* topicLinksByPaper */ select k.key as paper, t.* from unnest($1::bigint[]) with ordinality as k(key, n) cross join lateral (
             select own.confidence, own.evidence, ${columns} from (
               select l.topic, max(l.confidence) as confidence,
                 json_agg(json_build_object('kind', l.kind, 'source', l.source, 'firstSeenAt', l.first_seen_at) order by l.first_seen_at, l.source) as evidence
               from topic_link l where l.paper = k.key group by l.topic
             ) own join topic t on t.row_id = own.topic order by own.confidence desc, t.name_key, t.row_id limit ${TOPIC_LINKS}
           ) t order by k.n, t.confidence desc, t."nameKey", t."rowId"`,
          [papers],
        ),
      (row) => row.paper,
    ),
  };
}
