import { setImmediate } from "node:timers/promises";
import { type Importer, type Problem, type ReadOptions, SourceError, type SourceRecord } from "./importer";
import type { Source } from "./open-source";
import { textOf } from "./record-store";

/** Records of a batch, when the caller does not say, and their characters: what is held in memory does not grow with the records. */
const BATCH = 1_000;
const BATCH_CHARACTERS = 8_000_000;

/** Rejects in a row that end an import, when the caller does not say: the source is of another form, and its faults would fill the memory. */
const REJECTS_IN_A_ROW = 10_000;

/** What is written in one transaction. */
export interface Batch {
  readonly records: SourceRecord[];
  readonly problems: Problem[];
}

/** How much is read, and who hears of the packed bytes. */
export interface BatchOptions {
  readonly limit?: number;
  readonly batchRecords?: number;
  readonly maxRejectsInARow?: number;
  readonly onBytes?: (count: number) => void;
}

/**
 * The records and problems after the first `skipped`, in batches; those before a fault of the source too. `onRecord` hears of all records, and which of them are skipped.
 * Throws a SourceError after too many problems in a row.
 */
export async function* batchesOf(
  importer: Importer,
  source: Source,
  read: ReadOptions,
  { limit = Number.POSITIVE_INFINITY, batchRecords = BATCH, maxRejectsInARow = REJECTS_IN_A_ROW, onBytes }: BatchOptions,
  skipped: number,
  onRecord: (record: SourceRecord, isSkipped: boolean) => void,
): AsyncGenerator<Batch> {
  let seen = 0;
  let characters = 0;
  const emptyBatch = (): Batch => ({ records: [], problems: [] });
  let batch = emptyBatch();
  const isNew = () => ++seen > skipped;
  let inARow = 0;
  const report = (problem: Problem) => {
    if (isNew()) batch.problems.push(problem);
    if (++inARow >= maxRejectsInARow)
      throw new SourceError(
        problem.line,
        `the last ${inARow} entries are no records of ${importer.name}: the last one ${problem.reason}`,
        importer.unit,
      );
  };
  const size = () => batch.records.length + batch.problems.length;
  try {
    for await (const record of importer.read(source.open(onBytes), read, report)) {
      if (seen >= limit) break;
      inARow = 0;
      const isSkipped = !isNew();
      onRecord(record, isSkipped);
      if (isSkipped) continue;
      await setImmediate(); // the batch before waits for answers of the database
      characters += textOf(record).length;
      batch.records.push(record);
      if (size() < batchRecords && characters < BATCH_CHARACTERS) continue;
      yield batch;
      batch = emptyBatch();
      characters = 0;
    }
  } catch (error) {
    if (size() > 0) yield batch;
    throw error;
  }
  if (size() > 0) yield batch;
}
