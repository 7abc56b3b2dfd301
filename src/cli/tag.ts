import { loadConfig } from "../config";
import { openMigrated } from "../database/open";
import { retagPapers } from "../importers/retag";
import { analyse } from "../importers/run-import";
import { storeVocabulary } from "../importers/store-vocabulary";
import { loadCategoryWeights } from "../topics/category-model";
import { createTagger } from "../topics/tagger";
import { loadVocabulary } from "../topics/vocabulary";
import { endEarly } from "./ending";
import { showProgress } from "./progress";
import { untilStopped } from "./stopping";

/** Brings topics and what papers' texts say of them to the vocabulary, and says what changed. SIGINT and SIGTERM end the batch in hand and then the command; started again, it writes what is left. */
export async function runTagCommand(): Promise<void> {
  const signal = untilStopped();
  try {
    const database = await openMigrated(loadConfig(), console.error);
    let isDone = false;
    const progress = showProgress("topics", null);
    try {
      const vocabulary = loadVocabulary();
      const hasChanged = await storeVocabulary(database.db, vocabulary);
      console.log(hasChanged ? "The vocabulary has changed." : "The vocabulary is as it was.");
      const { read, changed } = await retagPapers(database.db, createTagger(vocabulary, loadCategoryWeights()), {
        signal,
        onProgress: (counts) => progress.setRecords(counts.read),
      });
      console.log(`${read} papers read, the topics of ${changed} changed.`);
      if (changed > 0) await analyse(database.db);
      isDone = true;
    } finally {
      progress.stop(isDone);
      await database.close();
    }
  } catch (error) {
    if (endEarly(error, signal, "What was tagged stays, and the same command writes what is left.")) return;
    console.error(`Tagging failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
