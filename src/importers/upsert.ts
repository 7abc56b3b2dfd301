import type { DataSource } from "typeorm";
import { type Run, type Transaction, transaction } from "../database/sql";
import type { createTagger } from "../topics/tagger";
import { forgetDeleted, noteDeleted } from "./deleted-records";
import { identifyPapers } from "./identify";
import { lockImports } from "./import-lock";
import type { DeletedRecord, PaperRecord, RepositoryRecord, SourceRecord, TopicRecord } from "./importer";
import { isNewer, isNews, withoutCut } from "./newer";
import { recompute } from "./recompute";
import { writeRepositoryRecords } from "./repository-records";
import { restoreCopies } from "./restore";
import { type Refused, sift } from "./storable";
import { writeTopicRecords } from "./topic-records";

/** Where a record of each kind is kept. */
const STORES = { paper: "paper_source", repository: "repository_source", topic: "topic_source" } as const;

/** What became of the records of a batch; `merged` counts papers that turned out to be others. */
export interface BatchCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly merged: number;
  /** The records of the batch that cannot be written. */
  readonly refused: readonly Refused[];
}

type Tagger = ReturnType<typeof createTagger>;

/**
 * Writes a batch of one source's records and computes what they tell of, in one transaction; `alongside` runs in the same, last.
 * A batch may hold a key several times: the newest record counts, the others are unchanged. A record that the database cannot hold is left out, and told of.
 */
export async function upsertBatch(
  db: DataSource,
  source: string,
  told: readonly SourceRecord[],
  tagger: Tagger,
  alongside: (run: Run, counts: BatchCounts) => Promise<void> = async () => {},
): Promise<BatchCounts> {
  const { storable: batch, refused } = sift(told);
  return transaction(db, async (run) => {
    await lockImports(run);
    const papers = await writePapers(run, source, batch, tagger);
    const repositories = await writeOthers(run, source, "repository", batch, (records: RepositoryRecord[]) =>
      writeRepositoryRecords(run, source, records),
    );
    const topics = await writeOthers(run, source, "topic", batch, (records: TopicRecord[]) =>
      writeTopicRecords(
        run,
        records.map((record) => ({ source, record, fetchedAt: null })),
      ),
    );
    const copies = await restoreCopies(run, batch, tagger);
    const added = papers.added + repositories.added + topics.added + copies.added;
    const changed = papers.changed + repositories.changed + topics.changed + copies.changed;
    const merged = papers.merged + copies.merged;
    const counts = { added, changed, unchanged: batch.length - added - changed, merged, refused };
    await alongside(run, counts);
    // Last: the version must not show before what it names.
    if (added + changed > 0) await run("/* raiseVersion */ update catalogue_version set version = version + 1");
    return counts;
  });
}

async function writePapers(run: Transaction, source: string, batch: readonly SourceRecord[], tagger: Tagger) {
  const told = newestOf(batch.filter((record) => record.kind === "paper" || record.kind === "deleted"));
  const known = await readKnown(run, "paper", source, told);
  const news = told
    .map((record) => withoutCut(record, known.get(record.sourceKey)))
    .filter((record) => isNews(record, known.get(record.sourceKey)));
  const isHere = ({ sourceKey }: SourceRecord) => known.get(sourceKey)?.kind === "paper";
  const papers = news.filter((record): record is PaperRecord => record.kind === "paper");
  const gone = news.filter((record): record is DeletedRecord => record.kind === "deleted");
  await noteDeleted(run, source, gone);
  const deleted = gone.filter(isHere).map(({ sourceKey }) => ({ source, sourceKey }));
  const back = papers.filter(({ sourceKey }) => known.get(sourceKey)?.kind === "deleted");
  await forgetDeleted(
    run,
    back.map(({ sourceKey }) => ({ source, sourceKey })),
  );
  const changed = papers.filter(isHere).length;
  const counts = { added: papers.length - changed, changed: changed + deleted.length, merged: 0 };
  if (counts.added + counts.changed === 0) return counts;
  const identified = await identifyPapers(
    run,
    papers.map((record) => ({ source, record })),
    deleted,
  );
  await recompute(run, identified.papers, tagger, identified.left);
  return { ...counts, merged: identified.merged };
}

async function writeOthers<R extends RepositoryRecord | TopicRecord>(
  run: Run,
  source: string,
  kind: R["kind"],
  batch: readonly SourceRecord[],
  write: (records: R[]) => Promise<unknown>,
) {
  const told = newestOf(batch.filter((record): record is R => record.kind === kind));
  const known = await readKnown(run, kind, source, told);
  const news = told.filter((record) => isNews(record, known.get(record.sourceKey)));
  if (news.length > 0) await write(news);
  const added = news.filter(({ sourceKey }) => !known.has(sourceKey)).length;
  return { added, changed: news.length - added };
}

async function readKnown(
  run: Run,
  kind: keyof typeof STORES,
  source: string,
  records: readonly SourceRecord[],
): Promise<Map<string, SourceRecord>> {
  if (records.length === 0) return new Map();
  const deleted = `union all select source_key, record from deleted_record where source = $1 and source_key = any($2::text[])`;
  const rows = await run<{ sourceKey: string; record: SourceRecord }>(
    `/* readKnown */ select source_key as "sourceKey", record from ${STORES[kind]} where source = $1 and source_key = any($2::text[]) ${kind === "paper" ? deleted : ""}`,
    [source, records.map(({ sourceKey }) => sourceKey)],
  );
  return new Map(rows.map(({ sourceKey, record }) => [sourceKey, record]));
}

function newestOf<R extends SourceRecord>(records: readonly R[]): R[] {
  const newest = new Map<string, R>();
  for (const record of records) {
    const other = newest.get(record.sourceKey);
    if (!other || isNewer(record, other)) newest.set(record.sourceKey, withoutCut(record, other));
  }
  return [...newest.values()];
}
