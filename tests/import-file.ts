import type { DataSource } from "typeorm";
import type { ImportCounts } from "../src/importers/import-log";
import { type Importer, MAX_LINE_BYTES } from "../src/importers/importer";
import { openSources } from "../src/importers/open-source";
import { MAX_UNPACKED_BYTES } from "../src/importers/read/gunzip";
import { type ImportOptions, importSource } from "../src/importers/run-import";
import { loadCategoryWeights } from "../src/topics/category-model";
import { createTagger } from "../src/topics/tagger";
import { loadVocabulary } from "../src/topics/vocabulary";

/** One for all tests of a file: it is the same for all, and takes a moment to make. */
let tagger: ReturnType<typeof createTagger> | undefined;

/** The tagger of the bundled vocabulary. */
export function testTagger(): ReturnType<typeof createTagger> {
  tagger ??= createTagger(loadVocabulary(), loadCategoryWeights());
  return tagger;
}

/** Imports a file as the command does; the sum of what became of it where it is a folder. */
export async function importFile(
  db: DataSource,
  importer: Importer,
  place: string,
  options: Partial<ImportOptions> = {},
): Promise<ImportCounts> {
  const results: ImportCounts[] = [];
  for (const source of (await openSources(place, importer.fileEndings, MAX_UNPACKED_BYTES)).sources)
    results.push(
      await importSource(db, importer, source, testTagger(), {
        listedOn: null,
        today: "2026-11-23",
        maxLineBytes: MAX_LINE_BYTES,
        ...options,
      }),
    );
  return results.reduce(
    (sum, counts) =>
      Object.fromEntries(
        Object.entries(sum).map(([name, count]) => [name, count + counts[name as keyof ImportCounts]]),
      ) as unknown as ImportCounts,
  );
}
