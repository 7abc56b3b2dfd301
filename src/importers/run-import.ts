import type { DataSource } from "typeorm";
import { createSql, type Run, transaction } from "../database/sql";
import type { createTagger } from "../topics/tagger";
import { type Batch, batchesOf } from "./batches";
import { draftAhead, draftedPaper } from "./draft";
import { lockImports } from "./import-lock";
import { finishRun, type ImportCounts, type ImportRun, lastRun, noCounts, noteProgress, startRun } from "./import-log";
import type { Importer, Problem, ReadOptions, SourceRecord } from "./importer";
import { rereadable, type Source } from "./open-source";
import { excerptOf } from "./read/fields";
import { placeOf } from "./read/places";
import { readAhead } from "./read-ahead";
import { refreshTermStatistics } from "./term-statistics";
import { askForVectors } from "./text-vectors";
import { upsertBatch } from "./upsert";

/** New records after which the planner's knowledge of the tables is brought up to date for the first time, and then whenever they have doubled: plans for empty tables are slow on full ones. */
const FIRST_ANALYSIS = 10_000;

export interface ImportOptions extends Omit<ReadOptions, "fileName"> {
  /** Counts what would happen and writes nothing. */
  readonly isDryRun?: boolean;
  /** Stops after so many records. */
  readonly limit?: number;
  /** Records that are written in one transaction; fewer where they are long. */
  readonly batchRecords?: number;
  /** Rejects in a row that end the import with a SourceError. */
  readonly maxRejectsInARow?: number;
  /** When it is aborted, the import ends the batch in hand, and throws the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (counts: ImportCounts) => void;
  readonly onBytes?: (count: number) => void;
  readonly onProblem?: (problem: Problem) => void;
  /** Hears of the import as it is noted in the database, before the first batch; not of one that writes nothing. */
  readonly onRun?: (run: ImportRun) => void;
  /** Hears that so many records were done with by an import that was stopped, and goes on. */
  readonly onResume?: (records: number) => void;
}

type Tagger = ReturnType<typeof createTagger>;

/**
 * Imports a source in batches, each whole or not at all. Stopped at any moment, and started again with the same file, it goes on after the last whole batch.
 * The same file again changes nothing. Throws a SourceError for what is not of the importer's form; what came before it stays, unless the importer checks first.
 */
export async function importSource(
  db: DataSource,
  importer: Importer,
  source: Source,
  tagger: Tagger,
  options: ImportOptions,
): Promise<ImportCounts> {
  return importer.checksFirst
    ? rereadable(source, options.signal, (kept) => importReadable(db, importer, kept, tagger, options))
    : importReadable(db, importer, source, tagger, options);
}

/** Imports a source that can be read as often as the importer reads it. */
async function importReadable(
  db: DataSource,
  importer: Importer,
  source: Source,
  tagger: Tagger,
  options: ImportOptions,
): Promise<ImportCounts> {
  const { finished, stopped } = await findRuns(db, importer, source, options);
  const read: ReadOptions = {
    ...options,
    listedOn: options.listedOn ?? stopped?.listedOn ?? finished?.listedOn ?? null,
    today: stopped?.startedOn ?? options.today, // what was concluded from it stays as it was
    fileName: source.fileName,
  };
  if (importer.checksFirst) await check(importer, source, read, options);
  if (options.isDryRun) return (await importBatches(db, importer, source, tagger, read, options, null)).counts;
  if (stopped && stopped.position > 0) options.onResume?.(stopped.counts.read);
  const run =
    stopped ?? (await transaction(db, (send) => startRun(send, importer.name, source.name, source.contentKey, read.listedOn)));
  options.onRun?.(run);
  const { counts, day } = await importBatches(db, importer, source, tagger, read, options, run);
  await transaction(db, (send) => finishRun(send, run.run, read.listedOn ?? day));
  return counts;
}

/** The last imports of the same content, if there were any. */
async function findRuns(db: DataSource, { name }: Importer, { contentKey }: Source, { isDryRun }: ImportOptions) {
  if (contentKey === null) return { finished: null, stopped: null };
  return transaction(db, async (run) => {
    await lockImports(run); // the last batch of an import that was killed may still come through
    const finished = await lastRun(run, name, contentKey, true);
    return { finished, stopped: isDryRun ? null : await lastRun(run, name, contentKey, false) };
  });
}

/** Reads a source through: only what that throws counts. */
async function check(importer: Importer, source: Source, read: ReadOptions, { signal }: ImportOptions): Promise<void> {
  for await (const _record of importer.read(source.open(), read, () => {})) signal?.throwIfAborted();
}

async function importBatches(
  db: DataSource,
  importer: Importer,
  source: Source,
  tagger: Tagger,
  read: ReadOptions,
  options: ImportOptions,
  run: ImportRun | null,
) {
  let counts = run?.counts ?? noCounts;
  let position = run?.position ?? 0;
  let day: string | null = null;
  let hasNews = true;
  let nextAnalysis = counts.added + FIRST_ANALYSIS;
  const onRecord = (record: SourceRecord, isSkipped: boolean) => {
    if (record.kind === "paper") day ??= record.days[0]?.day ?? null;
    // Where the batch before was known whole, this one may be too.
    if (!isSkipped && hasNews) draftAhead(importer.source, record, tagger);
  };
  let analysing = Promise.resolve();
  const batches = withVectors(createSql(db).planned, batchesOf(importer, source, read, options, position, onRecord));
  for await (const batch of readAhead(batches, options.signal)) {
    for (const problem of batch.problems) options.onProblem?.(problem);
    const size = batch.records.length + batch.problems.length;
    await upsertBatch(db, importer.source, batch.records, tagger, async (send, written) => {
      const { added, changed, unchanged, merged } = written;
      const refused = written.refused.map(({ record, reason }): Problem => {
        return { line: placeOf(record) ?? 0, reason, record: excerptOf(record.sourceKey) };
      });
      for (const problem of refused) options.onProblem?.(problem);
      counts = {
        read: counts.read + size,
        added: counts.added + added,
        changed: counts.changed + changed,
        unchanged: counts.unchanged + unchanged,
        rejected: counts.rejected + batch.problems.length + refused.length,
        merged: counts.merged + merged,
      };
      hasNews = added + changed > 0;
      if (run === null) throw new Undo();
      await noteProgress(send, run.run, position, position + size, counts, [...batch.problems, ...refused]);
    }).catch((error) => {
      if (!(error instanceof Undo)) throw error;
    });
    position += size;
    options.onProgress?.(counts);
    if (run === null || counts.added < nextAnalysis) continue;
    analysing = analysing.then(() => analyse(db)); // beside the next batches
    analysing.catch(() => {}); // it is thrown when it is waited for
    nextAnalysis = 2 * counts.added;
  }
  await analysing;
  return { counts, day };
}

/** Batches whose text vectors are being made while the batch before is written. */
async function* withVectors(send: Run, batches: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    askForVectors(
      send,
      batch.records.flatMap((record) => draftedPaper(record) ?? []),
    );
    yield batch;
  }
}

/** Thrown at the end of a transaction that shall leave nothing behind. */
class Undo extends Error {}

/** Brings up to date what the planner knows of the tables, and search of words, after much was written. */
export async function analyse(db: DataSource): Promise<void> {
  await transaction(db, async (run) => {
    await run("/* analyse */ set local statement_timeout = 0");
    await run(
      "/* analyse */ analyze paper, paper_index, paper_search, paper_title_search, paper_topic_page, topic_link, repository, repository_link, daily_entry, author, authorship, paper_source",
    );
  });
  await refreshTermStatistics(db);
}
