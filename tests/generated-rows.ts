import type { DataSource } from "typeorm";
import { transaction } from "../src/database/sql";
import { deriveIndexes } from "../src/importers/derive-indexes";

/** How many papers there are unless a caller says otherwise. */
const PAPERS = 30_000;

/** A number from 0 up to 1 that a row's number and a seed alone decide: the rows are the same in every run. */
const random = (row: string, seed: number) => `((hashint8extended(${row}, ${seed}) & 1048575) / 1048576::float8)`;

/** A whole number from 1 to `most`; the higher the power, the more rows share the low ones. */
const skewed = (row: string, seed: number, power: number, most: number) =>
  `(1 + floor(${most} * power(${random(row, seed)}, ${power})))::int`;

/**
 * Papers, topics, authors, repositories and days as they are in the world: few topics hold most papers, few authors wrote much, few repositories have many stars.
 * Topic `t1` is common and `t300` rare; `group` is above the first half of them.
 */
const steps = (papers: number, authors: number, repositories: number): readonly string[] => [
  `insert into paper (slug, title, title_key, abstract, arxiv_id, published_on, author_count, updated_at)
   select 'paper-' || n, 'Title ' || n, 'title ' || ${skewed("n", 1, 1, papers)}, text, 'x/' || lpad(n::text, 7, '0'),
     case when ${random("n", 2)} > 0.03 then date '2010-01-01' + ${skewed("n", 3, 0.5, 5_600)} end, 3,
     timestamptz '2025-01-01' + n * interval '1 minute'
   from generate_series(1, ${papers}) n
   cross join lateral (select string_agg('word' || ${skewed("n * 30 + w", 4, 4, 4_000)}, ' ') as text from generate_series(1, 12) w where n > 0) abstract`,
  `insert into topic (slug, name, name_key, kind) select 't' || t, 'Topic ' || t, 'topic ' || t, 'TASK' from generate_series(1, 300) t`,
  `insert into topic (slug, name, name_key, kind) values ('group', 'Group', 'group', 'AREA')`,
  `with placed as (
     insert into topic_parent (topic, parent) select t.row_id, g.row_id from topic t join topic g on g.slug = 'group'
     where t.slug ~ '^t\\d+$' and substr(t.slug, 2)::int <= 150 returning topic, parent
   ) insert into topic_ancestor (topic, ancestor, distance) select topic, parent, 1 from placed`,
  `insert into topic_link (paper, topic, source, kind, confidence)
   select distinct on (p.row_id, t.row_id) p.row_id, t.row_id, 'test', 'STATED_BY_SOURCE', 0.1 * ${skewed("p.row_id * 4 + k", 5, 1, 10)}
   from paper p cross join generate_series(1, 3) k join topic t on t.slug = 't' || ${skewed("p.row_id * 4 + k", 6, 3, 300)}`,
  `insert into author (slug, name, name_key) select 'author-' || a, 'Author ' || a, 'author ' || a from generate_series(1, ${authors}) a`,
  `insert into authorship (paper, position, name, author)
   select p.row_id, k, a.name, a.row_id from paper p cross join generate_series(1, 3) k
   join author a on a.slug = 'author-' || ${skewed("p.row_id * 4 + k", 7, 2, authors)}`,
  `insert into repository (url, host, owner, name, star_count, language, license)
   select 'https://' || host || '/owner/name' || r, host, 'owner', 'name' || r,
     case when r % 10 > 0 then (8000 / ${skewed("r", 8, 1, 8_000)} - 1) end,
     case when r % 400 = 1 then 'Idris' when r % 4 > 0 then 'Python' when r % 8 > 0 then 'C++' end,
     case when r % 500 = 2 then 'WTFPL' when r % 3 > 0 then 'MIT' end
   from generate_series(1, ${repositories}) r cross join lateral (select case when r % 600 = 3 then 'codeberg.org' else 'github.com' end as host) h`,
  `insert into repository_link (paper, repository, is_official, framework)
   select distinct on (p.row_id, r.row_id) p.row_id, r.row_id, ${random("p.row_id * 4 + k", 9)} > 0.6,
     case when ${random("p.row_id * 4 + k", 10)} > 0.998 then 'mindspore' when ${random("p.row_id * 4 + k", 11)} > 0.5 then 'pytorch' end
   from paper p cross join generate_series(1, 2) k join repository r on r.name = 'name' || ${skewed("p.row_id * 4 + k", 12, 2, repositories)}
   where ${random("p.row_id", 13)} < 0.4`,
  `insert into link_evidence (link, kind, source, confidence) select row_id, 'STATED_BY_SOURCE', 'test', 0.9 from repository_link`,
  `insert into paper_source (source, source_key, paper, record, doi, openreview_id, papers_with_code_id)
   select 'test', row_id, row_id, '{}', '10.1000/' || row_id, 'review-' || row_id, 'page-' || row_id from paper`,
  `insert into paper_alias (uid, slug, paper) select gen_random_uuid(), 'former-' || row_id, row_id from paper where row_id % 5 = 0`,
  `insert into repository_alias (url_key, repository) select 'https://github.com/owner/former' || row_id, row_id from repository where row_id % 2 = 0`,
  `insert into paper_signal (paper, sort_on, source_upvotes, trending)
   select row_id, sort_on, 1 + row_id % 50, case when row_id % 100 = 0 then row_id / 100 else 0 end from paper where row_id % 3 = 0`,
  `insert into member (name) values ('Ada')`,
  `insert into link_dispute (link, member, reason) select l.row_id, m.row_id, 'wrong' from repository_link l, member m where l.row_id % 5 = 0`,
  `update repository_link l set sort_on = p.sort_on from paper p where p.row_id = l.paper`,
  `analyze paper, topic, topic_ancestor, topic_link, authorship, repository, repository_link`,
  `update repository r set paper_count = (select count(*) from repository_link l where l.repository = r.row_id)`,
  `update paper p set star_count = coalesce((select max(r.star_count) from repository_link l join repository r on r.row_id = l.repository where l.paper = p.row_id), 0)`,
  `insert into daily_entry (day, paper, position, list_position)
   select day, paper, row_number() over (partition by day order by paper), 1
   from (select row_id as paper, date '2024-01-01' + ${skewed("row_id", 14, 1, 500)} as day from paper where row_id % 3 = 0) listed`,
  `update paper p set featured_on = (select max(day) from daily_entry d where d.paper = p.row_id) where row_id % 3 = 0`,
];

/** Writes the rows, derives the indexes as an import does, and lets the planner know them. */
export async function generateRows({ db }: { readonly db: DataSource }, papers = PAPERS): Promise<void> {
  await transaction(db, async (run) => {
    await run("set local statement_timeout = 0");
    await run("set local session_replication_role = replica"); // no foreign key is checked: the rows are right
    for (const step of steps(papers, 0.3 * papers, Math.round((papers * 4) / 15))) await run(step);
    await run("create temp table every_paper on commit drop as select row_id as paper from paper");
    await deriveIndexes(run, "every_paper");
    await run("update catalogue_version set version = version + 1");
  });
  await db.query("vacuum analyze");
}
