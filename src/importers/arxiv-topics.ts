import { parseArxivId } from "../papers/identifier.parse";
import { arxivAddresses } from "./arxiv-paper";
import { emptyRecord, type Importer, type PaperRecord, SourceError } from "./importer";
import { fieldsOf, LONGEST, momentOf, plainTextOf, textOf } from "./read/fields";
import { type JsonEntry, jsonEntries } from "./read/json-entries";
import { recordsOf } from "./read/records";
import { markdownRow, objectRow } from "./topic-row";

/** How sure it is that a paper belongs to a topic of such a page: its words were found, no more. */
const CONFIDENCE = 0.3;

/**
 * Pages of arXiv papers by topic, which many repositories make every day with one tool or its descendants: JSON of topic -> arXiv id -> row.
 * https://github.com/Vincentqyw/cv-arxiv-daily, whose licence is that of the pages; the months of nlp-monthly (`2024-06.json`) have none.
 * A paper under several topics is several records, one a topic, so that the page is read as a stream.
 */
export const arxivTopics: Importer = {
  name: "arxiv-topics",
  source: "arxiv-topics",
  unit: "entry",
  fileEndings: [".json"],
  description: "a page of arXiv papers by topic: JSON of topic, arXiv id and Markdown row or object",
  async *read(source, options, report) {
    const recordLicense = /^\d{4}-\d\d\b/.test(options.fileName ?? "") ? null : "Apache-2.0";
    let isEmpty = true;
    async function* entries() {
      for await (const entry of jsonEntries(source, options.maxLineBytes)) {
        isEmpty = false;
        yield entry;
      }
    }
    yield* recordsOf(entries(), report, (entry) => paperOf(entry, recordLicense));
    if (isEmpty) throw new SourceError(1, "expected at least one topic with a paper, found none");
  },
};

function paperOf({ group, key, value, fault }: JsonEntry, recordLicense: string | null): PaperRecord | string {
  if (fault !== null) return fault;
  const topic = textOf(group, LONGEST.name);
  if (topic === null) return `a topic must be a text of at most ${LONGEST.name} characters`;
  const fields = fieldsOf(value);
  const row = fields ? objectRow(fields) : markdownRow(textOf(value, LONGEST.abstract) ?? "");
  const title = plainTextOf(row?.title, LONGEST.title);
  if (!row || title === null) return "expected a row with a day and a title, or an object with a title";
  const keyId = parseArxivId((key ?? "").slice(0, 64));
  const arxivId = keyId ?? row.arxivId;
  if (arxivId === null) return "expected an arXiv id as its key, or the address of a paper on arXiv";
  if (row.arxivId !== null && row.arxivId !== arxivId) return `key and address differ: the address is that of ${row.arxivId}`;
  return {
    ...emptyRecord,
    sourceKey: `${arxivId} ${topic}`,
    ownId: arxivId,
    title,
    abstract: plainTextOf(row.abstract, LONGEST.abstract),
    arxivId,
    ...daysOf(arxivId, row.day),
    ...arxivAddresses(arxivId),
    authors: row.authors,
    areAuthorsWhole: row.areAuthorsWhole,
    labels: [{ scheme: "KEYWORD", label: topic, confidence: CONFIDENCE }],
    repositories:
      row.codeUrl === null
        ? []
        : [{ url: row.codeUrl, isOfficial: false, framework: null, evidence: "STATED_BY_SOURCE", starCount: null }],
    changedAt: momentOf(row.day),
    recordLicense,
  };
}

/**
 * The pages head their days "Publish Date"; many print that of the newest version there. A day after the month of the paper's id can only be such a one;
 * any other is taken at its word.
 */
function daysOf(arxivId: string, day: string | null): Pick<PaperRecord, "publishedOn" | "versionUpdatedOn"> {
  const [, year = "", month = ""] = /^(?:.*\/)?(\d\d)(\d\d)/.exec(arxivId) ?? [];
  const idMonth = `${Number(year) >= 91 ? "19" : "20"}${year}-${month}`;
  const isOfVersion = day !== null && day.slice(0, 7) > idMonth;
  return { publishedOn: isOfVersion ? null : day, versionUpdatedOn: isOfVersion ? day : null };
}
