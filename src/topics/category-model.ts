import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../project-dir";
import type { ReadText } from "./lexicon";
import type { VocabularyTopic } from "./vocabulary-topic";

/** What a text is judged by: its words, those of its title, and the topics that it or its title names, with all above them. */
export const FEATURE_KINDS = ["words", "titleWords", "topics", "titleTopics"] as const;

/** What a text holds: its words, each once, and the topics that it names or that stand above those, each with the number of named topics at or below it. */
export interface Features {
  readonly words: ReadonlySet<string>;
  readonly titleWords: ReadonlySet<string>;
  readonly topics: ReadonlyMap<string, number>;
  readonly titleTopics: ReadonlyMap<string, number>;
  /** How many topics it names. */
  readonly named: number;
}

/** Linear models of arXiv categories, one a column: `data/category-weights.json`, which `npm run train:categories` writes. */
export interface CategoryWeights {
  readonly categories: readonly {
    /** The code of arXiv. */
    readonly code: string;
    readonly bias: number;
    /** What a weight of 1 in this column stands for. */
    readonly scale: number;
    /** The probability from which the category is told. */
    readonly least: number;
  }[];
  /** A whole number for each category, by word or by slug. */
  readonly weights: Readonly<Record<(typeof FEATURE_KINDS)[number], Readonly<Record<string, readonly number[]>>>>;
}

/** A category that a text belongs to. */
export interface CategoryChance {
  readonly code: string;
  /** In (0, 1). */
  readonly probability: number;
}

/** Reads `data/category-weights.json`, or another file of its form. Throws the file system's errors, and one for what is not JSON. */
export function loadCategoryWeights(file: string = join(projectDir, "data", "category-weights.json")): CategoryWeights {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** The features of a text; `ancestors` gives all topics above one, by slug. */
export function featuresOf(text: ReadText, ancestors: ReadonlyMap<string, ReadonlySet<string>>): Features {
  const inTitle = new Set(text.titleMentions.map(({ phrase }) => phrase.topic.slug));
  const named = new Set([...inTitle, ...text.abstractMentions.map(({ phrase }) => phrase.topic.slug)]);
  return {
    words: text.words,
    titleWords: new Set(text.title.map(({ folded }) => folded)),
    topics: countUpward(named, ancestors),
    titleTopics: countUpward(inTitle, ancestors),
    named: named.size,
  };
}

function countUpward(named: ReadonlySet<string>, ancestors: ReadonlyMap<string, ReadonlySet<string>>): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (slug: string) => counts.set(slug, (counts.get(slug) ?? 0) + 1);
  for (const slug of named) {
    count(slug);
    for (const ancestor of ancestors.get(slug)!) count(ancestor);
  }
  return counts;
}

/** The areas of each category, by code: what stands next above it in a vocabulary. */
export function areasOfCategories(vocabulary: readonly VocabularyTopic[]): ReadonlyMap<string, readonly string[]> {
  return new Map(vocabulary.filter(({ kind }) => kind === "CATEGORY").map(({ aliases, parents }) => [aliases[0]!, parents]));
}

/** Of the topics that a text names, this share must belong to the areas of a category: words alone tell what is said there, not of what. */
const LEAST_SHARE = 0.1;
/** The share where the title names topics, and none of them belongs to the areas. */
const LEAST_SHARE_BESIDE_TITLE = 0.2;

/** Whether a text names enough of what stands below the areas of a category. */
export function isSupported({ topics, titleTopics, named }: Features, areas: readonly string[]): boolean {
  const isBesideTitle = titleTopics.size > 0 && !areas.some((area) => titleTopics.has(area));
  const least = (isBesideTitle ? LEAST_SHARE_BESIDE_TITLE : LEAST_SHARE) * named;
  return named > 0 && areas.some((area) => (topics.get(area) ?? 0) >= least);
}

/**
 * Compiles weights into a function that gives the categories of a text whose probability is at least that from which they are told, in the order of the weights;
 * `areas` are those of `areasOfCategories`: a category whose areas the text hardly names is not told, nor one that has none.
 *
 * The probability is the logistic function of bias + words / sqrt(number of words and title words) + topics / sqrt(number of topics and title topics),
 * where a sum is that of the weights of what the text holds, and a number counts what has weights.
 */
export function createCategoryModel(
  { categories, weights }: CategoryWeights,
  areas: ReadonlyMap<string, readonly string[]>,
): (features: Features) => CategoryChance[] {
  const tables = FEATURE_KINDS.map((kind) => tableOf(weights[kind], categories));
  return (features) => {
    const scores = categories.map(({ bias }) => bias);
    for (const group of [
      [0, 1],
      [2, 3],
    ]) {
      const sums = new Float64Array(categories.length);
      let count = 0;
      for (const kind of group) count += addRows(sums, features[FEATURE_KINDS[kind]!], tables[kind]!);
      if (count > 0) for (let column = 0; column < sums.length; column++) scores[column]! += sums[column]! / Math.sqrt(count);
    }
    return categories.flatMap(({ code, least }, column) => {
      const probability = 1 / (1 + Math.exp(-scores[column]!));
      return probability >= least && isSupported(features, areas.get(code) ?? []) ? [{ code, probability }] : [];
    });
  };
}

/** The rows of one kind of feature in one block, which memory serves faster than thousands of small ones. */
interface Table {
  /** Where the row of a feature starts. */
  readonly starts: ReadonlyMap<string, number>;
  readonly rows: Float32Array;
}

function tableOf(weights: Readonly<Record<string, readonly number[]>>, categories: CategoryWeights["categories"]): Table {
  const { length } = categories;
  const features = Object.keys(weights);
  const rows = new Float32Array(features.length * length);
  for (const [index, feature] of features.entries())
    for (let column = 0; column < length; column++)
      rows[index * length + column] = weights[feature]![column]! * categories[column]!.scale;
  return { starts: new Map(features.map((feature, index) => [feature, index * length])), rows };
}

/** Adds the rows of all features that have one, and gives their number. */
function addRows(
  sums: Float64Array,
  features: ReadonlySet<string> | ReadonlyMap<string, number>,
  { starts, rows }: Table,
): number {
  let count = 0;
  for (const feature of features.keys()) {
    const start = starts.get(feature);
    if (start === undefined) continue;
    count++;
    for (let column = 0; column < sums.length; column++) sums[column]! += rows[start + column]!;
  }
  return count;
}
