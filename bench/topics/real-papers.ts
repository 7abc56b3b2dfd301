import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { projectDir } from "../../src/project-dir";
import type { VocabularyTopic } from "../../src/topics/vocabulary-topic";

/** The real input lies beside the project and is not part of it. */
export const realFolder = join(projectDir, "../shared/data");

/** A paper of the arXiv daily lists. */
export interface ListedPaper {
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  /** Codes of arXiv categories, of all lists that name the paper. */
  readonly categories: ReadonlySet<string>;
}

/** TRAINING: what rules and weights may be made from. MEASURED: what is set aside, and alone reported. */
export type Half = "TRAINING" | "MEASURED";

/**
 * The papers of one half of the arXiv daily lists: of the files in the order of their days the first, third, ... are for training, the others set aside.
 * A paper that files of both halves name is in neither. Categories that the vocabulary does not have (classes of other schemes) are left out.
 */
export function readListedPapers(half: Half, vocabulary: readonly VocabularyTopic[]): ListedPaper[] {
  const codes = new Set(vocabulary.filter(({ kind }) => kind === "CATEGORY").flatMap(({ aliases }) => aliases));
  const folder = join(realFolder, "arxiv-listing");
  const papers = new Map<string, { title: string; abstract: string; categories: Set<string>; halves: Set<Half> }>();
  for (const [index, file] of readdirSync(folder).sort().entries())
    for (const line of gunzipSync(readFileSync(join(folder, file)))
      .toString()
      .split("\n")) {
      if (line === "") continue;
      const { id, title, summary, categories } = JSON.parse(line);
      const paper = papers.get(id) ?? { title, abstract: summary, categories: new Set<string>(), halves: new Set<Half>() };
      papers.set(id, paper);
      paper.halves.add(index % 2 === 0 ? "TRAINING" : "MEASURED");
      for (const code of categories) if (codes.has(code)) paper.categories.add(code);
    }
  return [...papers]
    .filter(([, { halves }]) => halves.size === 1 && halves.has(half))
    .map(([id, { title, abstract, categories }]) => ({ id, title, abstract, categories }));
}

/** Every so many of the biomedical abstracts: enough to know the field. */
const BIOMEDICAL = 10;

/**
 * Papers of fields that the daily lists do not touch, so that a model learns what is none of theirs: every second of the arXiv snapshot sample (physics and
 * mathematics, with their categories) and every tenth abstract of SciFact (biomedicine, which arXiv has no categories of computer science for).
 */
export function readBackground(): ListedPaper[] {
  const snapshot = readFileSync(join(realFolder, "arxiv-snapshot/arxiv-metadata-oai-snapshot-sample.jsonl"), "utf8");
  const scifact = gunzipSync(readFileSync(join(realFolder, "search/scifact/corpus.jsonl.gz"))).toString();
  return [
    ...linesOf(snapshot, 2).map(({ id, title, abstract, categories }) => ({
      id: id!,
      title: title!,
      abstract: abstract!,
      categories: new Set(categories!.split(" ")),
    })),
    ...linesOf(scifact, BIOMEDICAL).map(({ _id, title, text }) => ({
      id: _id!,
      title: title!,
      abstract: text!,
      categories: new Set<string>(),
    })),
  ];
}

const linesOf = (text: string, every: number): Record<string, string>[] =>
  text
    .split("\n")
    .filter((line, index) => line !== "" && index % every === 0)
    .map((line) => JSON.parse(line));
