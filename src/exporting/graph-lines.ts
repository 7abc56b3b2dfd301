import type { Run } from "../database/sql";
import { FORMAT_VERSION } from "../importers/copied";

/** What an export holds, in the order of its lines. */
export const PARTS = ["topics", "repositories", "authors", "papers"] as const;

/** How many lines of each part were written. */
export type PartCounts = Record<(typeof PARTS)[number], number>;

/** The first line; importers/papergraph.ts describes the format. */
const HEAD = { format: "papergraph", version: FORMAT_VERSION };

/** Lines that are fetched at once. */
const PAGE = 500;

const moment = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const list = (item: string, order: string, from: string) =>
  `coalesce((select json_agg(${item} order by ${order}) from ${from}), '[]')`;

const sources = (table: string, owner: string, row: string) =>
  list(
    `json_build_object('source', s.source, 'record', s.record, 'fetchedAt', ${moment("s.fetched_at")})`,
    `s.source collate "C", s.source_key collate "C"`,
    `${table} s where s.${owner} = ${row}.row_id`,
  );

const evidence = (alias: string) =>
  `'kind', ${alias}.kind, 'source', ${alias}.source, 'confidence', ${alias}.confidence, 'firstSeenAt', ${moment(`${alias}.first_seen_at`)}`;

/** Each part as JSON texts, one a row. A topic has more above it than any that stands above it; papers keep the order in which they came, which decides where nothing else does. */
const lines: Readonly<Record<keyof PartCounts, string>> = {
  topics: `select json_build_object('kind', 'topic', 'uid', t.uid, 'slug', t.slug, 'name', t.name, 'topicKind', t.kind, 'description', t.description, 'isCurated', t.is_curated,
      'parents', ${list("p.slug", `p.slug collate "C"`, "topic_parent o join topic p on p.row_id = o.parent where o.topic = t.row_id")},
      'aliases', ${list("a.alias", "a.alias_key", "topic_alias a where a.topic = t.row_id")},
      'sources', ${sources("topic_source", "topic", "t")}) as line
    from topic t order by (select count(*) from topic_ancestor a where a.topic = t.row_id), t.slug collate "C"`,
  repositories: `select json_build_object('kind', 'repository', 'uid', r.uid, 'url', r.url,
      'formerUrls', ${list("f.url_key", "f.url_key", "repository_alias f where f.repository = r.row_id")},
      'formerUids', ${list("f.uid", "f.uid", "repository_former_id f where f.repository = r.row_id")},
      'checkedAt', ${moment("r.checked_at")}, 'sources', ${sources("repository_source", "repository", "r")}) as line
    from repository r order by r.row_id`,
  authors: `select json_build_object('kind', 'author', 'uid', w.uid, 'slug', w.slug, 'name', w.name) as line from author w order by w.row_id`,
  papers: `select json_build_object('kind', 'paper', 'uid', p.uid, 'slug', p.slug, 'createdAt', ${moment("p.created_at")}, 'updatedAt', ${moment("p.updated_at")},
      'aliases', ${list("json_build_object('uid', a.uid, 'slug', a.slug)", `a.slug collate "C"`, "paper_alias a where a.paper = p.row_id")},
      'sources', ${sources("paper_source", "paper", "p")},
      'topics', ${list(`json_build_object('topic', t.slug, ${evidence("l")})`, `t.slug collate "C", l.source collate "C"`, "topic_link l join topic t on t.row_id = l.topic where l.paper = p.row_id")},
      'repositories', ${list(
        `json_build_object('uid', l.uid, 'url', r.url, 'isOfficial', l.is_official, 'framework', l.framework,
          'evidence', ${list(`json_build_object(${evidence("e")})`, `e.kind collate "C", e.source collate "C"`, "link_evidence e where e.link = l.row_id")})`,
        `lower(r.url collate "C")`,
        "repository_link l join repository r on r.row_id = l.repository where l.paper = p.row_id",
      )}) as line
    from paper p order by p.row_id`,
};

/** The lines of an export, each with its end, page by page; in a transaction that sees one state throughout. `counts` is kept up to date. */
export async function* graphLines(run: Run, counts: PartCounts): AsyncGenerator<string> {
  yield `${JSON.stringify(HEAD)}\n`;
  for (const part of PARTS) {
    await run(`/* graphLines */ declare export_${part} no scroll cursor for ${lines[part]}`);
    for (;;) {
      const rows = await run<{ line: object }>(`/* graphLines */ fetch ${PAGE} from export_${part}`);
      if (rows.length === 0) break;
      counts[part] += rows.length;
      yield rows.map(({ line }) => `${JSON.stringify(line)}\n`).join("");
    }
    await run(`/* graphLines */ close export_${part}`);
  }
  yield `${JSON.stringify({ kind: "end", lines: PARTS.reduce((sum, part) => sum + counts[part], 0) })}\n`;
}
