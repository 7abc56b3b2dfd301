/** How far back a list looks. */
export type Window = "DAY" | "WEEK" | "MONTH";

/** What a score is made of. */
export type Signal = "RECENCY" | "UPVOTES" | "STARS" | "CODE";

/** What is known of a paper on a day, for one window. */
export interface Measures {
  /** Days since it was published or last shown on a list; null when neither is known. */
  readonly age: number | null;
  /** Upvotes and stars that it gained within the window: 0 or more. */
  readonly upvotesGained: number;
  readonly starsGained: number;
  readonly hasCode: boolean;
}

/** One part of a score. */
export interface Component {
  readonly signal: Signal;
  readonly value: number;
  readonly weight: number;
  readonly contribution: number;
}

/** Of what is computed from now on; older lists keep theirs. docs/trending.md explains it. */
export const FORMULA_VERSION = 1;

interface Formula {
  /** Days that a window holds. */
  readonly days: Record<Window, number>;
  /** Days after which a paper is half as new: half of the window, so that all of a list can be seen at its end. */
  readonly halfLife: Record<Window, number>;
  /** An upvote is a person who read the paper and is what a list is about: it leads. A star is cheaper, and comes by other ways too. Code is worth a little by itself. */
  readonly weights: Record<Signal, number>;
}

/** Every formula that lists were made by, by version. */
const FORMULAS: Readonly<Record<number, Formula>> = {
  1: {
    days: { DAY: 1, WEEK: 7, MONTH: 30 },
    halfLife: { DAY: 1, WEEK: 3.5, MONTH: 15 },
    weights: { RECENCY: 2, UPVOTES: 1, STARS: 0.5, CODE: 0.25 },
  },
};

/** Half-lives after which nothing is new any more. */
export const HALF_LIVES = 8;

/** The formula of a version. */
export const formulaOf = (version: number): Formula => FORMULAS[version]!;

/** What each signal is worth before it is weighed: newness halves with each half-life, and ends with the eighth; ten times as many upvotes or stars are worth one step more, not ten. */
export function valuesOf({ age, upvotesGained, starsGained, hasCode }: Measures, window: Window): Record<Signal, number> {
  const halvings = age === null ? Number.POSITIVE_INFINITY : age / formulaOf(FORMULA_VERSION).halfLife[window];
  return {
    RECENCY: halvings > HALF_LIVES ? 0 : 2 ** -halvings,
    UPVOTES: Math.log(1 + upvotesGained),
    STARS: Math.log(1 + starsGained),
    CODE: hasCode ? 1 : 0,
  };
}

/** The parts of a score by a version of the formula: their contributions add up to it. */
export function componentsOf(values: Record<Signal, number>, version: number): Component[] {
  return Object.entries(formulaOf(version).weights).map(([signal, weight]) => {
    const value = values[signal as Signal];
    return { signal: signal as Signal, value, weight, contribution: value * weight };
  });
}

/** The score of a paper: 0 or more, comparable within one list alone. */
export function scoreOf(measures: Measures, window: Window): number {
  return componentsOf(valuesOf(measures, window), FORMULA_VERSION).reduce((sum, { contribution }) => sum + contribution, 0);
}
