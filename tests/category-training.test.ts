import { bestThreshold, calibrate, logistic } from "../bench/topics/calibration";
import { fitLogistic, type SparseRow, scoreOf } from "../bench/topics/logistic-regression";
import { calibrationOf, commonest, compare } from "../bench/topics/scores";

const row = (...values: number[]): SparseRow => ({
  columns: Int32Array.from(values.keys()),
  values: Float64Array.from(values),
  weight: 1,
});

test("logistic regression finds the minimum: where the gradient is nothing", () => {
  const rows = Array.from({ length: 200 }, (_, at) => row(Math.sin(at), Math.cos(3 * at), (at % 7) / 7));
  const labels = rows.map(({ values }, at) => values[0]! - values[1]! + Math.sin(at * at) > 0.3);
  const strictness = 2;
  const { weights, bias } = fitLogistic(rows, labels, 3, strictness);
  const misses = rows.map((example, at) => logistic(scoreOf(example, weights, bias)) - (labels[at] ? 1 : 0));
  const gradient = [0, 1, 2].map(
    (column) => weights[column]! + strictness * rows.reduce((sum, { values }, at) => sum + misses[at]! * values[column]!, 0),
  );
  for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(0.05);
  expect(Math.abs(misses.reduce((sum, miss) => sum + miss, 0))).toBeLessThan(0.05);
  expect(weights[0]).toBeGreaterThan(1);
  expect(weights[1]).toBeLessThan(-1);
  expect(fitLogistic(rows, labels, 3, strictness)).toEqual({ weights, bias });
});

test("calibration turns scores into the rates that were seen", () => {
  const scores = Array.from({ length: 2000 }, (_, at) => ((at * 7919) % 2000) / 500 - 2);
  const labels = scores.map((score, at) => ((at * 104729) % 1000) / 1000 < logistic(3 * score - 1));
  const { slope, offset } = calibrate(scores, labels);
  expect(slope).toBeCloseTo(3, 0);
  expect(offset).toBeCloseTo(-1, 0);
  const told = scores.map((score, at) => ({ confidence: logistic(slope * score + offset), isRight: labels[at]! }));
  expect(calibrationOf(told).error).toBeLessThan(0.03);
  expect(calibrationOf(told.map(({ isRight }) => ({ confidence: 0.95, isRight }))).error).toBeGreaterThan(0.4);
});

test("the best threshold is the one whose answers have the best F1", () => {
  expect(bestThreshold([0.9, 0.8, 0.3, 0.2, 0.1], [true, true, true, false, false])).toBe(0.3);
  expect(bestThreshold([0.9, 0.8, 0.3, 0.2, 0.1], [true, false, false, false, true])).toBe(0.9);
});

test("answers are compared label by label, and all together", () => {
  const set = (...labels: string[]) => new Set(labels);
  const pairs = [
    { answer: set("a", "b"), truth: set("a") },
    { answer: set("a"), truth: set("a", "c") },
  ];
  const { precision, recall, f1, f1Of } = compare(pairs);
  expect([precision, recall, f1]).toEqual([2 / 3, 2 / 3, 2 / 3]);
  expect(Object.fromEntries(f1Of)).toEqual({ a: 1, b: 0, c: 0 });
  expect(commonest([set("x", "y"), set("y"), set("z")], 2)).toEqual(["y", "x"]);
});
