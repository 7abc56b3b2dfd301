import { arxivPaper } from "./arxiv-paper";
import type { Importer, PaperRecord } from "./importer";
import { dayInFileName, type Fields, LONGEST, momentOf, textOf, textsOf } from "./read/fields";
import { jsonLinesOf } from "./read/json-lines";

/**
 * A day's new papers of arXiv as JSON lines: the fields of arXiv's API under the names of its Python client (https://lukasschwab.me/arxiv.py/arxiv.html).
 * The same paper comes on many days, with variants of title and abstract: that of the newest day, which the file's name or the caller tells, is believed.
 * There are no dates in a record, and its id tells no more than a month: `publishedOn` is null.
 */
export const arxivListing: Importer = {
  name: "arxiv-listing",
  source: "arxiv-listing",
  unit: "line",
  takesDay: true,
  fileEndings: [".jsonl"],
  description: "a day's new papers of arXiv: JSON lines with id, title, authors, categories, comment and summary",
  async *read(source, options, report) {
    const listedOn = options.listedOn ?? dayInFileName(options.fileName);
    const changedAt = listedOn !== null && listedOn <= options.today ? momentOf(listedOn) : null;
    yield* jsonLinesOf(source, options.maxLineBytes, report, (fields) => paperOf(fields, changedAt));
  },
};

function paperOf(fields: Fields, changedAt: string | null): PaperRecord | string {
  if (!Array.isArray(fields.authors) || !Array.isArray(fields.categories)) return "authors and categories must be lists";
  if (textOf(fields.summary, LONGEST.abstract) === null)
    return `summary must be a text of at most ${LONGEST.abstract} characters`;
  return arxivPaper({
    id: fields.id,
    title: fields.title,
    abstract: fields.summary,
    comment: fields.comment,
    doi: null,
    venue: null,
    license: null,
    categories: textsOf(fields.categories, LONGEST.name),
    authors: textsOf(fields.authors, LONGEST.name),
    areAuthorsWhole: true,
    publishedOn: null,
    versionUpdatedOn: null,
    changedAt,
    isWithdrawn: false,
  });
}
