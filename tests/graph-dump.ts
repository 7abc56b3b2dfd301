import type { DataSource } from "typeorm";

/** A slug without the suffix that tells equal ones apart; those of the vocabulary have none. */
const stem = (slug: string) => `regexp_replace(${slug}, '-[0-9a-f]{8}(-[0-9]+)?$', '')`;
const topic = (alias: string) => `case when ${alias}.is_curated then ${alias}.slug else ${stem(`${alias}.slug`)} end`;
const list = (items: string, order: string, from: string) => `(select json_agg(${items} order by ${order}) from ${from})`;

/** What a paper is, without what tells only when and in which order things came: ids, times, and the slug, which never changes whatever comes later. Each paper is named by its records. */
const PAPERS = `
  select json_build_object(
    'records', ${list("json_build_array(s.source, s.source_key, s.record)", `s.source collate "C", s.source_key collate "C"`, "paper_source s where s.paper = p.row_id")},
    'fields', json_build_array(p.title, p.title_key, p.abstract, p.arxiv_id, p.doi, p.openreview_id, p.papers_with_code_id, p.published_on, p.version_updated_on, p.featured_on, p.venue,
      p.comment, p.license, p.landing_url, p.pdf_url, p.is_withdrawn, p.is_on_hugging_face, p.author_count, p.are_authors_whole, p.star_count, (select slug from topic where row_id = p.primary_category_id)),
    'authors', ${list("json_build_array(a.position, a.name, w.name_key)", "a.position", "authorship a join author w on w.row_id = a.author where a.paper = p.row_id")},
    'topics', ${list(`json_build_array(${topic("t")}, l.source, l.kind, l.confidence)`, "t.slug, l.source", "topic_link l join topic t on t.row_id = l.topic where l.paper = p.row_id")},
    'repositories', ${list(
      `json_build_array(r.url, l.is_official, l.framework, r.star_count, ${list("json_build_array(e.kind, e.source, e.confidence)", "e.kind, e.source", "link_evidence e where e.link = l.row_id")})`,
      "lower(r.url)",
      "repository_link l join repository r on r.row_id = l.repository where l.paper = p.row_id",
    )},
    'links', ${list("json_build_array(l.kind, l.url)", "l.url", "paper_link l where l.paper = p.row_id")},
    'days', ${list("json_build_array(d.day, d.position, d.list_position, d.submitted_by)", "d.day", "daily_entry d where d.paper = p.row_id")},
    'index', (select json_build_array(i.sort_on, i.has_repository, ${list(topic("t"), "t.slug", "topic t where t.row_id = any(i.topic_ids)")}) from paper_index i where i.paper = p.row_id),
    'pages', ${list(topic("t"), "t.slug", "paper_topic_page g join topic t on t.row_id = g.topic where g.paper = p.row_id and g.sort_on = p.sort_on")},
    'words', (select s.vector::text from paper_search s where s.paper = p.row_id)
  )::text as row from paper p`;

const COUNTS = `
  select 'count ' || coalesce(${topic("t")}, 'all') || ' ' || c.month || ' ' || c.papers || ' ' || c.papers_with_code as row
  from topic_count c left join topic t on t.row_id = c.topic where c.papers <> 0 or c.papers_with_code <> 0`;

/** Those of the vocabulary that no paper has and of which no source tells are the same in every graph: they are left out. */
const TOPICS = `
  select json_build_object('topic', ${topic("t")}, 'fields', json_build_array(t.name, t.name_key, t.kind, t.description, t.is_curated, t.paper_count),
    'parents', ${list(topic("p"), "p.slug", "topic_parent o join topic p on p.row_id = o.parent where o.topic = t.row_id")},
    'ancestors', ${list(`json_build_array(${topic("p")}, o.distance)`, "p.slug", "topic_ancestor o join topic p on p.row_id = o.ancestor where o.topic = t.row_id")},
    'aliases', ${list("json_build_array(a.alias_key, a.alias)", "a.alias_key", "topic_alias a where a.topic = t.row_id")},
    'records', ${list("json_build_array(s.source, s.source_key, s.record)", `s.source collate "C", s.source_key collate "C"`, "topic_source s where s.topic = t.row_id")}
  )::text as row from topic t where not t.is_curated or t.paper_count <> 0 or t.row_id in (select topic from topic_source)
    or t.row_id in (select topic from topic_alias where origin <> 'VOCABULARY')`;

const REPOSITORIES = `
  select json_build_object('repository', r.url, 'fields', json_build_array(r.host, r.owner, r.name, r.star_count, r.description, r.language, r.license, r.is_archived, r.pushed_at, r.paper_count),
    'former', ${list("f.url_key", "f.url_key", "repository_alias f where f.repository = r.row_id")},
    'records', ${list("json_build_array(s.source, s.source_key, s.record)", `s.source collate "C", s.source_key collate "C"`, "repository_source s where s.repository = r.row_id")}
  )::text as row from repository r`;

const AUTHORS = `
  select json_build_object('author', w.name_key, 'name', w.name, 'slug', ${stem("w.slug")}, 'papers', (select count(distinct a.paper) from authorship a where a.author = w.row_id))::text as row from author w`;

const PAGES = `select 'pages ' || count(*) as row from paper_topic_page`;

/** The graph as lines that are equal where two graphs are the same: natural keys, fields, links and counts. */
export async function dumpGraph(db: DataSource): Promise<string[]> {
  const texts = [PAPERS, COUNTS, TOPICS, REPOSITORIES, AUTHORS, PAGES];
  const lists = await Promise.all(texts.map((text) => db.query(text)));
  return lists.flatMap((rows: { row: string }[]) => rows.map(({ row }) => row).sort());
}

/** Forgets all papers, repositories and authors; topics stay, those that sources brought too, without papers. */
export async function emptyGraph(db: DataSource): Promise<void> {
  await db.query(
    "truncate paper, author, repository, import_run, daily_entry, topic_count, paper_topic_page, topic_source, deleted_record, label cascade",
  );
  await db.query("delete from topic_alias where origin <> 'VOCABULARY'");
  await db.query("delete from topic where not is_curated");
  await db.query("update topic set paper_count = 0 where paper_count <> 0");
}
