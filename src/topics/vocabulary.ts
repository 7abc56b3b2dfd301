import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../project-dir";
import { faultsOfVocabulary, show } from "./vocabulary.faults";
import type { VocabularyTopic } from "./vocabulary-topic";

export type { VocabularyTopic } from "./vocabulary-topic";

/** The topics of a parsed `data/topics.json`, in its order. Throws one Error that lists every fault: which topic, what was expected, what came. */
export function parseVocabulary(json: unknown): VocabularyTopic[] {
  if (!Array.isArray(json)) throw new Error(`Bad vocabulary: expected an array of topics, not ${show(json)}`);
  const faults = faultsOfVocabulary(json);
  if (faults.length > 0) throw new Error(`Bad vocabulary:\n  ${faults.join("\n  ")}`);
  return json;
}

/** Reads and checks a vocabulary file; without an argument the bundled `data/topics.json`. Throws what `parseVocabulary` throws, and the file system's errors. */
export function loadVocabulary(file: string = join(projectDir, "data", "topics.json")): VocabularyTopic[] {
  return parseVocabulary(JSON.parse(readFileSync(file, "utf8")));
}
