import { loadConfig } from "../config";
import { migrate } from "../database/migrate";
import { openDatabase } from "../database/open";
import { StartupError } from "../database/startup-error";
import { type Importer, MAX_LINE_BYTES, SourceError } from "../importers/importer";
import { openSources, SourcePlaceError } from "../importers/open-source";
import { MAX_UNPACKED_BYTES } from "../importers/read/gunzip";
import { analyse, importSource } from "../importers/run-import";
import { storeVocabulary } from "../importers/store-vocabulary";
import { createTagger } from "../topics/tagger";
import { loadVocabulary } from "../topics/vocabulary";

interface Flags {
  readonly listedOn?: string;
  readonly dryRun?: boolean;
  readonly limit?: number;
}

/** Imports every source at a place and says what became of its records. A fault is one line on stderr and exit code 1. */
export async function runImportCommand(importer: Importer, place: string, { listedOn, dryRun, limit }: Flags): Promise<void> {
  try {
    const sources = await openSources(place, MAX_UNPACKED_BYTES);
    const database = await openDatabase(loadConfig(), console.error);
    try {
      await migrate(database.db);
      const vocabulary = loadVocabulary();
      await storeVocabulary(database.db, vocabulary);
      const tagger = createTagger(vocabulary);
      for (const source of sources) {
        const counts = await importSource(database.db, importer, source, tagger, {
          listedOn: listedOn ?? null,
          today: new Date().toISOString().slice(0, 10),
          maxLineBytes: MAX_LINE_BYTES,
          isDryRun: dryRun,
          limit,
          onProblem: ({ line, reason }) => console.error(`${source.name}, line ${line}: rejected: ${reason}`),
        }).catch((error) => {
          throw error instanceof SourceError
            ? new SourcePlaceError(`${source.name}, ${error.message}.${importer.checksFirst ? " Nothing was imported." : ""}`)
            : error;
        });
        const { read, added, changed, unchanged, rejected, merged } = counts;
        const note = dryRun
          ? " Nothing was written."
          : added + changed === 0
            ? " Nothing has changed."
            : merged > 0
              ? ` ${merged} papers turned out to be others.`
              : "";
        console.log(
          `${source.name}: ${read} read = ${added} added + ${changed} changed + ${unchanged} unchanged + ${rejected} rejected.${note}`,
        );
      }
      if (!dryRun) await analyse(database.db);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (!(error instanceof StartupError || error instanceof SourcePlaceError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
