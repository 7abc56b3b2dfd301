import type { Run } from "../database/sql";
import { deriveIndexes } from "./derive-indexes";
import { excludeTopics } from "./member-links";
import type { Move } from "./settle-names";

/** Whether a source states a category of arXiv of a paper: that link does not rest on a name. */
const IS_CATEGORY = (paper: string, topic: string, source: string) => `exists (
  select from topic c, paper_source o, jsonb_array_elements_text(o.record->'categories') as code
  where c.row_id = ${topic} and c.kind = 'CATEGORY' and o.paper = ${paper} and o.source = ${source} and lower(replace(code, '.', '-')) = c.slug
)`;

/** Links papers to the topics that their labels lead to, where these lead elsewhere now; but for those in the table `except`, which are linked anew anyway. */
export async function relinkPapers(run: Run, moves: readonly Move[], except: string | null): Promise<void> {
  if (moves.length === 0) return;
  const others = except === null ? "" : `and not exists (select from ${except} s where s.paper = p.paper)`;
  const [found] = await run<{ count: number }>(
    `/* relinkPapers */ with found as (
       select distinct p.paper from label l join paper_label p on p.label = l.row_id where l.label_key = any($1::text[]) ${others}
     ) select count(*) as count from found`,
    [moves.map(({ key }) => key)],
  );
  if (found!.count === 0) return;
  await run("/* relinkPapers */ create temp table labelled_paper (paper bigint primary key) on commit drop");
  await run("/* relinkPapers */ create temp table relinked_paper (paper bigint) on commit drop");
  await run(
    `/* relinkPapers */ insert into labelled_paper
     select distinct p.paper from label l join paper_label p on p.label = l.row_id where l.label_key = any($1::text[]) ${others}`,
    [moves.map(({ key }) => key)],
  );
  await run(
    `/* relinkPapers */ with wanted as (
       select p.paper, a.topic, p.source, max(p.confidence) as confidence
       from labelled_paper b join paper_label p using (paper) join label l on l.row_id = p.label join topic_alias a on a.alias_key = l.label_key
       where a.topic = any($1::int[]) group by 1, 2, 3
     ), gone as (
       delete from topic_link k using labelled_paper b where k.paper = b.paper and k.topic = any($1::int[]) and k.kind = 'STATED_BY_SOURCE'
         and not exists (select from wanted w where w.paper = k.paper and w.topic = k.topic and w.source = k.source) and not ${IS_CATEGORY("k.paper", "k.topic", "k.source")} returning k.paper
     ), written as (
       insert into topic_link (paper, topic, source, kind, confidence) select paper, topic, source, 'STATED_BY_SOURCE', confidence from wanted
       on conflict (paper, topic, source) do update set confidence = excluded.confidence
         where topic_link.kind = 'STATED_BY_SOURCE' and topic_link.confidence <> excluded.confidence
           and (topic_link.confidence < excluded.confidence or not ${IS_CATEGORY("topic_link.paper", "topic_link.topic", "topic_link.source")}) returning paper
     )
     insert into relinked_paper select paper from gone union select paper from written`,
    [[...new Set(moves.flatMap(({ from, to }) => [from, to]).filter((topic) => topic !== null))]],
  );
  await run("/* relinkPapers */ update paper p set updated_at = now() from relinked_paper r where p.row_id = r.paper");
  await excludeTopics(run, "relinked_paper");
  await deriveIndexes(run, "relinked_paper");
  await run("/* relinkPapers */ drop table labelled_paper, relinked_paper");
}

/** Removes the topics from which names led away, and to which neither a name nor a paper leads any more, as one does that a member set; what counts them is up to date by then. */
export async function removeTopics(run: Run, moves: readonly Move[]): Promise<void> {
  const left = moves.flatMap(({ from }) => from ?? []);
  if (left.length === 0) return;
  await run(
    `/* removeTopics */ with gone as (
       delete from topic t where t.row_id = any($1::int[]) and not t.is_curated and not exists (select from topic_alias a where a.topic = t.row_id)
         and not exists (select from topic_link l where l.topic = t.row_id) returning row_id
     ) delete from topic_count c using gone g where c.topic = g.row_id`,
    [left],
  );
}
