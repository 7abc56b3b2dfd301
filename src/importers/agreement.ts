import { titleKey } from "../papers/title";

/** What a record says of who wrote a paper, and when. */
export interface Described {
  /** Names as printed; empty where the record names none. */
  readonly authors: readonly string[];
  readonly publishedOn: string | null;
}

/** Preprint and proceedings of one paper may be a year apart, and its years then differ by up to two. */
const MOST_YEARS_APART = 2;

/** Of so many names that two lists could share, fewer are one by chance: many people are called Wang. */
const SHARE_BY_CHANCE = 1 / 4;

/**
 * Whether two groups of records that bear one title may speak of one paper: "contradiction" when hardly an author is common or the years are far apart,
 * "same" when both name authors and at least half of the shorter list is common, "possible" when too little is said.
 */
export function agreement(a: readonly Described[], b: readonly Described[]): "same" | "possible" | "contradiction" {
  return areYearsApart(a, b) ? "contradiction" : authorAgreement(a, b);
}

/** The same, of the authors alone. */
export function authorAgreement(a: readonly Described[], b: readonly Described[]): "same" | "possible" | "contradiction" {
  const [names, otherNames] = [namesOf(a), namesOf(b)];
  const shorter = Math.min(names.length, otherNames.length);
  if (shorter === 0) return "possible";
  const common = Math.min(commonOf(names, otherNames), commonOf(otherNames, names));
  if (common === 0 || common < shorter * SHARE_BY_CHANCE) return "contradiction";
  return common * 2 >= shorter ? "same" : "possible";
}

function areYearsApart(a: readonly Described[], b: readonly Described[]): boolean {
  const [years, otherYears] = [yearsOf(a), yearsOf(b)];
  return (
    years.length > 0 &&
    otherYears.length > 0 &&
    years.every((year) => otherYears.every((other) => Math.abs(year - other) > MOST_YEARS_APART))
  );
}

function yearsOf(records: readonly Described[]): number[] {
  return [...new Set(records.flatMap(({ publishedOn }) => (publishedOn === null ? [] : [Number(publishedOn.slice(0, 4))])))];
}

/** A name as it can be compared: however given names are abbreviated, and whichever comes first. */
interface Name {
  readonly family: string;
  /** The first letter of the first given name; empty where there is none. */
  readonly initial: string;
  /** All words of it in the order of the alphabet. */
  readonly words: string;
}

const SUFFIX = /[\s,]+(?:jr|sr|ii|iii|iv)\.?$/i;

/** "Knuth, Donald E." is "D. Knuth", and "Rianne van den Berg" is "van den Berg, R.". */
function nameOf(printed: string): Name {
  const [family = "", given = ""] = partsOf(printed.trim().replace(SUFFIX, ""));
  const words = (text: string) => titleKey(text.replaceAll("-", "")).split(" ");
  return {
    family: words(family).at(-1)!,
    initial: words(given)[0]!.slice(0, 1),
    words: [...words(family), ...words(given)].sort().join(" ").trim(),
  };
}

/** Family name, then given names. */
function partsOf(printed: string): string[] {
  if (printed.includes(",")) return printed.split(",", 2);
  const end = printed.lastIndexOf(" ");
  return [printed.slice(end + 1), printed.slice(0, Math.max(end, 0))];
}

/** What was read of lists of names, which are compared with many others. */
const known = new WeakMap<readonly string[], readonly Name[]>();

function namesIn(authors: readonly string[]): readonly Name[] {
  const names = known.get(authors) ?? authors.map(nameOf).filter(({ family }) => family !== "");
  known.set(authors, names);
  return names;
}

function namesOf(records: readonly Described[]): Name[] {
  const names = records.flatMap(({ authors }) => namesIn(authors));
  return [...new Map(names.map((name) => [`${name.family} ${name.initial}`, name])).values()];
}

/** Words of which two lists of authors that agree have one in common. */
export function authorWords(records: readonly Described[]): Set<string> {
  return new Set(namesOf(records).flatMap(({ words }) => words.split(" ")));
}

/** How many of the names are among the others. */
function commonOf(names: readonly Name[], others: readonly Name[]): number {
  const words = new Set(others.map(({ words }) => words));
  const initials = new Map<string, string>();
  for (const { family, initial } of others) initials.set(family, `${initials.get(family) ?? ""}${initial || "*"}`);
  return names.filter((name) => {
    const known = initials.get(name.family);
    const isKnown = known !== undefined && (name.initial === "" || known.includes("*") || known.includes(name.initial));
    return isKnown || words.has(name.words);
  }).length;
}
