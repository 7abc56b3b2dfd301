import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { DataSource } from "typeorm";
import { createSql } from "../database/sql";
import { createTagger } from "../topics/tagger";
import { loadVocabulary } from "../topics/vocabulary";
import type { Importer, PaperRecord, Problem, ReadOptions } from "./importer";
import { storeVocabulary } from "./store-vocabulary";
import { upsertBatch } from "./upsert";

/** Records that are written in one transaction. */
const BATCH = 500;

/** What an import did; read = added + changed + unchanged + rejected. */
export interface ImportCounts {
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  rejected: number;
}

export interface ImportOptions {
  /** The day of a listing, YYYY-MM-DD; null: the day of an earlier import of the same content, else what the listing itself says. */
  readonly listedOn: string | null;
  readonly today: string;
  readonly maxLineBytes: number;
  readonly onProgress?: (counts: Readonly<ImportCounts>) => void;
  readonly onProblem?: (problem: Problem) => void;
}

/**
 * Imports a file. It is read whole once before anything is written, so that a file that is not of the importer's form leaves nothing behind (SourceError).
 * The same file again changes nothing.
 */
export async function importFile(
  db: DataSource,
  importer: Importer,
  file: string,
  options: ImportOptions,
): Promise<ImportCounts> {
  const open = () => createReadStream(file);
  const contentHash = await checkSource(importer, open, options);
  const sql = createSql(db);
  const [earlier] = await sql.prepared<{ listedOn: string | null }>(
    `/* earlierImport */ select listed_on as "listedOn" from import_run where source = $1 and content_hash = $2 and finished_at is not null order by row_id desc limit 1`,
    [importer.name, contentHash],
  );
  const listedOn = options.listedOn ?? earlier?.listedOn ?? null;
  const vocabulary = loadVocabulary();
  await storeVocabulary(db, vocabulary);
  const [started] = await sql.prepared<{ run: number }>(
    "/* startImport */ insert into import_run (source, file, content_hash) values ($1, $2, $3) returning row_id as run",
    [importer.name, file, contentHash],
  );
  const { counts, day } = await importRecords(db, importer, open(), { ...options, listedOn }, createTagger(vocabulary));
  await sql.prepared(
    `/* finishImport */ update import_run set finished_at = now(), listed_on = $2, records_read = $3, added = $4, changed = $5, unchanged = $6, rejected = $7 where row_id = $1`,
    [started!.run, day, counts.read, counts.added, counts.changed, counts.unchanged, counts.rejected],
  );
  if (counts.added + counts.changed > 0)
    await sql.planned(
      "/* analyse */ analyze paper, paper_index, paper_search, paper_topic_page, topic_link, repository_link, daily_entry, authorship",
    );
  return counts;
}

/** Reads the source through, and gives the hash of its bytes. */
async function checkSource(importer: Importer, open: () => AsyncIterable<Uint8Array>, options: ReadOptions): Promise<string> {
  const hash = createHash("sha256");
  async function* hashed() {
    for await (const chunk of open()) {
      hash.update(chunk);
      yield chunk;
    }
  }
  for await (const _record of importer.read(hashed(), options, () => {})) {
    // Only what the importer throws counts.
  }
  return hash.digest("hex");
}

async function importRecords(
  db: DataSource,
  importer: Importer,
  source: AsyncIterable<Uint8Array>,
  { onProgress = () => {}, onProblem = () => {}, ...options }: ImportOptions,
  tagger: ReturnType<typeof createTagger>,
): Promise<{ counts: ImportCounts; day: string | null }> {
  const counts: ImportCounts = { read: 0, added: 0, changed: 0, unchanged: 0, rejected: 0 };
  let day: string | null = options.listedOn;
  const report = (problem: Problem) => {
    counts.read++;
    counts.rejected++;
    onProblem(problem);
  };
  for await (const batch of inBatches(importer.read(source, options, report), BATCH)) {
    day ??= batch[0]?.days[0]?.day ?? null;
    const { added, changed, unchanged } = await upsertBatch(db, importer.name, batch, tagger);
    counts.read += batch.length;
    counts.added += added;
    counts.changed += changed;
    counts.unchanged += unchanged;
    onProgress(counts);
  }
  return { counts, day };
}

async function* inBatches(records: AsyncIterable<PaperRecord>, size: number): AsyncIterable<PaperRecord[]> {
  let batch: PaperRecord[] = [];
  for await (const record of records) {
    if (batch.push(record) < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
