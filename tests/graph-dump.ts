import type { DataSource } from "typeorm";

/** What a paper is, without what tells only when and in which order things came: row ids, times, slugs. Each paper is named by its records. */
const PAPERS = `
  select json_build_object(
    'records', (select json_agg(s.source || ' ' || s.source_key order by s.source, s.source_key) from paper_source s where s.paper = p.row_id),
    'fields', json_build_array(p.title, p.title_key, p.abstract, p.arxiv_id, p.doi, p.openreview_id, p.papers_with_code_id, p.published_on, p.version_updated_on, p.featured_on, p.venue,
      p.comment, p.license, p.landing_url, p.pdf_url, p.is_withdrawn, p.is_on_hugging_face, p.author_count, p.star_count, (select slug from topic where row_id = p.primary_category_id)),
    'authors', (select json_agg(json_build_array(a.position, a.name, w.name_key) order by a.position) from authorship a join author w on w.row_id = a.author where a.paper = p.row_id),
    'topics', (select json_agg(json_build_array(t.slug, l.source, l.kind, l.confidence) order by t.slug, l.source) from topic_link l join topic t on t.row_id = l.topic where l.paper = p.row_id),
    'repositories', (select json_agg(json_build_array(lower(r.url), l.is_official, l.framework, r.star_count,
        (select json_agg(json_build_array(e.kind, e.source, e.confidence) order by e.kind, e.source) from link_evidence e where e.link = l.row_id)) order by lower(r.url))
      from repository_link l join repository r on r.row_id = l.repository where l.paper = p.row_id),
    'links', (select json_agg(json_build_array(l.kind, l.url) order by l.url) from paper_link l where l.paper = p.row_id),
    'days', (select json_agg(json_build_array(d.day, d.list_position, d.submitted_by) order by d.day) from daily_entry d where d.paper = p.row_id),
    'index', (select json_build_array(i.sort_on, i.has_repository, (select json_agg(t.slug order by t.slug) from topic t where t.row_id = any(i.topic_ids))) from paper_index i where i.paper = p.row_id),
    'pages', (select json_agg(t.slug order by t.slug) from paper_topic_page g join topic t on t.row_id = g.topic where g.paper = p.row_id and g.sort_on = p.sort_on),
    'words', (select s.vector::text from paper_search s where s.paper = p.row_id)
  )::text as row from paper p`;

const COUNTS = `
  select coalesce(t.slug, 'all') || ' ' || c.month || ' ' || c.papers || ' ' || c.papers_with_code as row
  from topic_count c left join topic t on t.row_id = c.topic where c.papers <> 0 or c.papers_with_code <> 0`;
const TOPICS = `
  select t.slug || ' ' || t.paper_count || coalesce((select ' < ' || string_agg(p.slug, ',' order by p.slug) from topic_parent o join topic p on p.row_id = o.parent where o.topic = t.row_id), '') as row
  from topic t where t.paper_count <> 0 or exists (select from topic_source s where s.topic = t.row_id)`;
const REPOSITORIES = `select lower(url) || ' ' || json_build_array(star_count, description, language, license, is_archived, pushed_at, paper_count)::text as row from repository r where exists (select from repository_link l where l.repository = r.row_id) or exists (select from repository_source t where t.repository = r.row_id)`;
const PAGES = `select 'pages ' || count(*) as row from paper_topic_page`;

/** The graph as lines that are equal where two graphs are the same: natural keys, fields, links and counts. */
export async function dumpGraph(db: DataSource): Promise<string[]> {
  const lists = await Promise.all([PAPERS, COUNTS, TOPICS, REPOSITORIES, PAGES].map((text) => db.query(text)));
  return lists.flatMap((rows: { row: string }[]) => rows.map(({ row }) => row).sort());
}

/** Forgets all papers, repositories and authors; topics stay, those that sources brought too, without papers. */
export async function emptyGraph(db: DataSource): Promise<void> {
  await db.query(
    "truncate paper, author, repository, import_run, daily_entry, topic_count, paper_topic_page, topic_source, deleted_record cascade",
  );
  await db.query("delete from topic where not is_curated");
  await db.query("update topic set paper_count = 0 where paper_count <> 0");
}
