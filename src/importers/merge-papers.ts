import type { Send } from "../database/sql";

const FIELDS = `title, title_key, abstract, arxiv_id, doi, openreview_id, papers_with_code_id, published_on, version_updated_on, featured_on, venue, comment, license, landing_url, pdf_url,
  is_withdrawn, is_on_hugging_face, author_count, are_authors_whole, primary_category_id`;

/** The topic of a staged paper's first category, as a column. */
const PRIMARY_CATEGORY = `(select t.row_id from topic t where t.slug = lower(replace(primary_category, '.', '-')) and t.kind = 'CATEGORY') as primary_category_id`;

/** Makes the papers, their authors and their days what the staged tables say; what is equal already is not written. */
export async function mergePapers(send: Send): Promise<void> {
  // An id that goes from one paper to another is free before it is taken.
  await send(`/* mergePapers */ update paper p set arxiv_id = null, doi = null, openreview_id = null, papers_with_code_id = null
    from staged_paper s where p.row_id = s.paper and (p.arxiv_id, p.doi, p.openreview_id, p.papers_with_code_id) is distinct from (s.arxiv_id, s.doi, s.openreview_id, s.papers_with_code_id)
      and coalesce(p.arxiv_id, p.doi, p.openreview_id, p.papers_with_code_id) is not null`);
  await send(`/* mergePapers */ with written as (
      update paper p set (${FIELDS}) = (select ${FIELDS} from (select s.*) v)
      from (select *, ${PRIMARY_CATEGORY} from staged_paper where slug is null) s
      where p.row_id = s.paper and (${prefixed("p")}) is distinct from (${prefixed("s")}) returning p.row_id
    )
    insert into touched_paper select row_id from written`);
  // Who gets the slug of a merged paper is that paper again.
  await send(`/* mergePapers */ with former as (
      delete from paper_alias a using staged_paper s where a.slug = s.slug returning a.slug, a.uid
    )
    insert into paper (row_id, uid, slug, ${FIELDS}) overriding system value
    select s.paper, coalesce(f.uid, gen_random_uuid()), s.slug, ${FIELDS}
    from (select *, ${PRIMARY_CATEGORY} from staged_paper where slug is not null) s left join former f using (slug)`);
  await mergePages(send);
  await mergeAuthors(send);
  await mergeDays(send);
}

const prefixed = (alias: string) => FIELDS.replace(/\w+/g, (name) => `${alias}.${name}`);

/** Makes the pages of the papers that were there what the staged table says. */
async function mergePages(send: Send): Promise<void> {
  await send(`/* mergePages */ with gone as (
      delete from paper_link l using staged_paper s where l.paper = s.paper and s.slug is null
        and not exists (select from staged_page w where w.paper = l.paper and w.url = l.url) returning l.paper
    ), written as (
      insert into paper_link (paper, kind, url) select paper, kind, url from staged_page
      on conflict (paper, url) do update set kind = excluded.kind where paper_link.kind <> excluded.kind returning paper
    )
    insert into touched_paper select paper from gone union select paper from written`);
}

/** Of the names that one key is printed by, the first in the alphabet names the author, whatever came first; `settleAuthors` does so where papers change. */
async function mergeAuthors(send: Send): Promise<void> {
  await send(`/* mergeAuthors */ with told as materialized (
      select distinct on (s.name_key) s.name_key, s.slug, s.name, a.row_id as author, a.name as former
      from staged_author s left join author a using (name_key) order by s.name_key, s.name collate "C"
    ), renamed as (
      update author a set name = t.name from told t where a.row_id = t.author and t.name < t.former collate "C"
    ), made as (
      insert into author (slug, name, name_key)
      select case when count(*) over (partition by slug) > 1 or exists (select from author a where a.slug = t.slug) then slug || '-' || left(encode(sha256(convert_to(name_key, 'UTF8')), 'hex'), 8) else slug end, name, name_key
      from told t where author is null returning name_key, row_id
    ), named as (
      select name_key, author from told where author is not null union all select name_key, row_id from made
    )
    insert into authorship (paper, position, name, author)
    select s.paper, s.position, s.name, n.author from staged_paper p join staged_author s using (paper) join named n using (name_key) where p.slug is not null`);
  await send(`/* mergeAuthors */ with wanted as (
      select s.paper, s.position, s.name, a.row_id as author from staged_paper p join staged_author s using (paper) join author a using (name_key) where p.slug is null
    ), gone as (
      delete from authorship h using staged_paper s where h.paper = s.paper and s.slug is null
        and not exists (select from wanted w where w.paper = h.paper and w.position = h.position) returning h.paper
    ), written as (
      insert into authorship (paper, position, name, author) select paper, position, name, author from wanted
      on conflict (paper, position) do update set name = excluded.name, author = excluded.author
        where (authorship.name, authorship.author) is distinct from (excluded.name, excluded.author) returning paper
    )
    insert into touched_paper select paper from gone union select paper from written`);
}

/** Two sources may show one paper on one day: the better place counts. */
async function mergeDays(send: Send): Promise<void> {
  await send("/* mergeDays */ create temp table touched_day (day date) on commit drop");
  await send(`/* mergeDays */ with wanted as (
      select distinct on (day, paper) day, paper, list_position, submitted_by from staged_day order by day, paper, list_position, submitted_by collate "C"
    ), gone as (
      delete from daily_entry e using staged_paper s where e.paper = s.paper
        and not exists (select from wanted w where w.paper = e.paper and w.day = e.day) returning e.day
    ), written as (
      insert into daily_entry (day, paper, position, list_position, submitted_by) select day, paper, list_position, list_position, submitted_by from wanted
      on conflict (day, paper) do update set list_position = excluded.list_position, submitted_by = excluded.submitted_by
        where (daily_entry.list_position, daily_entry.submitted_by) is distinct from (excluded.list_position, excluded.submitted_by) returning day
    )
    insert into touched_day select day from gone union select day from written`);
  // Papers at one place stand by what they are called.
  await send("/* mergeDays */ insert into touched_day select e.day from daily_entry e join touched_paper t using (paper)");
  await placeOnDays(send, "touched_day");
}

/** Positions count a day's papers from 1, whatever their lists said: places them on the days of a table anew. */
export async function placeOnDays(send: Send, days: string): Promise<void> {
  await send(`/* placeOnDays */ update daily_entry e set position = placed.position
    from (
      select e.day, e.paper, row_number() over (partition by e.day order by e.list_position, p.title_key, p.arxiv_id, p.doi, p.openreview_id, p.papers_with_code_id, p.row_id) as position
      from daily_entry e join paper p on p.row_id = e.paper where e.day in (select day from ${days})
    ) placed
    where e.day = placed.day and e.paper = placed.paper and e.position <> placed.position`);
}
