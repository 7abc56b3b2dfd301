import { isDeepStrictEqual } from "node:util";
import type { DataSource } from "typeorm";
import { type Run, transaction } from "../database/sql";
import type { createTagger } from "../topics/tagger";
import { composePaper, type SourcedRecord } from "./compose";
import { deriveIndexes } from "./derive-indexes";
import { identifyPapers } from "./identify";
import type { PaperRecord } from "./importer";
import { mergeLinks } from "./merge-links";
import { mergePapers } from "./merge-papers";
import { stagePapers } from "./stage";

/** Any number that no other program takes: imports of one database go one after the other. */
const IMPORT_LOCK = 4_170_002;

/** What became of the records of a batch. */
export interface BatchCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** Writes a batch of one source's records, and computes the papers that they belong to, in one transaction. A batch may hold a key twice: the last one counts. */
export async function upsertBatch(
  db: DataSource,
  source: string,
  batch: readonly PaperRecord[],
  tagger: ReturnType<typeof createTagger>,
): Promise<BatchCounts> {
  const records = [...new Map(batch.map((record) => [record.sourceKey, record])).values()];
  return transaction(db, async (run) => {
    await run("/* upsertBatch */ set local statement_timeout = 0");
    await run("/* upsertBatch */ select pg_advisory_xact_lock($1)", [IMPORT_LOCK]);
    const known = await readKnown(run, source, records);
    const whole = records.map((record) => withoutCut(record, known.get(record.sourceKey)?.record));
    const written = whole.filter((record) => !isDeepStrictEqual(known.get(record.sourceKey)?.record, plain(record)));
    const added = written.filter(({ sourceKey }) => !known.has(sourceKey));
    if (written.length > 0) await writeRecords(run, source, written, known, tagger);
    return { added: added.length, changed: written.length - added.length, unchanged: batch.length - written.length };
  });
}

interface KnownRecord {
  readonly sourceKey: string;
  readonly paper: number;
  readonly record: PaperRecord;
}

async function readKnown(run: Run, source: string, records: readonly PaperRecord[]): Promise<Map<string, KnownRecord>> {
  const known = await run<KnownRecord>(
    `/* readKnown */ select source_key as "sourceKey", paper, record from paper_source where source = $1 and source_key = any($2::text[])`,
    [source, records.map(({ sourceKey }) => sourceKey)],
  );
  return new Map(known.map((row) => [row.sourceKey, row]));
}

async function writeRecords(
  run: Run,
  source: string,
  records: readonly PaperRecord[],
  known: ReadonlyMap<string, KnownRecord>,
  tagger: ReturnType<typeof createTagger>,
): Promise<void> {
  const unknown = records.filter(({ sourceKey }) => !known.has(sourceKey));
  const identified = await identifyPapers(run, unknown);
  const paperOf = new Map([...known.values()].map(({ sourceKey, paper }) => [sourceKey, paper]));
  for (const [index, { sourceKey }] of unknown.entries()) paperOf.set(sourceKey, identified[index]!);
  await run(
    `/* writeRecords */ insert into paper_source (source, source_key, paper, record)
     select $1, r.source_key, r.paper, r.record from jsonb_to_recordset($2::jsonb) as r(source_key text, paper bigint, record jsonb)
     on conflict (source, source_key) do update set record = excluded.record, fetched_at = now()`,
    [
      source,
      JSON.stringify(records.map((record) => ({ source_key: record.sourceKey, paper: paperOf.get(record.sourceKey), record }))),
    ],
  );
  await recompute(run, [...new Set(records.map(({ sourceKey }) => paperOf.get(sourceKey)!))], tagger);
  await run("/* raiseVersion */ update catalogue_version set version = version + 1"); // last: the version must not show before what it names
}

/** Computes papers from all their records, and everything that is derived from papers. */
async function recompute(run: Run, papers: readonly number[], tagger: ReturnType<typeof createTagger>): Promise<void> {
  const rows = await run<SourcedRecord & { paper: number }>(
    "/* recompute */ select paper, source, record from paper_source where paper = any($1::bigint[])",
    [papers],
  );
  const records = new Map<number, SourcedRecord[]>(papers.map((paper) => [paper, []]));
  for (const row of rows) records.get(row.paper)!.push(row);
  const staged = [...records].map(([paper, sourced]) => {
    const composed = composePaper(sourced);
    return { paper, composed, tags: tagger(composed.title, composed.abstract) };
  });
  await stagePapers(run, staged);
  await mergePapers(run);
  await mergeLinks(run);
  await deriveIndexes(run, "staged_paper");
}

/** A text that is only the beginning of the one that is known was cut on its way: the known one stays. */
function withoutCut(record: PaperRecord, known: PaperRecord | undefined): PaperRecord {
  return record.abstract !== null && known?.abstract?.startsWith(record.abstract)
    ? { ...record, abstract: known.abstract }
    : record;
}

/** A record as JSON gives it back. */
function plain(record: PaperRecord): unknown {
  return JSON.parse(JSON.stringify(record));
}
