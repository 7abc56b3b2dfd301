import { copyLine } from "../database/copy";
import { titleKey } from "../papers/title";
import type { ComposedPaper } from "./compose";
import type { DraftAuthor } from "./draft";

type Value = string | number | boolean | null;

/** A table of what the papers of a batch shall be, after the columns that name the paper: its columns with their types, and the rows of a paper. */
interface StagedTable {
  readonly columns: Readonly<Record<string, string>>;
  readonly rowsOf: (composed: ComposedPaper, authors: readonly DraftAuthor[]) => readonly (readonly Value[])[];
}

const tables = {
  staged_paper: {
    columns: {
      ...{
        title: "text",
        title_key: "text",
        abstract: "text",
        arxiv_id: "text",
        doi: "text",
        openreview_id: "text",
        papers_with_code_id: "text",
      },
      ...{
        published_on: "date",
        version_updated_on: "date",
        featured_on: "date",
        venue: "text",
        comment: "text",
        license: "text",
        landing_url: "text",
        pdf_url: "text",
      },
      ...{
        is_withdrawn: "boolean",
        is_on_hugging_face: "boolean",
        author_count: "int",
        are_authors_whole: "boolean",
        primary_category: "text",
      },
    },
    rowsOf: (composed) => [
      [
        ...[
          composed.title,
          titleKey(composed.title),
          composed.abstract,
          composed.arxivId,
          composed.doi,
          composed.openReviewId,
          composed.papersWithCodeId,
        ],
        ...[
          composed.publishedOn,
          composed.versionUpdatedOn,
          newestDay(composed),
          composed.venue,
          composed.comment,
          composed.license,
          composed.landingUrl,
          composed.pdfUrl,
        ],
        ...[
          composed.isWithdrawn,
          composed.isOnHuggingFace,
          composed.authors.length,
          composed.areAuthorsWhole,
          composed.categories[0] ?? null,
        ],
      ],
    ],
  },
  staged_author: {
    columns: { position: "int", name: "text", name_key: "text", slug: "text" },
    rowsOf: (_composed, authors) => authors.map(({ position, name, key, slug }) => [position, name, key, slug]),
  },
  staged_page: {
    columns: { kind: "text", url: "text" },
    rowsOf: (composed) => composed.links.map(({ kind, url }) => [kind, url]),
  },
  staged_repository: {
    columns: {
      url: "text",
      host: "text",
      owner: "text",
      name: "text",
      is_official: "boolean",
      framework: "text",
      evidence: "text",
      source: "text",
      confidence: "real",
    },
    rowsOf: (composed) =>
      composed.repositories.map(({ url, host, owner, name, isOfficial, framework, evidence, source, confidence }) => [
        url,
        host,
        owner,
        name,
        isOfficial,
        framework,
        evidence,
        source,
        confidence,
      ]),
  },
  staged_day: {
    columns: { day: "date", list_position: "int", submitted_by: "text" },
    rowsOf: (composed) => composed.days.map(({ day, position, submittedBy }) => [day, position, submittedBy]),
  },
} satisfies Record<string, StagedTable>;

export type StagedTableName = keyof typeof tables;

/** The columns of each table with their types. */
export const stagedColumns: Readonly<Record<StagedTableName, Readonly<Record<string, string>>>> = mapTables(
  ({ columns }) => columns,
);

/** The rows of a paper in each table, made ahead: they lack the columns that name the paper. */
export type StagedLines = Readonly<Record<StagedTableName, readonly string[]>>;

export const linesOf = (composed: ComposedPaper, authors: readonly DraftAuthor[]): StagedLines =>
  mapTables(({ rowsOf }) => rowsOf(composed, authors).map(copyLine));

function mapTables<T>(make: (table: StagedTable) => T): Record<StagedTableName, T> {
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, make(table)])) as Record<StagedTableName, T>;
}

function newestDay({ days }: ComposedPaper): string | null {
  return (
    days
      .map(({ day }) => day)
      .sort()
      .at(-1) ?? null
  );
}
