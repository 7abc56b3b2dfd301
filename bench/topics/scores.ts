/** What was told of something, and whether it is true. */
export interface Told {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** One of ten equal ranges of confidence. */
export interface Bin {
  readonly count: number;
  readonly meanConfidence: number;
  /** The share that is right. */
  readonly rate: number;
}

/** The ten bins of confidence, and how far confidence and truth lie apart: the expected calibration error (Naeini et al. 2015). */
export function calibrationOf(told: readonly Told[]): { bins: Bin[]; error: number } {
  const bins = Array.from({ length: 10 }, (_, index): Bin => {
    const inside = told.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === index);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    return {
      count: inside.length,
      meanConfidence: mean(inside.map(({ confidence }) => confidence)),
      rate: mean(inside.map(({ isRight }) => (isRight ? 1 : 0))),
    };
  });
  const error = bins.reduce((sum, { count, meanConfidence, rate }) => sum + count * Math.abs(meanConfidence - rate), 0);
  return { bins, error: error / Math.max(1, told.length) };
}

/** How sets of answers compare with the true sets. */
export interface Comparison {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** By label. */
  readonly f1Of: ReadonlyMap<string, number>;
}

/** Compares answers with the truth, pair by pair: precision, recall and F1 over all labels together, and F1 of each. */
export function compare(pairs: readonly { answer: ReadonlySet<string>; truth: ReadonlySet<string> }[]): Comparison {
  const counts = new Map<string, { right: number; told: number; real: number }>();
  const of = (label: string) => {
    const known = counts.get(label) ?? { right: 0, told: 0, real: 0 };
    counts.set(label, known);
    return known;
  };
  for (const { answer, truth } of pairs) {
    for (const label of answer) {
      of(label).told++;
      if (truth.has(label)) of(label).right++;
    }
    for (const label of truth) of(label).real++;
  }
  const total = { right: 0, told: 0, real: 0 };
  for (const { right, told, real } of counts.values()) {
    total.right += right;
    total.told += told;
    total.real += real;
  }
  const f1 = ({ right, told, real }: typeof total) => (2 * right) / Math.max(1, told + real);
  return {
    precision: total.right / Math.max(1, total.told),
    recall: total.right / Math.max(1, total.real),
    f1: f1(total),
    f1Of: new Map([...counts].map(([label, count]) => [label, f1(count)])),
  };
}

/** The labels that are true most often. */
export function commonest(truths: readonly ReadonlySet<string>[], number: number): string[] {
  const counts = new Map<string, number>();
  for (const truth of truths) for (const label of truth) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, number)
    .map(([label]) => label);
}
