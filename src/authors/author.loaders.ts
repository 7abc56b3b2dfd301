import type { DataSource } from "typeorm";
import { columnsOf } from "../database/columns";
import type { Sql } from "../database/sql";
import { manyByKey, oneByKey } from "../graphql/batch";
import { Author } from "./author";

/** How many authors a paper shows. */
const AUTHORS = 50;

/** An author as one paper prints the name. */
export interface AuthorshipRow extends Author {
  readonly paper: number;
  readonly position: number;
  readonly printedName: string;
}

/** Authors by key, the authors of papers, and how much each author wrote. */
export function authorLoaders(db: DataSource, sql: Sql) {
  const columns = columnsOf(db, Author, "a");
  const by = <K extends "uid" | "slug">(property: K, type: string) =>
    oneByKey(
      (keys: readonly string[]) =>
        sql.prepared<Author>(`/* authorLoaders */ select ${columns} from author a where a.${property} = any($1::${type}[])`, [
          keys,
        ]),
      (author) => author[property],
    );
  return {
    authorByUid: by("uid", "uuid"),
    authorBySlug: by("slug", "text"),
    authorshipsByPaper: manyByKey(
      (papers: readonly number[]) =>
        sql.prepared<AuthorshipRow>(
          `/* authorshipsByPaper */ select s.paper, s.position, s.name as "printedName", ${columns}
           from authorship s join author a on a.row_id = s.author where s.paper = any($1::bigint[]) and s.position <= ${AUTHORS} order by s.paper, s.position`,
          [papers],
        ),
      (row) => row.paper,
    ),
    paperCountByAuthor: oneByKey(
      (authors: readonly number[]) =>
        sql.prepared<{ author: number; count: number }>(
          "/* paperCountByAuthor */ select author, count(distinct paper) as count from authorship where author = any($1::bigint[]) group by author",
          [authors],
        ),
      (row) => row.author,
    ),
  };
}
