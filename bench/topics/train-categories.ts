import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../src/project-dir";
import { areasOfCategories, FEATURE_KINDS, isSupported } from "../../src/topics/category-model";
import { loadVocabulary } from "../../src/topics/vocabulary";
import { bestThreshold, calibrate, logistic } from "./calibration";
import { type FeatureIndex, indexFeatures, RARITY, readExamples, rowOf } from "./examples";
import { fitLogistic, type SparseRow, scoreOf } from "./logistic-regression";
import { readBackground, readListedPapers } from "./real-papers";

/** Fewer papers than this say nothing of a category. */
const FEWEST = 15;
const STRICTNESS = 1;
const FOLDS = 5;
/** No category is told that is less sure than this, however rare it is. */
const LEAST = 0.2;
/** Weights are whole numbers up to this. */
const LARGEST = 127;

/**
 * Writes `data/category-weights.json`: a linear model for each arXiv category that enough papers of the training half have, with the probability from which it is told.
 * The half that `npm run bench:tags` measures is never read. The same input gives the same file.
 *
 *   npm run train:categories
 */
function train(): void {
  const vocabulary = loadVocabulary();
  const papers = readListedPapers("TRAINING", vocabulary);
  const examples = readExamples([...papers, ...readBackground()], vocabulary);
  const index = indexFeatures(examples.slice(0, papers.length));
  const rows = examples.map((example) => rowOf(example, index));
  const counts = new Map<string, number>();
  for (const { categories } of papers) for (const code of categories) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts].filter(([, count]) => count >= FEWEST).map(([code]) => code);
  const areas = areasOfCategories(vocabulary);
  const models = codes.sort().map((code) => {
    const labels = examples.map(({ categories }) => categories.has(code));
    const isTold = examples.slice(0, papers.length).map(({ features }) => isSupported(features, areas.get(code)!));
    console.error(`${code}: ${counts.get(code)} of ${papers.length} papers`);
    return { code, ...fitCategory(rows, labels, isTold, index.size) };
  });
  writeFileSync(join(projectDir, "data", "category-weights.json"), print(models, index));
}

interface CategoryModel {
  readonly code: string;
  readonly weights: Float64Array;
  readonly bias: number;
  readonly least: number;
}

/** Calibrated on papers that the model did not see, those of each fold by a model of the others, and of which the category may be told. */
function fitCategory(
  rows: readonly SparseRow[],
  labels: readonly boolean[],
  isTold: readonly boolean[],
  size: number,
): Omit<CategoryModel, "code"> {
  const papers = isTold.length;
  const scores = new Array<number>(papers);
  for (let fold = 0; fold < FOLDS; fold++) {
    const isSeen = (at: number) => at >= papers || at % FOLDS !== fold;
    const model = fitLogistic(
      rows.filter((_, at) => isSeen(at)),
      labels.filter((_, at) => isSeen(at)),
      size,
      STRICTNESS,
    );
    for (let at = fold; at < papers; at += FOLDS) scores[at] = scoreOf(rows[at]!, model.weights, model.bias);
  }
  const told = scores.flatMap((score, at) => (isTold[at] ? [{ score, label: labels[at]! }] : []));
  const truth = told.map(({ label }) => label);
  const { slope, offset } = calibrate(
    told.map(({ score }) => score),
    truth,
  );
  const threshold = bestThreshold(
    told.map(({ score }) => logistic(slope * score + offset)),
    truth,
  );
  const { weights, bias } = fitLogistic(rows, labels, size, STRICTNESS);
  return { weights: weights.map((weight) => slope * weight), bias: slope * bias + offset, least: Math.max(LEAST, threshold) };
}

/** One line for each category and each feature, so that a change can be read. */
function print(models: readonly CategoryModel[], index: FeatureIndex): string {
  const scales = models.map(({ weights }) => {
    const largest = weights.reduce((most, weight, at) => Math.max(most, Math.abs(weight * RARITY * index.rarity[at]!)), 0);
    return round(largest / LARGEST, 6);
  });
  const heads = models.map(({ code, bias, least }, at) =>
    JSON.stringify({ code, bias: round(bias, 4), scale: scales[at], least: round(least, 3) }),
  );
  const sections = FEATURE_KINDS.map((kind) => {
    const lines = [...index.columns[kind]].flatMap(([feature, column]) => {
      const row = models.map(({ weights }, at) => Math.round((weights[column]! * RARITY * index.rarity[column]!) / scales[at]!));
      return row.every((weight) => weight === 0) ? [] : `${JSON.stringify(feature)}:${JSON.stringify(row)}`;
    });
    return `${JSON.stringify(kind)}:{\n${lines.join(",\n")}\n}`;
  });
  return `{"categories":[\n${heads.join(",\n")}\n],"weights":{${sections.join(",\n")}}}\n`;
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

train();
