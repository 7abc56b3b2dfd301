import type { DataSource } from "typeorm";
import { columnsOf } from "../database/columns";
import type { Sql } from "../database/sql";
import { manyByKey, oneByKey } from "../graphql/batch";
import { Paper } from "./paper";
import type { PaperLink } from "./paper-link";
import type { PaperSource } from "./paper-source";

/** How many sources a paper shows, and how many links. */
const SOURCES = 20;
const LINKS = 20;

/** How many papers are found by the address of one page, at most: a page may be named for a whole conference. */
const PAGE_PAPERS = 20;

/** Columns that identify a paper, and the property that holds each. */
const keys = {
  row_id: "rowId",
  arxiv_id: "arxivId",
  doi: "doi",
  openreview_id: "openReviewId",
} as const;

/** Names that a paper keeps when it turns out to be another: they lead there from then on. */
const names = { uid: "uuid", slug: "text" } as const;

/** Ids that sources give: a paper may bear several of a kind, and sources may give one to several papers. */
type Claim = "doi" | "openreview_id" | "papers_with_code_id";

/** A row with the key that it was asked by. */
type Found<Row> = Row & { readonly key: string };

/** Of several records of a source the newest that says it. */
const newest = (field: string) =>
  `(array_agg(s.record->>'${field}' order by s.fetched_at desc, s.source_key) filter (where s.record->>'${field}' is not null))[1]`;

/** Papers by each of their keys, and what hangs on papers: one statement for all that a request asks by the same key. */
export function paperLoaders(db: DataSource, sql: Sql) {
  const columns = columnsOf(db, Paper, "p");
  const by = <Column extends keyof typeof keys>(column: Column, type = "text") =>
    oneByKey(
      (values: readonly NonNullable<Paper[(typeof keys)[Column]]>[]) =>
        sql.prepared<Paper>(`/* paperLoaders */ select ${columns} from paper p where p.${column} = any($1::${type}[])`, [values]),
      (paper) => paper[keys[column]]!,
    );
  const byName = (column: keyof typeof names) =>
    oneByKey(
      (values: readonly string[]) =>
        sql.prepared<Found<Paper>>(
          `/* paperLoaders */ select p.${column} as key, ${columns} from paper p where p.${column} = any($1::${names[column]}[])
           union all select a.${column}, ${columns} from paper_alias a join paper p on p.row_id = a.paper where a.${column} = any($1::${names[column]}[])`,
          [values],
        ),
      ({ key }) => key,
    );
  const byClaim = (column: Claim) =>
    manyByKey(
      (values: readonly string[]) =>
        sql.prepared<Found<Paper>>(
          `/* paperLoaders */ with claimed as (
             select row_id as paper, ${column} as key from paper where ${column} = any($1::text[])
             union select paper, ${column} from paper_source where ${column} = any($1::text[])
           ) select c.key, ${columns} from claimed c join paper p on p.row_id = c.paper order by p.row_id`,
          [values],
        ),
      ({ key }) => key,
    );
  return {
    paperByRowId: by("row_id", "bigint"),
    paperByUid: byName("uid"),
    paperBySlug: byName("slug"),
    paperByArxivId: by("arxiv_id"),
    paperByDoi: by("doi"),
    paperByOpenReviewId: by("openreview_id"),
    papersByDoi: byClaim("doi"),
    papersByOpenReviewId: byClaim("openreview_id"),
    papersByPapersWithCodeId: byClaim("papers_with_code_id"),
    papersByPage: manyByKey(
      (urls: readonly string[]) =>
        sql.prepared<Found<Paper>>(
          `/* papersByPage */ select a.url as key, ${columns} from (select url, page_key(url) as key from unnest($1::text[]) as url offset 0) a
           cross join lateral (
             select s.paper from paper_source s where page_key(s.record->>'landingUrl') = a.key
             union select s.paper from paper_source s where page_key(s.record->>'pdfUrl') = a.key
             union select l.paper from paper_link l where page_key(l.url) = a.key
             order by paper limit ${PAGE_PAPERS}
           ) own join paper p on p.row_id = own.paper order by p.row_id`,
          [urls],
        ),
      ({ key }) => key,
    ),
    previousIdsByPaper: manyByKey(
      (papers: readonly number[]) =>
        sql.prepared<{ paper: number; uid: string }>(
          "/* previousIdsByPaper */ select paper, uid from paper_alias where paper = any($1::bigint[]) order by paper, slug",
          [papers],
        ),
      ({ paper }) => paper,
    ),
    pagesByPaper: manyByKey(
      (papers: readonly number[]) =>
        sql.prepared<PaperLink & { paper: number }>(
          `/* pagesByPaper */ select own.* from unnest($1::bigint[]) with ordinality as k(key, n) cross join lateral (
             select l.paper, l.kind, l.url, array_position('{PROJECT,VIDEO,IMAGE,OTHER}', l.kind) as place
             from paper_link l where l.paper = k.key order by place, l.url limit ${LINKS}
           ) own order by k.n, own.place, own.url`,
          [papers],
        ),
      ({ paper }) => paper,
    ),
    sourcesByPaper: manyByKey(
      (papers: readonly number[]) =>
        sql.prepared<PaperSource & { paper: number }>(
          `/* sourcesByPaper */ select own.* from unnest($1::bigint[]) with ordinality as k(key, n) cross join lateral (
             select s.paper, s.source as name, ${newest("url")} as url, ${newest("recordLicense")} as license, max(s.fetched_at) as "fetchedAt"
             from paper_source s where s.paper = k.key group by s.paper, s.source order by s.source limit ${SOURCES}
           ) own order by k.n, own.name`,
          [papers],
        ),
      ({ paper }) => paper,
    ),
  };
}
