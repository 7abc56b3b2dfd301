import type { Run } from "../database/sql";
import type { ComposedPaper } from "./compose";
import { isStorable } from "./read/fields";

/** The words that a paper is found by, as SQL over its row's columns. */
export const textVector = (paper: string) => `to_tsvector('english', ${paper}.title || ' ' || coalesce(${paper}.abstract, ''))`;

/** Asked for, and perhaps not answered yet; they go with their papers. */
const vectors = new WeakMap<ComposedPaper, Promise<string | null>>();

/** Has the database make the text vectors of papers on another connection, while one writes the batch before: they take a quarter of the time of an import. */
export function askForVectors(send: Run, papers: readonly ComposedPaper[]): void {
  const asked = papers.filter(({ title, abstract }) => isStorable(title) && isStorable(abstract ?? ""));
  if (asked.length === 0) return;
  const answer = send<{ vector: string }>(
    `/* askForVectors */ select ${textVector("p")}::text as vector from unnest($1::text[], $2::text[]) with ordinality as p(title, abstract, place) order by place`,
    [asked.map(({ title }) => title), asked.map(({ abstract }) => abstract)],
  ).catch(() => []); // what is wrong is said where they are made with the paper
  for (const [index, paper] of asked.entries())
    vectors.set(
      paper,
      answer.then((rows) => rows[index]?.vector ?? null),
    );
}

/** The text vector that was asked for; null where none was, or it could not be made. */
export const vectorOf = async (paper: ComposedPaper): Promise<string | null> => (await vectors.get(paper)) ?? null;
