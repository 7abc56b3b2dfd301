import { type Term, termQuery } from "./ranking";

/** Papers that hold one of several sets of words: all words of that set. */
export interface WordSets {
  readonly sets: readonly (readonly string[])[];
  /** About how many papers that are. */
  readonly expected: number;
  /** Whether those are all papers that hold any of the words. */
  readonly isWhole: boolean;
}

/** How much may be read to gather papers. */
export interface Bounds {
  /** Papers. */
  readonly most: number;
  /** Entries of the index of words: for a set, those of its rarest word. */
  readonly reach: number;
  /** How many more papers than chance would have hold several of the words that somebody asks for together. */
  readonly lift: number;
}

/** A word and the number of texts that hold it. */
interface Counted {
  readonly lexeme: string;
  readonly count: number;
}

/** Words of which sets are made. */
const IN_SETS = 6;

/**
 * Chooses papers worth a close look: those with one of the rarest words, as long as these are few enough; of the other words, those that hold two or three of them together.
 * A paper without any of these can hardly be among the best. Empty where all words are too common.
 */
export function chooseSets(words: readonly Counted[], all: number, { most, reach, lift }: Bounds): WordSets {
  const rarestFirst = [...words].sort((a, b) => a.count - b.count);
  if (all <= most) return { sets: rarestFirst.map(({ lexeme }) => [lexeme]), expected: all, isWhole: true };
  const sets: string[][] = [];
  let expected = 0;
  let read = 0;
  let singles = 0;
  for (; singles < rarestFirst.length; singles++) {
    const { lexeme, count } = rarestFirst[singles]!;
    if (expected + count > most) break;
    expected += count;
    sets.push([lexeme]);
  }
  const isWhole = singles === rarestFirst.length;
  const others = rarestFirst.slice(singles, singles + IN_SETS);
  const combined = [...pairs(others), ...(expected === 0 ? triples(others) : [])]
    .map((set) => ({ set, rarest: set[0]!.count, count: chance(set, all, lift) }))
    .sort((a, b) => a.count - b.count);
  for (const { set, rarest, count } of combined) {
    if (expected + count > most || read + rarest > reach) continue;
    expected += count;
    read += rarest;
    sets.push(set.map(({ lexeme }) => lexeme));
  }
  return { sets, expected, isWhole };
}

/** Those that hold all of the words together; null where these may be too many. */
export function chooseAll(words: readonly Counted[], all: number, { most, reach, lift }: Bounds): WordSets | null {
  const rarestFirst = [...words].sort((a, b) => a.count - b.count);
  if (rarestFirst.length === 0) return null;
  const expected = chance(rarestFirst, all, lift);
  if (all > most && (expected > most || rarestFirst[0]!.count > reach)) return null;
  return { sets: [rarestFirst.map(({ lexeme }) => lexeme)], expected, isWhole: true };
}

const pairs = (words: readonly Counted[]) => words.flatMap((a, index) => words.slice(index + 1).map((b) => [a, b]));

const triples = (words: readonly Counted[]) =>
  words.flatMap((a, index) => pairs(words.slice(index + 1)).map((pair) => [a, ...pair]));

/** How many papers hold all words of a set, rarest first: the more the likelier, never more than hold the rarest. */
function chance(set: readonly Counted[], all: number, lift: number): number {
  const share = set.reduce((product, { count }) => product * (count / all), 1);
  return Math.min(set[0]!.count, all * share * lift ** (set.length - 1));
}

/** The sets as a tsquery. */
export const setsQuery = (sets: WordSets["sets"]): string =>
  sets.map((set) => (set.length === 1 ? termQuery(set[0]!) : `(${set.map(termQuery).join(" & ")})`)).join(" | ");

/** Any of the words, as a tsquery. */
export const anyQuery = (terms: readonly Term[]): string => terms.map(({ lexeme }) => termQuery(lexeme)).join(" | ");
