import { parseArxivId, parseDoi, parseOpenReviewId } from "../papers/identifier.parse";
import { emptyRecord, type Importer, type LabelScheme, type PaperRecord, type TopicLabel } from "./importer";
import { identifiersIn, pageNameIn } from "./read/addresses";
import { isAdvertisement } from "./read/advertisement";
import { dayOf, excerptOf, type Fields, LONGEST, listOf, namesOf, objectsOf, plainTextOf, textOf, urlOf } from "./read/fields";
import { jsonArrayOf } from "./read/json-array";

/** How sure a task or method of the dump is: members set them, and a model proposed them. */
const CONFIDENCE = 0.9;

/**
 * The papers of the former Papers with Code, its dump `papers-with-abstracts.json`: one JSON array.
 * Names of methods that advertise something are left out.
 * https://github.com/paperswithcode/paperswithcode-data
 */
export const pwcPapers: Importer = {
  name: "pwc-papers",
  source: "papers-with-code",
  unit: "entry",
  fileEndings: [".json"],
  description: "Papers with Code, its dump of papers with abstracts, tasks and methods: one JSON array",
  read: (source, options, report) => jsonArrayOf(source, options.maxLineBytes, report, toRecord),
};

function toRecord(entry: Fields): PaperRecord | string {
  const pageName = pageNameIn(entry.paper_url, "paper");
  if (pageName === null) return `paper_url must be a paper's page on paperswithcode.com, not ${excerptOf(entry.paper_url, 80)}`;
  const title = plainTextOf(entry.title, LONGEST.title);
  if (title === null) return `title must be a text of at most ${LONGEST.title} characters`;
  const addressed = identifiersIn(entry.url_abs, entry.url_pdf, entry.conference_url_abs);
  const conferencePage = urlOf(entry.conference_url_abs);
  return {
    ...emptyRecord,
    sourceKey: pageName,
    ownId: pageName,
    papersWithCodeId: pageName,
    title,
    abstract: plainTextOf(entry.abstract, LONGEST.abstract) ?? plainTextOf(entry.short_abstract, LONGEST.abstract),
    arxivId: parseArxivId(textOf(entry.arxiv_id, LONGEST.name) ?? "") ?? addressed.arxivId,
    doi: parseDoi(textOf(entry.doi, LONGEST.name) ?? "") ?? addressed.doi,
    openReviewId: parseOpenReviewId(textOf(entry.openreview_id, LONGEST.name) ?? "") ?? addressed.openReviewId,
    publishedOn: dayOf(entry.date),
    venue: venueOf(entry.proceeding),
    landingUrl: urlOf(entry.url_abs),
    pdfUrl: urlOf(entry.url_pdf),
    links: conferencePage === null ? [] : [{ kind: "OTHER", url: conferencePage }],
    authors: namesOf(listOf(entry.authors)),
    labels: [
      ...labelsOf("PAPERS_WITH_CODE_TASK", listOf(entry.tasks)),
      ...labelsOf(
        "PAPERS_WITH_CODE_METHOD",
        objectsOf(entry.methods).map(({ name }) => name),
      ),
    ],
    url: `https://paperswithcode.com/paper/${pageName}`,
    recordLicense: "CC-BY-SA-4.0",
  };
}

/** A proceeding is written `NAME YEAR MONTH`: without the month. */
function venueOf(proceeding: unknown): string | null {
  return textOf(proceeding, LONGEST.name)?.replace(/( \d{4}) (?:[1-9]|1[0-2])$/, "$1") ?? null;
}

function labelsOf(scheme: LabelScheme, names: readonly unknown[]): TopicLabel[] {
  const labels = names.flatMap((name) => textOf(name, LONGEST.name) ?? []).filter((name) => !isAdvertisement(name));
  return [...new Set(labels)].map((label) => ({ scheme, label, confidence: CONFIDENCE }));
}
