import { FEATURE_KINDS, type Features, featuresOf } from "../../src/topics/category-model";
import { ancestorsOf } from "../../src/topics/hierarchy";
import { createReader } from "../../src/topics/lexicon";
import { type VocabularyTopic, wordingsOf } from "../../src/topics/vocabulary-topic";
import type { SparseRow } from "./logistic-regression";
import type { ListedPaper } from "./real-papers";

/** A text and the categories that it belongs to. */
export interface Example {
  readonly features: Features;
  readonly categories: ReadonlySet<string>;
  readonly weight: number;
}

/** A vocabulary's own sentences count less than an abstract. */
const WEIGHT_OF_TOPIC = 0.5;

/** The papers, and after them each topic of the vocabulary with its name and description: they say what fields sound like that the papers seldom touch. */
export function readExamples(papers: readonly ListedPaper[], vocabulary: readonly VocabularyTopic[]): Example[] {
  const read = createReader(vocabulary);
  const ancestors = ancestorsOf(vocabulary);
  const codesUnder = categoriesByParent(vocabulary);
  const bySlug = new Map(vocabulary.map((topic) => [topic.slug, topic]));
  return [
    ...papers.map(({ title, abstract, categories }) => ({
      features: featuresOf(read(title, abstract), ancestors),
      categories,
      weight: 1,
    })),
    ...vocabulary
      .filter(({ kind }) => kind !== "CATEGORY")
      .map((topic) => ({
        features: featuresOf(read(topic.name, `${wordingsOf(topic).slice(1, 7).join(". ")}. ${topic.description}`), ancestors),
        categories: nearestCategories(topic, codesUnder, bySlug),
        weight: WEIGHT_OF_TOPIC,
      })),
  ];
}

function categoriesByParent(vocabulary: readonly VocabularyTopic[]): ReadonlyMap<string, readonly string[]> {
  const codes = new Map<string, string[]>();
  for (const { kind, parents, aliases } of vocabulary)
    if (kind === "CATEGORY") for (const parent of parents) codes.set(parent, [...(codes.get(parent) ?? []), ...aliases]);
  return codes;
}

/** The categories that stand below the topic itself or, upward along each of its parents, below the first that has any. */
function nearestCategories(
  topic: VocabularyTopic,
  codesUnder: ReadonlyMap<string, readonly string[]>,
  bySlug: ReadonlyMap<string, VocabularyTopic>,
): ReadonlySet<string> {
  const own = codesUnder.get(topic.slug);
  if (own) return new Set(own);
  return new Set(topic.parents.flatMap((parent) => [...nearestCategories(bySlug.get(parent)!, codesUnder, bySlug)]));
}

/** Which features have weights: their columns, and how rare each is. */
export interface FeatureIndex {
  readonly size: number;
  readonly columns: Readonly<Record<(typeof FEATURE_KINDS)[number], ReadonlyMap<string, number>>>;
  /** By column: the logarithm of all papers over those that hold the feature. */
  readonly rarity: Float64Array;
}

/** In fewer papers than this a feature is chance. */
const FEWEST = 3;

/** The features that enough of the papers hold. */
export function indexFeatures(papers: readonly Example[]): FeatureIndex {
  const rarity: number[] = [];
  const columns = Object.fromEntries(
    FEATURE_KINDS.map((kind) => {
      const counts = new Map<string, number>();
      for (const { features } of papers)
        for (const feature of features[kind].keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
      const kept = [...counts].filter(([, count]) => count >= FEWEST).sort(([a], [b]) => (a < b ? -1 : 1));
      return [
        kind,
        new Map(kept.map(([feature, count]) => [feature, rarity.push(Math.log(papers.length / count)) - 1] as const)),
      ];
    }),
  ) as unknown as FeatureIndex["columns"];
  return { size: rarity.length, columns, rarity: Float64Array.from(rarity) };
}

/** Words and topics in two groups: each feature counts by its rarity over the root of the number of its group, as `createCategoryModel` divides. */
export function rowOf({ features, weight }: Example, index: FeatureIndex): SparseRow {
  const columns: number[] = [];
  const values: number[] = [];
  for (const kinds of [FEATURE_KINDS.slice(0, 2), FEATURE_KINDS.slice(2)]) {
    const group = kinds.flatMap((kind) =>
      [...features[kind].keys()].flatMap((feature) => index.columns[kind].get(feature) ?? []),
    );
    for (const column of group) {
      columns.push(column);
      values.push((RARITY * index.rarity[column]!) / Math.sqrt(group.length));
    }
  }
  return { columns: Int32Array.from(columns), values: Float64Array.from(values), weight };
}

/** Brings rarities, which are about 2.5, to about 1. */
export const RARITY = 0.4;
