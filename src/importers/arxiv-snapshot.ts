import { arxivPaper, versionDays } from "./arxiv-paper";
import type { Importer, PaperRecord } from "./importer";
import { type Fields, fieldsOf, LONGEST, listOf, momentOf, textOf } from "./read/fields";
import { jsonLinesOf } from "./read/json-lines";
import { nameOf, namesIn } from "./read/person-names";
import { mailMomentOf } from "./read/rfc822";

/** arXiv's metadata, all of it, as JSON lines, made from its OAI-PMH interface each week: https://www.kaggle.com/datasets/Cornell-University/arxiv */
export const arxivSnapshot: Importer = {
  name: "arxiv-snapshot",
  source: "arxiv",
  unit: "line",
  fileEndings: [".json", ".jsonl"],
  description: "arXiv's whole metadata: JSON lines as arXiv publishes them on Kaggle",
  async *read(source, options, report) {
    yield* jsonLinesOf(source, options.maxLineBytes, report, paperOf);
  },
};

function paperOf(fields: Fields): PaperRecord | string {
  if (typeof fields.abstract !== "string" || typeof fields.categories !== "string" || typeof fields.authors !== "string")
    return "authors, abstract and categories must be texts";
  if (fields.versions != null && !Array.isArray(fields.versions)) return "versions must be a list";
  const versions = listOf(fields.versions).map((version) => ({
    name: textOf(fieldsOf(version)?.version, 64),
    created: mailMomentOf(textOf(fieldsOf(version)?.created, 64)),
  }));
  const parsed = parsedNames(fields.authors_parsed);
  const { names, areWhole } = parsed.length > 0 ? { names: parsed, areWhole: true } : namesIn(fields.authors);
  return arxivPaper({
    id: fields.id,
    title: fields.title,
    abstract: fields.abstract,
    comment: fields.comments,
    doi: fields.doi,
    venue: fields["journal-ref"],
    license: fields.license,
    categories: fields.categories.split(/\s+/),
    authors: names,
    areAuthorsWhole: areWhole,
    ...versionDays(versions),
    changedAt: momentOf(fields.update_date),
    isWithdrawn: false,
  });
}

/** `authors_parsed`: for each author family name, forenames, suffix and affiliations, in Unicode. */
function parsedNames(value: unknown): string[] {
  return listOf(value).flatMap((author) => {
    const [keyName = null, forenames = null, suffix = null] = listOf(author).map((part) => textOf(part, LONGEST.name));
    return nameOf(forenames, keyName, suffix) ?? [];
  });
}
