import type { Sql } from "../database/sql";
import type { RelatedTopic } from "./related-topic";
import type { Topic } from "./topic";

/** How many of a topic's papers are looked at, the newest: about 15 ms a topic among three million papers, and a topic in 1 % of them is still seen ten times. */
const SAMPLE = 1_000;

/** In fewer papers two topics stand together by accident. */
const LEAST_TOGETHER = 3;

/** Papers that are added to what was seen and to what chance would give, so that few of them say little. */
const SHRINKAGE = 1;

/** Papers of a topic since a month, or before it, from the counts that are kept: of the two the shorter way is added up. */
const papersSince = (topic: string, month: string): string =>
  `select sum(c.papers)::float8 as papers from topic_count c where c.topic = ${topic} and c.month >= ${month}`;
const papersBefore = (topic: string, month: string): string =>
  `select coalesce(sum(c.papers), 0)::float8 as papers from topic_count c where c.topic = ${topic} and c.month < ${month}`;

type Row = Topic & { readonly owner: number; readonly strength: number };

/**
 * For each topic those that stand in its papers more often than by chance, strongest first, at most `first`; none for a topic of which too little is known. One statement for all.
 *
 * Lift is how often two topics stand in one paper, against how often they would by chance. It is shrunk towards 1 where papers are few: (seen + k) / (expected + k), as in
 * G. N. Norén, J. Hopstadius, A. Bate, "Shrinkage observed-to-expected ratios for robust and transparent large-scale pattern discovery", 2013. Strength is the normalised pointwise
 * mutual information of it, ln(lift) / -ln(share of papers with both): G. Bouma, "Normalized (pointwise) mutual information in collocation extraction", 2009.
 * What chance would give is counted in the months of the papers that are looked at: what is common of late would else seem related to all that is new.
 *
 * What stands above or below a topic is in its papers by definition and left out. A category of arXiv is where a paper is filed and not what it is about: categories are related to categories, other topics to other topics.
 */
export async function findRelated(
  sql: Sql,
  columns: string,
  topics: readonly number[],
  first: number,
): Promise<RelatedTopic[][]> {
  const rows = await sql.prepared<Row>(
    `/* relatedTopics */ with asked as materialized (
       select k.key as topic, t.kind, s.papers, s.since, own.papers / every.papers as share, every.papers as all_papers, every.is_late
       from unnest($1::int[]) as k(key) join topic t on t.row_id = k.key
         cross join lateral (
           select array_agg(p.paper) as papers, date_trunc('month', min(p.sort_on))::date as since
           from (select paper, sort_on from paper_topic_page where topic = k.key order by sort_on desc, paper desc limit ${SAMPLE}) p
         ) s
         cross join lateral (
           select sum(c.papers) filter (where c.month >= s.since)::float8 as papers, 2 * count(*) filter (where c.month >= s.since) <= count(*) as is_late
           from topic_count c where c.topic = 0
         ) every
         cross join lateral (${papersSince("k.key", "s.since")}) own
       where s.papers is not null
     ), together as (
       select a.topic, other, count(*) as seen from asked a, unnest(a.papers) as m(paper) join paper_index i using (paper), unnest(i.topic_ids) as other
       where other <> a.topic group by 1, 2 having count(*) >= ${LEAST_TOGETHER}
     ), weighed as (
       select g.topic, g.other, t.name_key, a.share * common.share as chance, (g.seen + ${SHRINKAGE}) / (cardinality(a.papers) * common.share + ${SHRINKAGE}) as lift
       from together g join asked a using (topic) join topic t on t.row_id = g.other
         cross join lateral (
           select case when a.is_late then (${papersSince("g.other", "a.since")}) else t.paper_count - (${papersBefore("g.other", "a.since")}) end / a.all_papers as share
         ) common
       where (t.kind = 'CATEGORY') = (a.kind = 'CATEGORY')
         and not exists (select from topic_ancestor o where (o.topic, o.ancestor) in ((g.topic, g.other), (g.other, g.topic)))
     ), ranked as (
       select w.topic, w.other, s.strength, row_number() over (partition by w.topic order by s.strength desc, w.name_key, w.other) as place
       from weighed w cross join lateral (select least(1, ln(w.lift) / nullif(-ln(w.chance * w.lift), 0)) as strength) s where w.lift > 1
     )
     select r.topic as owner, r.strength, ${columns} from ranked r join topic t on t.row_id = r.other where r.place <= $2 order by r.topic, r.place`,
    [topics, first],
  );
  const byTopic = new Map<number, RelatedTopic[]>(topics.map((topic) => [topic, []]));
  for (const row of rows) byTopic.get(row.owner)!.push({ topic: row, strength: row.strength });
  return topics.map((topic) => byTopic.get(topic)!);
}
