import { join } from "node:path";
import type { DataSource } from "typeorm";
import { createSql } from "../database/sql";
import { projectDir } from "../project-dir";
import { loadCategoryWeights } from "../topics/category-model";
import { createTagger } from "../topics/tagger";
import { loadVocabulary } from "../topics/vocabulary";
import { MAX_LINE_BYTES } from "./importer";
import { listing } from "./listing";
import { openSources } from "./open-source";
import { MAX_UNPACKED_BYTES } from "./read/gunzip";
import { analyse, importSource } from "./run-import";
import { sampleSignals } from "./sample-signals";
import { storeVocabulary } from "./store-vocabulary";

/** The day of the bundled sample. */
export const LISTED_ON = "2025-03-12";

/** Loads the bundled sample into an empty database; gives the number of papers, 0 when the database holds any already. */
export async function loadSample(db: DataSource): Promise<number> {
  const [found] = await createSql(db).prepared<{ isEmpty: boolean }>(
    `/* loadSample */ select not exists (select from paper) as "isEmpty"`,
  );
  if (!found!.isEmpty) return 0;
  const vocabulary = loadVocabulary();
  await storeVocabulary(db, vocabulary);
  const {
    sources: [source],
  } = await openSources(join(projectDir, "data", "sample-listing.txt"), listing.fileEndings, MAX_UNPACKED_BYTES);
  const { added } = await importSource(db, listing, source!, createTagger(vocabulary, loadCategoryWeights()), {
    listedOn: LISTED_ON,
    today: LISTED_ON,
    maxLineBytes: MAX_LINE_BYTES,
  });
  await analyse(db);
  await sampleSignals(db);
  return added;
}
