import { type CslName, nameParts } from "./citation.names";
import { currentIdentifiers, IdentifierScheme, identifierUrl } from "./identifier";
import { arxivMonth } from "./identifier.parse";
import type { Paper } from "./paper";
import { slugOf, slugSuffix } from "./title";

/** What a citation is made of: a paper, its authors as printed, and the code of its first arXiv category. */
export interface CitedWork {
  readonly paper: Paper;
  readonly authors: readonly string[];
  readonly category: string | null;
}

/** A work in CSL-JSON, as far as papers need it: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables */
export interface CslItem {
  readonly id: string;
  readonly "citation-key": string;
  readonly type: "article" | "article-journal" | "paper-conference";
  readonly title: string;
  readonly author?: readonly CslName[];
  readonly issued?: { readonly "date-parts": readonly (readonly number[])[] };
  readonly "container-title"?: string;
  readonly publisher?: string;
  readonly number?: string;
  readonly note?: string;
  readonly DOI?: string;
  readonly URL?: string;
}

/** A venue that holds conferences, by what such names are made of. */
const CONFERENCE =
  /\b(?:proc|proceedings|conference|conf|workshops?|symposium|meeting|congress|AAAI|ACL|AISTATS|COLING|COLT|CVPR|ECAI|ECCV|EMNLP|ICASSP|ICCV|ICDM|ICLR|ICML|ICRA|IJCAI|INTERSPEECH|KDD|NAACL|NIPS|NeurIPS|SIGIR|SIGGRAPH|UAI|WACV|WWW)\b/i;

/** A paper as CSL-JSON; what is not known is absent. Without a venue it is a preprint. */
export function cslOf({ paper, authors }: CitedWork): CslItem {
  const names = authors.map((name) => nameParts(onOneLine(name)));
  const title = onOneLine(paper.title);
  const date = dateParts(paper);
  const key = citationKey(paper, names[0], date?.[0]);
  const venue = paper.venue && onOneLine(paper.venue);
  const url = addressOf(paper);
  return {
    id: key,
    "citation-key": key,
    type: !venue ? "article" : CONFERENCE.test(venue) ? "paper-conference" : "article-journal",
    title,
    ...(names.length > 0 && {
      author: paper.authorCount > names.length || !paper.authorsAreComplete ? [...names, OTHERS] : names,
    }),
    ...(date && { issued: { "date-parts": [date] } }),
    ...(venue && { "container-title": venue }),
    ...(paper.arxivId && (venue ? { note: `arXiv:${paper.arxivId}` } : { publisher: "arXiv", number: `arXiv:${paper.arxivId}` })),
    ...(paper.doi && { DOI: paper.doi }),
    ...(url && { URL: url }),
  };
}

/** Stands for the authors that a list leaves out; BibTeX's own word for them. */
export const OTHERS: CslName = { literal: "others" };

const onOneLine = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .normalize("NFC")
    .trim();

/** Year, month and day; of a paper whose day no source says, the year and month in its arXiv id. */
function dateParts({ publishedOn, arxivId }: Paper): number[] | null {
  return (publishedOn ?? (arxivId && arxivMonth(arxivId)))?.split("-").map(Number) ?? null;
}

/** Sources keep addresses of single versions, in the clear, or of mirrors; what is cited on arXiv is the paper. */
function addressOf(paper: Paper): string | undefined {
  const { landingUrl, arxivId } = paper;
  if (arxivId !== null && landingUrl && /^https?:\/\/(?:[a-z]+\.)?arxiv\.org\//i.test(landingUrl))
    return identifierUrl(IdentifierScheme.ARXIV, arxivId);
  return landingUrl ?? currentIdentifiers(paper)[0]?.url;
}

/** The longest key: people type them. */
const KEY_LENGTH = 40;
const NAME_LENGTH = 20;

/**
 * Family name, year and words of the slug, in letters and digits: the same for one paper whatever list it stands in. Where words are left out,
 * four digits of what the whole slug comes to tell apart those that begin alike.
 */
function citationKey({ slug }: Paper, first: CslName | undefined, year: number | undefined): string {
  const name = first === undefined ? "" : "family" in first ? first.family : first.literal;
  const start = `${(name && slugOf(name, "author")).replaceAll("-", "").slice(0, NAME_LENGTH)}${year ?? ""}`;
  const whole = start + slug.replaceAll("-", "");
  if (whole.length <= KEY_LENGTH) return whole;
  const end = slugSuffix(slug).slice(0, 4);
  const room = KEY_LENGTH - start.length - end.length;
  const words = slug.slice(0, KEY_LENGTH).split("-");
  while (words.length > 1 && words.join("").length > room) words.pop();
  return start + words.join("").slice(0, room) + end;
}
