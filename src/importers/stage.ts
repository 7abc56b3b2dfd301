import { copyLine } from "../database/copy";
import type { Transaction } from "../database/sql";
import { type StagedLines, type StagedTableName, stagedColumns } from "./staged-tables";
import type { TextVectors } from "./text-vectors";

/** A paper with its row, what was made ready of it, and the topics that sources state and its text asserts. */
export interface StagedPaper {
  readonly paper: number;
  /** The slug of a paper that is new; null for one that has its row. */
  readonly slug: string | null;
  readonly lines: StagedLines;
  readonly topics: readonly StagedTopic[];
  /** The words of a paper that is new, where they were asked for ahead; null: they are still to be made. */
  readonly vectors: TextVectors | null;
}

/** A topic of a paper, by row, and who says so. */
export interface StagedTopic {
  readonly topic: number;
  readonly source: string;
  readonly kind: "STATED_BY_SOURCE" | "INFERRED_FROM_TEXT";
  readonly confidence: number;
}

/** A table of one batch, and its rows. */
interface Staging {
  readonly columns: Readonly<Record<string, string>>;
  readonly linesOf: (staged: StagedPaper) => readonly string[];
  /** The table that the rows of new papers go to at once: there they have nothing to be compared with. */
  readonly target?: string;
}

const drafted = (name: StagedTableName, target?: string): Staging => ({
  columns: { paper: "bigint", ...stagedColumns[name] },
  linesOf: ({ paper, lines }) => lines[name].map((line) => `${paper}\t${line}`),
  ...(target && { target }),
});

/** The temporary tables of one batch: what the papers of the batch shall be. They vanish with the transaction. */
const tables: Readonly<Record<string, Staging>> = {
  staged_paper: {
    columns: { paper: "bigint", slug: "text", has_vectors: "boolean", ...stagedColumns.staged_paper },
    linesOf: ({ paper, slug, vectors, lines }) =>
      lines.staged_paper.map((line) => `${copyLine([paper, slug, vectors !== null])}\t${line}`),
  },
  staged_author: drafted("staged_author"),
  staged_topic: {
    target: "topic_link",
    columns: { paper: "bigint", topic: "int", source: "text", kind: "text", confidence: "real" },
    linesOf: ({ paper, topics }) =>
      surest(topics).map(({ topic, source, kind, confidence }) => copyLine([paper, topic, source, kind, confidence])),
  },
  staged_page: drafted("staged_page", "paper_link"),
  staged_repository: drafted("staged_repository"),
  staged_day: drafted("staged_day"),
};

/** Writes the batch into temporary tables, and makes an empty one for the papers that will turn out to have changed. */
export async function stagePapers(run: Transaction, papers: readonly StagedPaper[]): Promise<void> {
  await run.send("/* stagePapers */ create temp table touched_paper (paper bigint) on commit drop");
  for (const [name, staging] of Object.entries(tables)) {
    const types = Object.entries(staging.columns).map(([column, type]) => `${column} ${type}`);
    await run.send(`/* stagePapers */ create temp table ${name} (${types.join(", ")}) on commit drop`);
    const lines = (staging.target ? papers.filter(({ slug }) => slug === null) : papers).flatMap(staging.linesOf);
    if (lines.length === 0) continue;
    await run.copy(name, Object.keys(staging.columns), lines);
    await run.send(`/* stagePapers */ analyze ${name} (paper)`);
  }
}

/** Writes what needs no comparing of the papers that are new, once they have their rows. */
export async function addRows(run: Transaction, papers: readonly StagedPaper[]): Promise<void> {
  const news = papers.filter(({ slug }) => slug !== null);
  for (const { target, columns, linesOf } of Object.values(tables))
    if (target) await run.copy(target, Object.keys(columns), news.flatMap(linesOf));
  const worded = news.flatMap(({ paper, vectors }) => (vectors === null ? [] : [{ paper, ...vectors }]));
  await run.copy(
    "paper_search",
    ["paper", "vector"],
    worded.map(({ paper, vector }) => copyLine([paper, vector])),
  );
  await run.copy(
    "paper_title_search",
    ["paper", "vector"],
    worded.map(({ paper, title }) => copyLine([paper, title])),
  );
}

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
