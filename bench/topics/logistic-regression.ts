/** What one example holds: the columns that are not zero, and their values. */
export interface SparseRow {
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** How much the example counts. */
  readonly weight: number;
}

/** A linear model of the logit. */
export interface LinearModel {
  readonly weights: Float64Array;
  readonly bias: number;
}

const ITERATIONS = 120;
/** Pairs of steps and changes of the gradient that L-BFGS remembers. */
const MEMORY = 8;
const SMALL = 1e-4;

/**
 * Logistic regression with an L2 penalty: the minimum of |w|^2 / 2 + strictness * sum of weight * log(1 + exp(-y z)) (Fan et al. 2008, LIBLINEAR; the bias goes free),
 * found by L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.4). The same for the same input.
 */
export function fitLogistic(
  rows: readonly SparseRow[],
  labels: readonly boolean[],
  size: number,
  strictness: number,
): LinearModel {
  const loss = (point: Float64Array, gradient: Float64Array): number => {
    gradient.set(point);
    gradient[size] = 0;
    let sum = 0;
    for (let column = 0; column < size; column++) sum += (point[column]! * point[column]!) / 2;
    for (const [index, row] of rows.entries()) {
      const sign = labels[index] ? 1 : -1;
      const margin = sign * scoreOf(row, point, point[size]!);
      sum += strictness * row.weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
      const pull = (-sign * strictness * row.weight) / (1 + Math.exp(margin));
      for (let at = 0; at < row.columns.length; at++) gradient[row.columns[at]!]! += pull * row.values[at]!;
      gradient[size]! += pull;
    }
    return sum;
  };
  const point = minimise(loss, size + 1);
  return { weights: point.slice(0, size), bias: point[size]! };
}

/** The score of an example. */
export function scoreOf({ columns, values }: SparseRow, weights: Float64Array, bias: number): number {
  let score = bias;
  for (let at = 0; at < columns.length; at++) score += weights[columns[at]!]! * values[at]!;
  return score;
}

type Loss = (point: Float64Array, gradient: Float64Array) => number;

function minimise(loss: Loss, size: number): Float64Array {
  let point = new Float64Array(size);
  let gradient = new Float64Array(size);
  let value = loss(point, gradient);
  const start = norm(gradient);
  const memory: { step: Float64Array; change: Float64Array }[] = [];
  for (let iteration = 0; iteration < ITERATIONS && norm(gradient) > SMALL * start; iteration++) {
    const direction = descent(gradient, memory);
    const slope = dot(direction, gradient);
    const nextGradient = new Float64Array(size);
    let next = point;
    let nextValue = Number.POSITIVE_INFINITY;
    // The first step has no scale yet.
    for (let length = iteration === 0 ? 1 / start : 1; length > 1e-12; length /= 2) {
      next = point.map((at, index) => at + length * direction[index]!);
      nextValue = loss(next, nextGradient);
      if (nextValue <= value + 1e-4 * length * slope) break;
    }
    if (!(nextValue < value)) break;
    const step = next.map((at, index) => at - point[index]!);
    const change = nextGradient.map((at, index) => at - gradient[index]!);
    if (dot(step, change) > 0) memory.push({ step, change });
    if (memory.length > MEMORY) memory.shift();
    [point, gradient, value] = [next, nextGradient, nextValue];
  }
  return point;
}

/** The two loops of L-BFGS: minus the inverse of the Hessian, as far as it is remembered, times the gradient. */
function descent(gradient: Float64Array, memory: readonly { step: Float64Array; change: Float64Array }[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const { step, change } of [...memory].reverse()) {
    const share = dot(step, direction) / dot(step, change);
    shares.unshift(share);
    for (let at = 0; at < direction.length; at++) direction[at]! -= share * change[at]!;
  }
  const last = memory.at(-1);
  const scale = last ? dot(last.step, last.change) / dot(last.change, last.change) : 1;
  for (let at = 0; at < direction.length; at++) direction[at]! *= scale;
  for (const [index, { step, change }] of memory.entries()) {
    const rest = shares[index]! - dot(change, direction) / dot(step, change);
    for (let at = 0; at < direction.length; at++) direction[at]! += rest * step[at]!;
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

const norm = (vector: Float64Array) => Math.sqrt(dot(vector, vector));
