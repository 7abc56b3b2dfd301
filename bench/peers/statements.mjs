// The page as one would write it by hand: for the limit, and for Mercurius.

export const PAGE = {
  name: "page",
  text: `select p.row_id, p.title, p.abstract, i.sort_on::text as sort_on from paper_topic_page i join paper p on p.row_id = i.paper
    where i.topic = (select row_id from topic where slug = $1) order by i.sort_on desc, i.paper desc limit $2`,
};

export const TOPICS = {
  name: "topics",
  text: `select k.paper, t.name from unnest($1::bigint[]) with ordinality as k(paper, n) cross join lateral (
      select l.topic, -max(l.confidence) as place from topic_link l where l.paper = k.paper group by l.topic
    ) l join topic t on t.row_id = l.topic order by k.n, l.place, t.name_key, t.row_id`,
};

export const REPOSITORIES = {
  name: "repositories",
  text: `select k.paper, r.url, r.owner, r.name, r.star_count from unnest($1::bigint[]) with ordinality as k(paper, n)
    join repository_link l on l.paper = k.paper join repository r on r.row_id = l.repository order by k.n, l.is_official desc, r.star_sort desc, l.row_id desc`,
};

/** The whole answer as the database prints it. */
export const WHOLE = {
  name: "whole",
  text: `with page as materialized (
      select p.row_id, p.title, p.abstract, i.sort_on from paper_topic_page i join paper p on p.row_id = i.paper
      where i.topic = (select row_id from topic where slug = $1) order by i.sort_on desc, i.paper desc limit 21
    )
    select json_build_object('data', json_build_object('papers', json_build_object('edges', (
      select json_agg(json_build_object('cursor', encode(convert_to(json_build_array('NEWEST', e.sort_on, e.row_id)::text, 'utf8'), 'base64'), 'node', json_build_object(
        'title', e.title, 'abstract', e.abstract,
        'topics', (select coalesce(json_agg(json_build_object('name', t.name) order by l.place, t.name_key, t.row_id), '[]') from (
          select l.topic, -max(l.confidence) as place from topic_link l where l.paper = e.row_id group by l.topic) l join topic t on t.row_id = l.topic),
        'repositories', (select coalesce(json_agg(json_build_object('url', r.url, 'nameWithOwner', r.owner || '/' || r.name, 'starCount', r.star_count)
          order by l.is_official desc, r.star_sort desc, l.row_id desc), '[]') from repository_link l join repository r on r.row_id = l.repository where l.paper = e.row_id)
      )) order by e.sort_on desc, e.row_id desc) from (select * from page order by sort_on desc, row_id desc limit 20) e
    ), 'pageInfo', json_build_object('hasNextPage', (select count(*) > 20 from page)))))::text as answer`,
};

/** The cursor that stands for a row. */
export const cursorOf = (row) => Buffer.from(JSON.stringify(["NEWEST", row.sort_on, Number(row.row_id)])).toString("base64url");

/** Rows by their paper. */
export function byPaper(rows) {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(row.paper);
    if (group) group.push(row);
    else groups.set(row.paper, [row]);
  }
  return groups;
}
