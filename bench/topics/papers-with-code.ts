import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { foldPhrase } from "../../src/topics/phrase";
import type { VocabularyTopic } from "../../src/topics/vocabulary-topic";
import { type Half, realFolder } from "./real-papers";

/** A paper that the evaluation tables of Papers with Code name: its title, and the topics of the tasks on which they list it. */
export interface NamedPaper {
  readonly title: string;
  readonly tasks: ReadonlySet<string>;
}

interface Task {
  readonly task: string;
  readonly subtasks: readonly Task[];
  readonly datasets: readonly Dataset[];
}

interface Dataset {
  readonly sota?: { readonly rows: readonly { readonly paper_title: string }[] };
  readonly subdatasets: readonly Dataset[];
}

/**
 * The papers of one half of the evaluation tables: a hash of the title says which, so that a paper stays in its half whatever the vocabulary maps.
 * A task stands for the topic to which the vocabulary maps it, or which has its name; papers without such a task are left out.
 */
export function readNamedPapers(half: Half, vocabulary: readonly VocabularyTopic[]): NamedPaper[] {
  const topicOf = new Map<string, string>();
  for (const { slug, kind, name, aliases } of vocabulary)
    if (kind !== "CATEGORY") for (const phrase of [name, ...aliases]) topicOf.set(foldPhrase(phrase), slug);
  const mapped = new Map(
    vocabulary.flatMap(({ slug, mappings }) => (mappings?.papersWithCode ?? []).map((name) => [name, slug])),
  );
  const tasksOf = new Map<string, Set<string>>();
  const readDataset = ({ sota, subdatasets }: Dataset, topic: string): void => {
    for (const { paper_title } of sota?.rows ?? []) tasksOf.set(paper_title, (tasksOf.get(paper_title) ?? new Set()).add(topic));
    for (const part of subdatasets) readDataset(part, topic);
  };
  const readTask = ({ task, subtasks, datasets }: Task): void => {
    const topic = mapped.get(task.trim()) ?? topicOf.get(foldPhrase(task));
    if (topic !== undefined) for (const dataset of datasets) readDataset(dataset, topic);
    for (const part of subtasks) readTask(part);
  };
  const tables = readFileSync(join(realFolder, "pwc/evaluation_tables-2020.json.gz"));
  for (const task of JSON.parse(gunzipSync(tables).toString())) readTask(task);
  return [...tasksOf]
    .filter(([title]) => foldPhrase(title ?? "") !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([title]) => (hashOf(title) % 2 === 0) === (half === "TRAINING"))
    .map(([title, tasks]) => ({ title, tasks }));
}

const hashOf = (title: string) => createHash("sha256").update(title).digest().readUInt32BE();
