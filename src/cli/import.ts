import { basename } from "node:path";
import type { DataSource } from "typeorm";
import { today } from "../calendar";
import { loadConfig } from "../config";
import { openMigrated } from "../database/open";
import type { ImportCounts } from "../importers/import-log";
import { type Importer, SourceError } from "../importers/importer";
import { openSources, type Source, SourcePlaceError } from "../importers/open-source";
import { importers } from "../importers/registry";
import { analyse, type ImportOptions, importSource } from "../importers/run-import";
import { sampleSignals } from "../importers/sample-signals";
import { storeVocabulary } from "../importers/store-vocabulary";
import { loadCategoryWeights } from "../topics/category-model";
import { createTagger } from "../topics/tagger";
import { loadVocabulary } from "../topics/vocabulary";
import { endEarly } from "./ending";
import { showProgress } from "./progress";
import { reportRejects } from "./reject-report";
import { untilStopped } from "./stopping";

interface Flags {
  readonly listedOn?: string;
  readonly dryRun?: boolean;
  readonly limit?: number;
}

/**
 * Imports every source at a place and says what became of its records. A fault is one line on stderr and exit code 1; the sources after it are read all the same.
 * SIGINT and SIGTERM end the batch in hand and then the command, which says how to go on.
 */
export async function runImportCommand(importer: Importer, place: string, { listedOn, dryRun, limit }: Flags): Promise<void> {
  if (listedOn !== undefined && !importer.takesDay) {
    const others = importers.filter(({ takesDay }) => takesDay).map(({ name }) => name);
    return fail(`--listed-on is not for ${importer.name}, which takes no day from outside, but for ${others.join(", ")}.`);
  }
  const signal = untilStopped();
  try {
    const config = loadConfig();
    const { maxRecordBytes, maxUnpackedBytes, batchRecords, maxRejectsInARow } = config.importing;
    const { sources, skipped } = await openSources(place, importer.fileEndings, maxUnpackedBytes);
    if (skipped.length > 0) console.error(`${place}: ${skippedLine(importer, skipped)}`);
    const database = await openMigrated(config, console.error);
    try {
      const vocabulary = loadVocabulary();
      await storeVocabulary(database.db, vocabulary);
      const tagger = createTagger(vocabulary, loadCategoryWeights());
      const options = {
        listedOn: listedOn ?? null,
        today: today(),
        maxLineBytes: maxRecordBytes,
        isDryRun: dryRun,
        limit,
        batchRecords,
        maxRejectsInARow,
        signal,
      };
      for (const source of sources) {
        signal.throwIfAborted();
        await importOne(database.db, importer, source, tagger, options);
      }
      if (!dryRun) {
        await analyse(database.db);
        await sampleSignals(database.db);
      }
    } finally {
      await database.close();
    }
  } catch (error) {
    const goOn = dryRun ? "Nothing was written." : "What was imported stays, and the same command goes on after it.";
    if (!endEarly(error, signal, goOn, SourcePlaceError))
      fail(`The import failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function importOne(
  db: DataSource,
  importer: Importer,
  source: Source,
  tagger: ReturnType<typeof createTagger>,
  options: ImportOptions,
): Promise<void> {
  const progress = showProgress(basename(source.name), source.size);
  const rejects = reportRejects(source.name, importer.unit, console.error);
  let resumedAt = 0;
  let number: number | null = null;
  let isUnderstood = false;
  const note = ({ read, rejected }: ImportCounts) => {
    if (isUnderstood || read === rejected) return;
    isUnderstood = true;
    rejects.noteUnderstood();
  };
  try {
    const counts = await importSource(db, importer, source, tagger, {
      ...options,
      onProblem: rejects.add,
      onBytes: progress.addBytes,
      onProgress(counts) {
        progress.setRecords(counts.read - resumedAt);
        note(counts);
      },
      onRun({ run, counts }) {
        number = run;
        note(counts);
      },
      onResume(records) {
        resumedAt = records;
        console.error(`${source.name}: going on after ${records} records`);
      },
    });
    progress.stop(true);
    rejects.end(number, false);
    console.log(`${source.name}: ${described(counts)}${options.isDryRun ? " Nothing was written." : ""}`);
  } catch (error) {
    progress.stop(false);
    if (!(error instanceof SourceError)) throw error;
    rejects.end(number, true);
    const isImported = isUnderstood && !importer.checksFirst && !options.isDryRun;
    fail(`${source.name}, ${error.message}. ${isImported ? "What came before it was imported." : "Nothing was imported."}`);
  }
}

function described({ read, added, changed, unchanged, rejected, merged }: ImportCounts): string {
  const sum = `${read} read = ${added} added + ${changed} changed + ${unchanged} unchanged + ${rejected} rejected.`;
  if (added + changed === 0) return `${sum} Nothing has changed.`;
  return merged === 0 ? sum : `${sum} ${merged} papers turned out to be others.`;
}

/** How many names of skipped files are shown. */
const SKIPPED_SHOWN = 3;

function skippedLine({ name, fileEndings }: Importer, skipped: readonly string[]): string {
  const shown = skipped.slice(0, SKIPPED_SHOWN);
  const names =
    skipped.length > shown.length ? `${shown.join(", ")} and ${skipped.length - shown.length} more` : shown.join(", ");
  const endings = fileEndings.flatMap((ending) => [ending, `${ending}.gz`]).join(", ");
  return `${skipped.length} skipped, as files of ${name} end with ${endings}, and folders in it are not read: ${names}`.replace(
    /\p{Cc}/gu,
    " ",
  );
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
