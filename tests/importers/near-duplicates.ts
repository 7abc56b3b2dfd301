import { emptyRecord, type PaperRecord } from "../../src/importers/importer";
import type { StoredRecord } from "../../src/importers/record-store";

/** Records of which the first two bear one name or id: whether a person would say that they are one paper, and why. */
export type NearDuplicate = readonly [why: string, a: StoredRecord, b: StoredRecord, ...others: StoredRecord[]];

type Fields = Partial<PaperRecord>;

/** A record of any source. Authors are written with semicolons between. */
export function told(
  source: string,
  sourceKey: string,
  title: string,
  authors: string,
  year?: number,
  fields: Fields = {},
): StoredRecord {
  const record: PaperRecord = {
    ...emptyRecord,
    sourceKey,
    title,
    authors: authors === "" ? [] : authors.split("; "),
    publishedOn: year === undefined ? null : `${year}-06-15`,
    ...fields,
  };
  return { source, record, paper: null };
}

/** A record of arXiv. */
export const arxiv = (id: string, title: string, authors: string, year?: number, fields?: Fields): StoredRecord =>
  told("arxiv", id, title, authors, year, { ownId: id, arxivId: id, ...fields });

/** An entry of Hugging Face. */
export const face = (id: string, title: string, authors: string, year?: number): StoredRecord =>
  told("hugging-face", `2025-01-01 ${id}`, title, authors, year, { ownId: id, arxivId: id });

/** A page of the former Papers with Code. */
export const page = (name: string, title: string, authors: string, year?: number, fields?: Fields): StoredRecord =>
  told("papers-with-code", name, title, authors, year, { ownId: name, papersWithCodeId: name, ...fields });

/** A row of an evaluation table, which names no authors. */
export const row = (title: string, year?: number, fields?: Fields): StoredRecord =>
  told("papers-with-code-evaluations", `Some Task: ${title}`, title, "", year, fields);

/** An entry of a listing: nothing but a title. */
export const listed = (title: string): StoredRecord => told("listing", `2025-03-12 ${title}`, title, "");

/** A row of a topic page: with the first author alone. */
export const first = (id: string, title: string, author: string, year?: number): StoredRecord =>
  told("arxiv-topics", `${id} Some Topic`, title, author, year, { ownId: id, arxivId: id, areAuthorsWhole: false });

/** An entry of a library's catalogue, which names papers by DOI. */
export const book = (doi: string, title: string, authors: string, year?: number): StoredRecord =>
  told("catalogue", doi, title, authors, year, { ownId: doi, doi });

/** A submission on OpenReview. */
export const review = (id: string, title: string, authors: string, year?: number): StoredRecord =>
  told("openreview", id, title, authors, year, { ownId: id, openReviewId: id });

/** A list of a source that knows no ids: titles with authors. */
export const cited = (title: string, authors: string, year?: number): StoredRecord =>
  told("bibliography", `${title} ${authors} ${year}`, title, authors, year);
