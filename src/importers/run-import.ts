import { setImmediate } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { createSql, transaction } from "../database/sql";
import type { createTagger } from "../topics/tagger";
import { draftAhead } from "./draft";
import { finishRun, type ImportCounts, type ImportRun, lastRun, noCounts, noteProgress, startRun } from "./import-log";
import type { Importer, Problem, ReadOptions, SourceRecord } from "./importer";
import type { Source } from "./open-source";
import { excerptOf } from "./read/fields";
import { upsertBatch } from "./upsert";

/** Records that are written in one transaction, and their characters: what is held in memory does not grow with the records. */
const BATCH = 1_000;
const BATCH_CHARACTERS = 4_000_000;

/** New records after which the planner's knowledge of the tables is brought up to date for the first time, and then whenever they have doubled: plans for empty tables are slow on full ones. */
const FIRST_ANALYSIS = 10_000;

export interface ImportOptions extends Omit<ReadOptions, "fileName"> {
  /** Counts what would happen and writes nothing. */
  readonly isDryRun?: boolean;
  /** Stops after so many records. */
  readonly limit?: number;
  readonly onProgress?: (counts: ImportCounts) => void;
  readonly onBytes?: (count: number) => void;
  readonly onProblem?: (problem: Problem) => void;
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
  const { prepared } = createSql(db);
  const finished = await lastRun(prepared, importer.name, source.contentKey, true);
  const read: ReadOptions = { ...options, listedOn: options.listedOn ?? finished?.listedOn ?? null, fileName: source.fileName };
  if (importer.checksFirst) for await (const _record of importer.read(source.open(), read, () => {})); // only what it throws counts
  if (options.isDryRun) return (await importBatches(db, importer, source, tagger, read, options, null)).counts;
  const stopped = source.contentKey === null ? null : await lastRun(prepared, importer.name, source.contentKey, false);
  const run = stopped ?? (await startRun(prepared, importer.name, source.name, source.contentKey, read.listedOn));
  const { counts, day } = await importBatches(db, importer, source, tagger, read, options, run);
  await finishRun(prepared, run.run, read.listedOn ?? day);
  return counts;
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
  let nextAnalysis = counts.added + FIRST_ANALYSIS;
  let hasNews = true;
  // Where the batch before was known whole, this one may be too.
  const prepare = (record: SourceRecord) => hasNews && draftAhead(importer.source, record, tagger);
  for await (const batch of readAhead(batchesOf(importer, source, prepare, read, options, position))) {
    day ??= batch.records.flatMap((record) => (record.kind === "paper" ? record.days : []))[0]?.day ?? null;
    for (const problem of batch.problems) options.onProblem?.(problem);
    const size = batch.records.length + batch.problems.length;
    await upsertBatch(db, importer.source, batch.records, tagger, async (send, written) => {
      const { added, changed, unchanged, merged } = written;
      const refused = written.refused.map(({ record, reason }): Problem => {
        return { line: batch.numbers.get(record)!, reason, record: excerptOf(record.sourceKey) };
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
      position += size;
      hasNews = added + changed > 0;
      if (run === null) throw new Undo();
      await noteProgress(send, run.run, position, counts, [...batch.problems, ...refused]);
    }).catch((error) => {
      if (!(error instanceof Undo)) throw error;
    });
    options.onProgress?.(counts);
    if (run === null || counts.added < nextAnalysis) continue;
    await analyse(db);
    nextAnalysis = 2 * counts.added;
  }
  return { counts, day };
}

/** Thrown at the end of a transaction that shall leave nothing behind. */
class Undo extends Error {}

interface Batch {
  readonly records: SourceRecord[];
  readonly problems: Problem[];
  /** The place of each record among all that the importer tells, from 1. */
  readonly numbers: Map<SourceRecord, number>;
}

/** The records and problems after the first `skipped`, in batches; each record is prepared as soon as it is read. */
async function* batchesOf(
  importer: Importer,
  source: Source,
  prepare: (record: SourceRecord) => void,
  read: ReadOptions,
  { limit = Number.POSITIVE_INFINITY, onBytes }: ImportOptions,
  skipped: number,
): AsyncGenerator<Batch> {
  let seen = 0;
  const emptyBatch = (): Batch => ({ records: [], problems: [], numbers: new Map() });
  let batch = emptyBatch();
  let characters = 0;
  const isNew = () => ++seen > skipped;
  const report = (problem: Problem) => {
    if (isNew()) batch.problems.push(problem);
  };
  for await (const record of importer.read(source.open(onBytes), read, report)) {
    if (seen >= limit) break;
    if (isNew()) {
      prepare(record);
      await setImmediate(); // the database's answers are waited for by the batch before
      characters += JSON.stringify(record).length;
      batch.records.push(record);
      batch.numbers.set(record, seen);
    }
    if (batch.records.length + batch.problems.length < BATCH && characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = emptyBatch();
    characters = 0;
  }
  if (batch.records.length + batch.problems.length > 0) yield batch;
}

/** Reads the next item while the one before is worked on. */
async function* readAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  const ask = () => {
    const next = items.next();
    next.catch(() => {}); // it is thrown when it is waited for
    return next;
  };
  for (let next = ask(); ; ) {
    const { done, value } = await next;
    if (done) return;
    next = ask();
    yield value;
  }
}

/** Brings the planner's knowledge of the tables up to date, after much was written. */
export async function analyse(db: DataSource): Promise<void> {
  await transaction(db, async (run) => {
    await run("/* analyse */ set local statement_timeout = 0");
    await run(
      "/* analyse */ analyze paper, paper_index, paper_search, paper_topic_page, topic_link, repository, repository_link, daily_entry, author, authorship, paper_source",
    );
  });
}
