import type { Transaction } from "../database/sql";
import { titleKey } from "../papers/title";
import type { ComposedPaper } from "./compose";
import type { DraftAuthor } from "./draft";

/** A composed paper with its row, and the topics that sources state and its text asserts. */
export interface StagedPaper {
  readonly paper: number;
  /** The slug of a paper that is new; null for one that has its row. */
  readonly slug: string | null;
  readonly composed: ComposedPaper;
  readonly authors: readonly DraftAuthor[];
  readonly topics: readonly StagedTopic[];
  /** The words of a paper that is new, where they were asked for ahead; null: they are still to be made. */
  readonly vector: string | null;
}

/** A topic of a paper, by row, and who says so. */
export interface StagedTopic {
  readonly topic: number;
  readonly source: string;
  readonly kind: "STATED_BY_SOURCE" | "INFERRED_FROM_TEXT";
  readonly confidence: number;
}

type Value = string | number | boolean | null;

/** A table of one batch: its columns with their types, and the rows of a paper. */
interface Staging {
  readonly columns: Readonly<Record<string, string>>;
  readonly rowsOf: (staged: StagedPaper) => readonly (readonly Value[])[];
  /** The table that the rows of new papers go to at once: there they have nothing to be compared with. */
  readonly target?: string;
}

/** The temporary tables of one batch: what the papers of the batch shall be. They vanish with the transaction. The first column is the paper's row. */
const tables: Readonly<Record<string, Staging>> = {
  staged_paper: {
    columns: {
      ...{
        slug: "text",
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
        has_vector: "boolean",
      },
    },
    rowsOf: ({ slug, composed, vector }) => [
      [
        ...[
          slug,
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
          vector !== null,
        ],
      ],
    ],
  },
  staged_author: {
    columns: { position: "int", name: "text", name_key: "text", slug: "text" },
    rowsOf: ({ authors }) => authors.map(({ position, name, key, slug }) => [position, name, key, slug]),
  },
  staged_topic: {
    target: "topic_link",
    columns: { topic: "int", source: "text", kind: "text", confidence: "real" },
    rowsOf: ({ topics }) => surest(topics).map(({ topic, source, kind, confidence }) => [topic, source, kind, confidence]),
  },
  staged_page: {
    target: "paper_link",
    columns: { kind: "text", url: "text" },
    rowsOf: ({ composed }) => composed.links.map(({ kind, url }) => [kind, url]),
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
    rowsOf: ({ composed }) =>
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
    rowsOf: ({ composed }) => composed.days.map(({ day, position, submittedBy }) => [day, position, submittedBy]),
  },
};

/** Writes the batch into temporary tables, and makes an empty one for the papers that will turn out to have changed. */
export async function stagePapers(run: Transaction, papers: readonly StagedPaper[]): Promise<void> {
  await run("/* stagePapers */ create temp table touched_paper (paper bigint) on commit drop");
  for (const [name, staging] of Object.entries(tables)) {
    const types = Object.entries(staging.columns).map(([column, type]) => `${column} ${type}`);
    await run(`/* stagePapers */ create temp table ${name} (paper bigint, ${types.join(", ")}) on commit drop`);
    const rows = rowsOf(staging, staging.target === undefined ? papers : papers.filter(({ slug }) => slug === null));
    if (rows.length === 0) continue;
    await copyRows(run, name, staging, rows);
    await run(`/* stagePapers */ analyze ${name}`);
  }
}

/** Writes what needs no comparing of the papers that are new, once they have their rows. */
export async function addRows(run: Transaction, papers: readonly StagedPaper[]): Promise<void> {
  const news = papers.filter(({ slug }) => slug !== null);
  for (const staging of Object.values(tables))
    if (staging.target) await copyRows(run, staging.target, staging, rowsOf(staging, news));
  await run.copy(
    "paper_search",
    ["paper", "vector"],
    news.flatMap(({ paper, vector }) => (vector === null ? [] : [[paper, vector]])),
  );
}

async function copyRows(run: Transaction, table: string, { columns }: Staging, rows: readonly (readonly Value[])[]) {
  await run.copy(table, ["paper", ...Object.keys(columns)], rows);
}

const rowsOf = (staging: Staging, papers: readonly StagedPaper[]): Value[][] =>
  papers.flatMap((staged) => staging.rowsOf(staged).map((row) => [staged.paper, ...row]));

/** One topic of each source, in no order. */
function surest(topics: readonly StagedTopic[]): StagedTopic[] {
  const found = new Map<string, StagedTopic>();
  for (const staged of topics) {
    const key = `${staged.topic} ${staged.source}`;
    const other = found.get(key);
    if (!other || other.confidence < staged.confidence) found.set(key, staged);
  }
  return [...found.values()];
}

function newestDay({ days }: ComposedPaper): string | null {
  return (
    days
      .map(({ day }) => day)
      .sort()
      .at(-1) ?? null
  );
}
