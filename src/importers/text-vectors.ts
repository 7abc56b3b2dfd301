import type { Run } from "../database/sql";
import type { ComposedPaper } from "./compose";
import { isStorable } from "./read/fields";

/** The words of a paper's title, as SQL over its row's columns. */
export const titleVector = (paper: string) => `to_tsvector('english', ${paper}.title)`;

/** The words that a paper is found by, likewise: those of the title with the weight A. */
export const textVector = (paper: string) =>
  `(setweight(${titleVector(paper)}, 'A') || to_tsvector('english', coalesce(${paper}.abstract, '')))`;

/** The text vectors of a paper, as text. */
export interface TextVectors {
  readonly vector: string;
  readonly title: string;
}

/** Asked for, and perhaps not answered yet; they go with their papers. */
const vectors = new WeakMap<ComposedPaper, Promise<TextVectors | null>>();

/** Has the database make the text vectors of papers on another connection, while one writes the batch before: they take a quarter of the time of an import. */
export function askForVectors(send: Run, papers: readonly ComposedPaper[]): void {
  const asked = papers.filter(({ title, abstract }) => isStorable(title) && isStorable(abstract ?? ""));
  if (asked.length === 0) return;
  const answer = send<TextVectors>(
    `/* askForVectors */ select ${textVector("p")}::text as vector, ${titleVector("p")}::text as title from unnest($1::text[], $2::text[]) with ordinality as p(title, abstract, place) order by place`,
    [asked.map(({ title }) => title), asked.map(({ abstract }) => abstract)],
  ).catch(() => []); // what is wrong is said where they are made with the paper
  for (const [index, paper] of asked.entries())
    vectors.set(
      paper,
      answer.then((rows) => rows[index] ?? null),
    );
}

/** The text vectors that were asked for; null where none were, or they could not be made. */
export const vectorsOf = async (paper: ComposedPaper): Promise<TextVectors | null> => (await vectors.get(paper)) ?? null;
