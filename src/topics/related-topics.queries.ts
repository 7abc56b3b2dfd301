import type { Sql } from "../database/sql";
import type { RelatedTopic } from "./related-topic";
import type { Topic } from "./topic";

/** How many of a topic's papers are looked at, the newest: about 15 ms a topic among three million papers, and a topic in 1 % of them is still seen ten times. */
const SAMPLE = 1_000;

/** In fewer papers two topics stand together by accident. */
const LEAST_TOGETHER = 3;

/** Papers that are added to what was seen and to what chance would give, so that few of them say little. */
const SHRINKAGE = 1;

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
       select k.key as topic, t.kind, s.papers, s.since from unnest($1::int[]) as k(key) join topic t on t.row_id = k.key cross join lateral (
         select array_agg(p.paper) as papers, date_trunc('month', min(p.sort_on))::date as since
         from (select paper, sort_on from paper_topic_page where topic = k.key order by sort_on desc, paper desc limit ${SAMPLE}) p
       ) s where s.papers is not null
     ), together as (
       select a.topic, a.kind, a.since, cardinality(a.papers) as papers, other, count(*) as seen
       from asked a, unnest(a.papers) as m(paper) join paper_index i using (paper), unnest(i.topic_ids) as other
       where other <> a.topic group by 1, 2, 3, 4, 5 having count(*) >= ${LEAST_TOGETHER}
     ), shares as (
       select g.*, ${share("g.topic")} as own_share, ${share("g.other")} as other_share from together g
     ), weighed as (
       select *, (seen + ${SHRINKAGE}) / (papers * other_share + ${SHRINKAGE}) as lift from shares
     ), ranked as (
       select w.topic, w.other, s.strength, row_number() over (partition by w.topic order by s.strength desc, t.name_key, t.row_id) as place
       from weighed w join topic t on t.row_id = w.other
         cross join lateral (select least(1, ln(w.lift) / nullif(-ln(w.own_share * w.other_share * w.lift), 0)) as strength) s
       where w.lift > 1 and (t.kind = 'CATEGORY') = (w.kind = 'CATEGORY')
         and not exists (select from topic_ancestor a where (a.topic, a.ancestor) in ((w.topic, w.other), (w.other, w.topic)))
     )
     select r.topic as owner, r.strength, ${columns} from ranked r join topic t on t.row_id = r.other where r.place <= $2 order by r.topic, r.place`,
    [topics, first],
  );
  const byTopic = new Map<number, RelatedTopic[]>(topics.map((topic) => [topic, []]));
  for (const row of rows) byTopic.get(row.owner)!.push({ topic: row, strength: row.strength });
  return topics.map((topic) => byTopic.get(topic)!);
}

/** The share of a topic in all papers since the month `g.since`, from the counts that are kept; topic 0 is all papers. */
function share(topic: string): string {
  const papers = (of: string) => `(select sum(c.papers) from topic_count c where c.topic = ${of} and c.month >= g.since)`;
  return `${papers(topic)}::float8 / ${papers("0")}`;
}
