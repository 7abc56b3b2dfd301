import { type Highlight, HighlightField, type HighlightFragment } from "./highlight";

/** What is between the words of a text is no word: a word is letters and digits, and a number may have a point. */
const WORDS = /[\p{L}\p{M}\p{N}]+(?:\.\p{N}+)*/gu;

/** Characters of a passage of an abstract. */
const PASSAGE = 300;

/** Characters that are shown before the first match of a passage. */
const LEAD = 60;

const CUT = "…";

/** A word that was looked for, in a text: from one index to another. */
interface Match {
  readonly start: number;
  readonly end: number;
}

/** What a paper shows, or may show. */
interface Texts {
  readonly title: string;
  readonly abstract: string | null;
}

/** The different words of a paper that may be forms of one that was looked for, in lower case: endings change, beginnings stay. */
export function wordsLike({ title, abstract }: Texts, lexemes: readonly string[]): string[] {
  const beginnings = new Set(lexemes.map(beginningOf));
  const words = `${title} ${abstract ?? ""}`.toLowerCase().match(WORDS) ?? [];
  return [...new Set(words.filter((word) => beginnings.has(beginningOf(word))))];
}

const beginningOf = (word: string): string => String.fromCodePoint(word.codePointAt(0) ?? 0);

/** The title whole, and the passage of the abstract in which most matches stand; only texts that hold one. `matches` are words in lower case. */
export function highlightsOf({ title, abstract }: Texts, matches: ReadonlySet<string>): Highlight[] {
  const inTitle = matchesIn(title, matches);
  const inAbstract = matchesIn(abstract ?? "", matches);
  return [
    ...(inTitle.length > 0 ? [{ field: HighlightField.TITLE, fragments: fragmentsOf(title, inTitle, 0, title.length) }] : []),
    ...(inAbstract.length > 0 ? [{ field: HighlightField.ABSTRACT, fragments: passageOf(abstract!, inAbstract) }] : []),
  ];
}

function matchesIn(text: string, matches: ReadonlySet<string>): Match[] {
  return [...text.matchAll(WORDS)].flatMap(({ 0: word, index }) =>
    matches.has(word.toLowerCase()) ? [{ start: index, end: index + word.length }] : [],
  );
}

/** The pieces of the passage that holds most different words, then most words; of equal ones the first. */
function passageOf(text: string, matches: readonly Match[]): HighlightFragment[] {
  if (text.length <= PASSAGE) return fragmentsOf(text, matches, 0, text.length);
  const worth = (first: Match) => {
    const held = matches.filter(({ start, end }) => start >= first.start && end <= first.start + PASSAGE - LEAD);
    return new Set(held.map(({ start, end }) => text.slice(start, end).toLowerCase())).size + held.length / (text.length + 1);
  };
  const first = matches.reduce((best, match) => (worth(match) > worth(best) ? match : best));
  const start = wordStart(text, Math.max(0, Math.min(first.start - LEAD, text.length - PASSAGE)));
  const end = wordEnd(text, Math.min(text.length, start + PASSAGE));
  const held = matches.filter((match) => match.start >= start && match.end <= end);
  return [
    ...(start > 0 ? [{ text: CUT, isMatch: false }] : []),
    ...fragmentsOf(text, held, start, end),
    ...(end < text.length ? [{ text: CUT, isMatch: false }] : []),
  ];
}

/** The first index from here at which a word begins, within a few; where there is none, no half of a character. */
function wordStart(text: string, index: number): number {
  if (index === 0) return 0;
  const space = text.slice(index - 1, index + LEAD / 2).search(/\s/);
  return space < 0 ? wholeCharacter(text, index) : index + space;
}

/** The last index up to here at which a word ends, within a few. */
function wordEnd(text: string, index: number): number {
  if (index === text.length) return index;
  const space = text.slice(index - LEAD / 2, index + 1).search(/\s\S*$/);
  return space < 0 ? wholeCharacter(text, index) : index - LEAD / 2 + space;
}

const wholeCharacter = (text: string, index: number): number => (/[\udc00-\udfff]/.test(text[index] ?? "") ? index - 1 : index);

/** A text from one index to another in pieces: matches, and what is between. */
function fragmentsOf(text: string, matches: readonly Match[], start: number, end: number): HighlightFragment[] {
  const fragments: HighlightFragment[] = [];
  let done = start;
  for (const match of matches) {
    if (match.start > done) fragments.push({ text: text.slice(done, match.start), isMatch: false });
    fragments.push({ text: text.slice(match.start, match.end), isMatch: true });
    done = match.end;
  }
  if (done < end) fragments.push({ text: text.slice(done, end), isMatch: false });
  return fragments;
}
