import { titleKey } from "../papers/title";

/** What a record says of who wrote a paper, and when. */
export interface Described {
  /** Names as printed; empty where the record names none. */
  readonly authors: readonly string[];
  readonly publishedOn: string | null;
}

/** Preprint and proceedings of one paper may be a year apart, and its years then differ by up to two. */
const MOST_YEARS_APART = 2;

/**
 * Whether two groups of records that bear one title may speak of one paper: "contradiction" when no author is common or the years are far apart,
 * "same" when both name authors and at least half of the shorter list is common, "possible" when too little is said.
 */
export function agreement(a: readonly Described[], b: readonly Described[]): "same" | "possible" | "contradiction" {
  const [years, otherYears] = [yearsOf(a), yearsOf(b)];
  if (
    years.length > 0 &&
    otherYears.length > 0 &&
    Math.min(...years.flatMap((year) => otherYears.map((other) => Math.abs(year - other)))) > MOST_YEARS_APART
  )
    return "contradiction";
  const [names, otherNames] = [namesOf(a), namesOf(b)];
  if (names.size === 0 || otherNames.size === 0) return "possible";
  const common = [...names].filter((name) => otherNames.has(name)).length;
  if (common === 0) return "contradiction";
  return common * 2 >= Math.min(names.size, otherNames.size) ? "same" : "possible";
}

function yearsOf(records: readonly Described[]): number[] {
  return records.flatMap(({ publishedOn }) => (publishedOn === null ? [] : [Number(publishedOn.slice(0, 4))]));
}

/** Family names: what is left of a name however the given names are abbreviated. "Knuth, Donald" and "D. Knuth" have one. */
function namesOf(records: readonly Described[]): Set<string> {
  const familyName = (name: string) =>
    titleKey(name.includes(",") ? name.split(",")[0]! : (name.trim().split(/\s+/).at(-1) ?? ""));
  return new Set(records.flatMap(({ authors }) => authors.map(familyName)).filter((name) => name !== ""));
}
