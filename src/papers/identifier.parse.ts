/** Before 2007 an archive and seven digits, since then four digits, a point, four or five digits: https://info.arxiv.org/help/arxiv_identifier.html */
const ARXIV = /^(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z-]{2,9})?\/\d{7})(?:v\d+)?$/i;

/** Longer than any id with what may stand around it: hostile text is not searched. */
const LONGEST_ARXIV = 100;

/** The arXiv id in a text, without `arXiv:`, subject class and version; null when the text is none. */
export function parseArxivId(text: string): string | null {
  const id = text.length > LONGEST_ARXIV ? undefined : ARXIV.exec(text.trim())?.[1];
  // Old ids name their subject class or not: math.GT/0309136 is math/0309136.
  return id?.toLowerCase().replace(/^([a-z-]+)\.[a-z-]+\//, "$1/") ?? null;
}

/** The month in which an arXiv id was given, as YYYY-MM: new and old ids begin with year and month alike. Null for what is no id. */
export function arxivMonth(id: string): string | null {
  const [, year, month] = /(?:^|\/)(\d\d)(0[1-9]|1[0-2])/.exec(id) ?? [];
  return year && month ? `${Number(year) > 90 ? "19" : "20"}${year}-${month}` : null;
}

/** Directory indicator, slash, suffix: https://www.doi.org/the-identifier/resources/handbook/2_numbering */
const DOI = /^(?:doi:\s*|https?:\/\/(?:dx\.)?doi\.org\/)?(10\.\d{4,9}(?:\.\d+)*\/[^\s\p{Cc}]*[^\s\p{Cc}/])\/*$/iu;

/** The DOI in a text, in lower case, without `doi:` or address before it and slashes at its end; null when the text is none. */
export function parseDoi(text: string): string | null {
  return DOI.exec(text.trim())?.[1]?.toLowerCase() ?? null;
}

/** OpenReview's ids are short texts of letters, digits, `-` and `_`; null when the text is none. */
export function parseOpenReviewId(text: string): string | null {
  return /^[\w-]{6,24}$/.exec(text.trim())?.[0] ?? null;
}
