import type { Run } from "../database/sql";
import { slugOf, slugSuffix, titleKey } from "../papers/title";
import type { ComposedPaper } from "./compose";

/** A composed paper with its row, and the topics that sources state and its text asserts. */
export interface StagedPaper {
  readonly paper: number;
  readonly composed: ComposedPaper;
  readonly topics: readonly StagedTopic[];
}

/** A topic of a paper, by row, and who says so. */
export interface StagedTopic {
  readonly topic: number;
  readonly source: string;
  readonly kind: "STATED_BY_SOURCE" | "INFERRED_FROM_TEXT";
  readonly confidence: number;
}

/** The temporary tables of one batch: what the papers of the batch shall be. They vanish with the transaction. */
const tables: Record<string, string> = {
  staged_paper: `paper bigint, title text, title_key text, abstract text, arxiv_id text, doi text, openreview_id text, papers_with_code_id text, published_on date, version_updated_on date,
    featured_on date, venue text, comment text, license text, landing_url text, pdf_url text, is_withdrawn boolean, is_on_hugging_face boolean, author_count int, categories text[]`,
  staged_author: "paper bigint, position int, name text, name_key text, slug text, suffix text",
  staged_topic: "paper bigint, topic int, source text, kind text, confidence real",
  staged_page: "paper bigint, kind text, url text",
  staged_repository:
    "paper bigint, url text, host text, owner text, name text, is_official boolean, framework text, evidence text, source text, confidence real",
  staged_day: "paper bigint, day date, list_position int, submitted_by text",
};

/** Writes the batch into temporary tables, and an empty one for the papers that will turn out to have changed. */
export async function stagePapers(run: Run, papers: readonly StagedPaper[]): Promise<void> {
  await run("/* stagePapers */ create temp table touched_paper (paper bigint) on commit drop");
  const rows: Record<string, object[]> = {
    staged_paper: papers.map(paperRow),
    staged_author: papers.flatMap(authorRows),
    staged_topic: papers.flatMap(({ paper, topics }) => topics.map((topic) => ({ paper, ...topic }))),
    staged_page: papers.flatMap(({ paper, composed }) => composed.links.map((link) => ({ paper, ...link }))),
    staged_repository: papers.flatMap(({ paper, composed }) =>
      composed.repositories.map((repository) => ({ paper, ...snake(repository) })),
    ),
    staged_day: papers.flatMap(({ paper, composed }) =>
      composed.days.map(({ day, position, submittedBy }) => ({ paper, day, list_position: position, submitted_by: submittedBy })),
    ),
  };
  for (const [name, columns] of Object.entries(tables)) {
    await run(`/* stagePapers */ create temp table ${name} (${columns}) on commit drop`);
    await run(`/* stagePapers */ insert into ${name} select * from jsonb_populate_recordset(null::${name}, $1::jsonb)`, [
      JSON.stringify(rows[name]),
    ]);
    await run(`/* stagePapers */ analyze ${name}`);
  }
}

function paperRow({ paper, composed }: StagedPaper): object {
  const { authors, repositories: _repositories, labels: _labels, links: _links, days, openReviewId, ...fields } = composed;
  const featured = days.map(({ day }) => day).sort();
  return {
    paper,
    title_key: titleKey(composed.title),
    featured_on: featured.at(-1) ?? null,
    author_count: authors.length,
    ...snake(fields),
  };
}

/** A name that holds no letter or digit stands for nobody. */
function authorRows({ paper, composed }: StagedPaper): object[] {
  return composed.authors.flatMap((name, index) => {
    const key = titleKey(name);
    return key === ""
      ? []
      : [{ paper, position: index + 1, name, name_key: key, slug: slugOf(name, "author"), suffix: slugSuffix(key) }];
  });
}

function snake(record: object): object {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );
}
