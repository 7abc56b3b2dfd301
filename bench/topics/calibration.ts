/** A score turned into a probability: the logistic function of slope * score + offset. */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

/**
 * Fits a calibration to scores whose truth is known, by Newton's method on Platt's smoothed targets
 * (Lin, Lin and Weng 2007, A note on Platt's probabilistic outputs for support vector machines).
 */
export function calibrate(scores: readonly number[], labels: readonly boolean[]): Calibration {
  const positives = labels.filter(Boolean).length;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (labels.length - positives + 2);
  let [slope, offset] = [1, 0];
  for (let iteration = 0; iteration < 50; iteration++) {
    let [g1, g2, h11, h12, h22] = [0, 0, 1e-9, 0, 1e-9];
    for (const [index, score] of scores.entries()) {
      const probability = logistic(slope * score + offset);
      const miss = probability - (labels[index] ? high : low);
      const curve = probability * (1 - probability);
      g1 += miss * score;
      g2 += miss;
      h11 += curve * score * score;
      h12 += curve * score;
      h22 += curve;
    }
    const determinant = h11 * h22 - h12 * h12;
    const [stepSlope, stepOffset] = [(h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant];
    slope -= stepSlope;
    offset -= stepOffset;
    if (Math.abs(stepSlope) + Math.abs(stepOffset) < 1e-9) break;
  }
  return { slope, offset };
}

/** The logistic function. */
export const logistic = (score: number): number => 1 / (1 + Math.exp(-score));

/** The probability from which answering yes gives the best F1. */
export function bestThreshold(probabilities: readonly number[], labels: readonly boolean[]): number {
  const ranked = probabilities
    .map((probability, index) => ({ probability, label: labels[index]! }))
    .sort((a, b) => b.probability - a.probability);
  const positives = labels.filter(Boolean).length;
  let right = 0;
  let best = { f1: 0, threshold: 1 };
  for (const [index, { probability, label }] of ranked.entries()) {
    if (label) right++;
    const f1 = (2 * right) / (index + 1 + positives);
    if (f1 > best.f1) best = { f1, threshold: probability };
  }
  return best.threshold;
}
