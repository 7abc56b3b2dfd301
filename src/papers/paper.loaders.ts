import type { DataSource } from "typeorm";
import { columnsOf } from "../database/columns";
import type { Sql } from "../database/sql";
import { manyByKey, oneByKey } from "../graphql/batch";
import { Paper } from "./paper";
import type { PaperSource } from "./paper-source";

/** How many sources a paper shows. */
const SOURCES = 20;

/** Columns that identify a paper, and the property that holds each. */
const keys = {
  row_id: "rowId",
  uid: "uid",
  slug: "slug",
  arxiv_id: "arxivId",
  doi: "doi",
  openreview_id: "openReviewId",
} as const;

/** Papers by each of their keys: one statement for all that a request asks by the same key. */
export function paperLoaders(db: DataSource, sql: Sql) {
  const by = <Column extends keyof typeof keys>(column: Column, type = "text") =>
    oneByKey(
      (values: readonly NonNullable<Paper[(typeof keys)[Column]]>[]) =>
        sql.prepared<Paper>(
          `/* paperLoaders */ select ${columnsOf(db, Paper, "p")} from paper p where p.${column} = any($1::${type}[])`,
          [values],
        ),
      (paper) => paper[keys[column]]!,
    );
  return {
    paperByRowId: by("row_id", "bigint"),
    paperByUid: by("uid", "uuid"),
    paperBySlug: by("slug"),
    paperByArxivId: by("arxiv_id"),
    paperByDoi: by("doi"),
    paperByOpenReviewId: by("openreview_id"),
    sourcesByPaper: manyByKey(
      (papers: readonly number[]) =>
        sql.prepared<PaperSource & { paper: number }>(
          `/* sourcesByPaper */ select own.* from unnest($1::bigint[]) with ordinality as k(key, n) cross join lateral (
             select s.paper, s.source as name, s.record->>'url' as url, s.record->>'recordLicense' as license, s.fetched_at as "fetchedAt"
             from paper_source s where s.paper = k.key order by s.source, s.source_key limit ${SOURCES}
           ) own order by k.n, own.name`,
          [papers],
        ),
      ({ paper }) => paper,
    ),
  };
}
