import { parseArxivId, parseDoi } from "../papers/identifier.parse";
import { emptyRecord, type PaperRecord } from "./importer";
import { excerptOf, LONGEST, namesOf, plainTextOf, textOf, urlOf } from "./read/fields";

/** The licence of arXiv's metadata: https://info.arxiv.org/help/api/tou.html */
const METADATA_LICENSE = "CC0-1.0";

/** What arXiv says of a paper, whatever the format: texts are still as arXiv writes them, with TeX and hard wraps. */
export interface ArxivFields {
  /** With or without `arXiv:` and version. */
  readonly id: unknown;
  readonly title: unknown;
  readonly abstract: unknown;
  readonly comment: unknown;
  /** One DOI, or several with spaces between: the first counts. */
  readonly doi: unknown;
  /** "journal-ref". */
  readonly venue: unknown;
  readonly license: unknown;
  /** The primary one first; codes of other schemes (MSC, ACM) may be among them. */
  readonly categories: readonly string[];
  readonly authors: readonly (string | null)[];
  readonly areAuthorsWhole: boolean;
  readonly publishedOn: string | null;
  readonly versionUpdatedOn: string | null;
  readonly changedAt: string | null;
  /** Whether the format itself says so; what comment and abstract say counts as well. */
  readonly isWithdrawn: boolean;
}

/** The record of a paper on arXiv, under its id without version: all formats of arXiv share these keys. A text says what is wrong with the fields. */
export function arxivPaper(fields: ArxivFields): PaperRecord | string {
  const arxivId = parseArxivId(textOf(fields.id, 64) ?? "");
  if (arxivId === null) return `id must be an arXiv id, not ${excerptOf(fields.id, 40)}`;
  const title = plainTextOf(fields.title, LONGEST.title);
  if (title === null) return `title must be a text of at most ${LONGEST.title} characters, not ${excerptOf(fields.title, 40)}`;
  const abstract = plainTextOf(fields.abstract, LONGEST.abstract);
  const comment = plainTextOf(fields.comment, LONGEST.abstract);
  return {
    ...emptyRecord,
    sourceKey: arxivId,
    ownId: arxivId,
    title,
    abstract,
    arxivId,
    doi: firstDoi(fields.doi),
    publishedOn: fields.publishedOn,
    versionUpdatedOn: fields.versionUpdatedOn,
    venue: plainTextOf(fields.venue, LONGEST.title),
    comment,
    license: urlOf(fields.license),
    ...arxivAddresses(arxivId),
    isWithdrawn: fields.isWithdrawn || saysWithdrawn(comment, abstract),
    authors: namesOf(fields.authors),
    areAuthorsWhole: fields.areAuthorsWhole,
    categories: arxivCategories(fields.categories),
    changedAt: fields.changedAt,
    url: arxivAddresses(arxivId).landingUrl,
    recordLicense: METADATA_LICENSE,
  };
}

/** One version of a paper: its name (`v1`), and the moment in which it was submitted, null when that cannot be read. */
export interface ArxivVersion {
  readonly name: string | null;
  readonly created: string | null;
}

/** The days of the first and of the newest version, in UTC; null when they are not told. */
export function versionDays(versions: readonly ArxivVersion[]): Pick<ArxivFields, "publishedOn" | "versionUpdatedOn"> {
  const first = versions.find(({ name }) => name === "v1");
  const newest = versions.flatMap(({ created }) => created ?? []).sort();
  return { publishedOn: first?.created?.slice(0, 10) ?? null, versionUpdatedOn: newest.at(-1)?.slice(0, 10) ?? null };
}

/** The pages of a paper on arXiv. */
export function arxivAddresses(arxivId: string): { readonly landingUrl: string; readonly pdfUrl: string } {
  return { landingUrl: `https://arxiv.org/abs/${arxivId}`, pdfUrl: `https://arxiv.org/pdf/${arxivId}` };
}

/** The id in an address of a paper's page or PDF on arXiv, without version; null when the text is none. */
export function arxivIdInUrl(url: string): string | null {
  const [, id = ""] = /^https?:\/\/(?:[a-z]+\.)?arxiv\.org\/(?:abs|pdf|html)\/([^?#]{1,64})/i.exec(url.trim()) ?? [];
  return parseArxivId(id.replace(/(?:\.pdf)?\/?$/i, ""));
}

/** An archive, or an archive and its subject class: https://arxiv.org/category_taxonomy. MSC codes begin with digits, ACM's with a capital. */
const CATEGORY = /^(?:[a-z]{2,8}-[a-z]{2,4}|[a-z]{2,8}(?:-[a-z]{2,4})?\.(?:[A-Z]{2}|[a-z]{2,8}(?:-[a-z]{2,5})?))$/;

/** The codes of arXiv's own scheme, each once, in their order. */
export function arxivCategories(codes: readonly string[]): string[] {
  return [...new Set(codes.map((code) => code.trim()).filter((code) => CATEGORY.test(code)))];
}

const WORK = "(?:paper|article|submission|manuscript|preprint|e-?print|work|note|letter)";

/** The sentence that arXiv suggests for a withdrawal, and its short forms: https://info.arxiv.org/help/withdraw.html. Not what was withdrawn from a journal. */
const WITHDRAWAL = new RegExp(
  String.raw`(?:this ${WORK} (?:has been|is|was)(?: now)?|^(?:${WORK} )?) ?withdrawn\b(?! from (?!(?:the )?arxiv))`,
  "i",
);

/** Whether comment or abstract begin with the words of a withdrawal, or a later sentence of the comment does. */
function saysWithdrawn(comment: string | null, abstract: string | null): boolean {
  const sentences = (comment ?? "").split(/[.;,:(] ?/).map((sentence) => sentence.slice(0, 100));
  return [(abstract ?? "").slice(0, 100), (comment ?? "").slice(0, 100), ...sentences].some(
    (sentence) => sentence.search(WITHDRAWAL) === 0,
  );
}

function firstDoi(value: unknown): string | null {
  for (const text of (textOf(value, 500) ?? "").split(" ")) {
    const doi = parseDoi(text);
    if (doi !== null) return doi;
  }
  return null;
}
