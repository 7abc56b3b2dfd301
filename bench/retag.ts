import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { startThrowAway } from "../src/database/embedded";
import { retagPapers } from "../src/importers/retag";
import { storeVocabulary } from "../src/importers/store-vocabulary";
import { loadCategoryWeights } from "../src/topics/category-model";
import { createTagger } from "../src/topics/tagger";
import { loadVocabulary, type VocabularyTopic } from "../src/topics/vocabulary";
import { generateGraph } from "./generated-graph";
import { words } from "./generated-text";

/** A word that some of the generated papers hold becomes a topic. */
const added: VocabularyTopic = {
  ...{ slug: "added-topic", name: words[200]!, kind: "METHOD", parents: ["machine-learning"] },
  ...{ aliases: [], description: "A topic that the vocabulary did not have." },
};

/**
 * How long `npm run tag` takes over generated papers: where the tags of all change, where none do, and where one topic is new.
 *
 *   npm run bench:retag -- 300000
 */
async function measure(papers: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-bench-"));
  const server = await startThrowAway(folder);
  try {
    const db = await createDataSource(server.url, { ...loadConfig({}), statementTimeoutMs: 0 }).initialize();
    await generateGraph(db, papers, (done) => console.error(`${done} papers`));
    const vocabulary = loadVocabulary();
    for (const [what, topics] of [
      ["all tags are others", vocabulary],
      ["no tag is another", vocabulary],
      ["one topic is new", [...vocabulary, added]],
    ] as const) {
      const start = performance.now();
      await storeVocabulary(db, topics);
      const { read, changed } = await retagPapers(db, createTagger(topics, loadCategoryWeights()), {
        onProgress: (counts) => counts.read % 20_000 === 0 && console.error(`${counts.read} read`),
      });
      console.log(`${what}: ${read} papers read, ${changed} changed, ${((performance.now() - start) / 1_000).toFixed(1)} s`);
    }
    await db.destroy();
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

measure(Number(process.argv[2] ?? 30_000));
