import type { Send } from "../database/sql";
import { keepTitleWords } from "./term-statistics";
import { textVector, titleVector } from "./text-vectors";

/**
 * Brings what makes filters fast up to date for the papers in a table with a column `paper`: the index row, the topic and repository pages, the words and the kept counts.
 * In the transaction that changed the papers, so that a list, its count and its facets never disagree. `unworded` selects those of them whose words are not written yet.
 */
export async function deriveIndexes(send: Send, papers: string, unworded = `select paper from ${papers}`): Promise<void> {
  await send(`/* deriveIndexes */ create temp table derived_index on commit drop as
    with direct as (select l.paper, l.topic from topic_link l where l.paper in (select paper from ${papers})),
    counted as (select paper, topic from direct union select d.paper, a.ancestor from direct d join topic_ancestor a using (topic)),
    topics as (select paper, array_agg(topic order by topic) as topic_ids from counted group by paper)
    select p.row_id as paper, p.sort_on, exists (select from repository_link l where l.paper = p.row_id) as has_repository, coalesce(t.topic_ids, '{}') as topic_ids
    from paper p left join topics t on t.paper = p.row_id where p.row_id in (select paper from ${papers})`);
  await send("/* deriveIndexes */ analyze derived_index");
  await send(
    `/* deriveIndexes */ update repository_link l set sort_on = d.sort_on from derived_index d where l.paper = d.paper and l.sort_on <> d.sort_on`,
  );
  await send(`/* deriveIndexes */ delete from derived_index d using paper_index i
    where i.paper = d.paper and (i.sort_on, i.has_repository, i.topic_ids) = (d.sort_on, d.has_repository, d.topic_ids)`);
  await send(
    `/* deriveIndexes */ create temp table former_index on commit drop as select i.* from paper_index i join derived_index d using (paper)`,
  );
  await send(`/* deriveIndexes */ delete from paper_topic_page t using former_index f, unnest(f.topic_ids) as former_topic
    where t.topic = former_topic and t.sort_on = f.sort_on and t.paper = f.paper`);
  await send(`/* deriveIndexes */ insert into paper_topic_page (topic, sort_on, paper, has_repository)
    select topic, d.sort_on, d.paper, d.has_repository from derived_index d, unnest(d.topic_ids) as topic order by topic, d.sort_on, d.paper`);
  await send(`/* deriveIndexes */ insert into paper_index select paper, sort_on, has_repository, topic_ids from derived_index
    on conflict (paper) do update set sort_on = excluded.sort_on, has_repository = excluded.has_repository, topic_ids = excluded.topic_ids`);
  await keepCounts(send);
  await send(`/* deriveIndexes */ insert into paper_search (paper, vector)
    select p.row_id, ${textVector("p")} from paper p where p.row_id in (${unworded})
    on conflict (paper) do update set vector = excluded.vector where paper_search.vector <> excluded.vector`);
  await send(`/* deriveIndexes */ insert into paper_title_search (paper, vector)
    select p.row_id, ${titleVector("p")} from paper p where p.row_id in (${unworded})
    on conflict (paper) do update set vector = excluded.vector where paper_title_search.vector <> excluded.vector`);
  await keepTitleWords(send, papers);
  await send("/* deriveIndexes */ drop table derived_index, former_index");
}

/** Topic 0 counts all papers, and the month 0001-01-01 those without a date. */
async function keepCounts(send: Send): Promise<void> {
  await send(`/* keepCounts */ create temp table count_change on commit drop as
    select topic, date_trunc('month', sort_on)::date as month, sum(sign)::int as papers, sum(case when has_repository then sign else 0 end)::int as papers_with_code
    from (select *, -1 as sign from former_index union all select *, 1 from derived_index) moved, unnest(topic_ids || 0) as topic
    group by 1, 2 having sum(sign) <> 0 or sum(case when has_repository then sign else 0 end) <> 0`);
  await send(`/* keepCounts */ insert into topic_count as c (topic, month, papers, papers_with_code) select * from count_change
    on conflict (topic, month) do update set papers = c.papers + excluded.papers, papers_with_code = c.papers_with_code + excluded.papers_with_code`);
  await send(`/* keepCounts */ update topic t set paper_count = t.paper_count + moved.papers
    from (select topic, sum(papers) as papers from count_change group by topic) moved where t.row_id = moved.topic and moved.papers <> 0`);
  await send("/* keepCounts */ drop table count_change");
}
