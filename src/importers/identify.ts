import type { Run } from "../database/sql";
import { assignPapers, removePapers } from "./assign-papers";
import { clusterRecords } from "./cluster";
import type { PaperRecord } from "./importer";
import {
  deleteRecords,
  identityOf,
  keyOf,
  moveRecords,
  readConnected,
  readRecords,
  type StoredRecord,
  writeRecords,
} from "./record-store";

/** What a batch did to the papers that exist. */
export interface Identified {
  /** All records of every paper that must be computed again. */
  readonly papers: ReadonlyMap<number, readonly StoredRecord[]>;
  /** How many papers turned out to be others, and are gone. */
  readonly merged: number;
}

/** A record before and after: `stored.paper` is where it was, null for a new one. */
interface Placed {
  readonly stored: StoredRecord;
  readonly paper: number;
  readonly isFresh: boolean;
}

/**
 * Stores new and changed records of a source, forgets deleted ones, and finds the paper of each: papers become one, and apart again, as their records say.
 * Papers that are new hold a slug and a title, and nothing else yet.
 */
export async function identifyPapers(
  run: Run,
  source: string,
  changed: readonly PaperRecord[],
  deleted: readonly string[],
): Promise<Identified> {
  const former = await readRecords(run, source, [...changed.map(({ sourceKey }) => sourceKey), ...deleted]);
  const formerPapers = new Map(former.map(({ record, paper }) => [record.sourceKey, paper]));
  const fresh = changed.map((record): StoredRecord => ({ source, record, paper: formerPapers.get(record.sourceKey) ?? null }));
  const freshKeys = new Set(fresh.map(({ record }) => keyOf(source, record.sourceKey)));
  // What the old versions were tied to may fall apart now, so they are asked for as well.
  const records = await readConnected(run, [...fresh, ...former]);
  for (const sourceKey of deleted) records.delete(keyOf(source, sourceKey));
  for (const stored of fresh) records.set(keyOf(source, stored.record.sourceKey), stored);

  const clusters = clusterRecords([...records.values()].map(identityOf)).map((cluster) =>
    cluster.map(({ key }) => records.get(key)!),
  );
  const owners = await assignPapers(run, clusters);
  const placed = clusters.flatMap((cluster, index) =>
    cluster.map(
      (stored): Placed => ({
        stored,
        paper: owners[index]!,
        isFresh: freshKeys.has(keyOf(stored.source, stored.record.sourceKey)),
      }),
    ),
  );
  await deleteRecords(run, source, deleted);
  await writeRecords(run, placed.filter(({ isFresh }) => isFresh).map(withPaper));
  await moveRecords(run, placed.filter((record) => !record.isFresh && isMoved(record)).map(withPaper));

  const touched = new Set([
    ...former.map(({ paper }) => paper!),
    ...placed
      .filter((record) => record.isFresh || isMoved(record))
      .flatMap(({ stored, paper }) => [paper, stored.paper ?? paper]),
  ]);
  const alive = new Set(owners);
  const heirs = new Map(placed.map(({ stored, paper }) => [stored.paper, paper]));
  const gone = [...touched].filter((paper) => !alive.has(paper));
  await removePapers(
    run,
    gone.map((paper) => ({ paper, heir: heirs.get(paper) ?? null })),
  );
  const papers = new Map<number, StoredRecord[]>();
  for (const record of placed)
    if (touched.has(record.paper)) papers.set(record.paper, [...(papers.get(record.paper) ?? []), withPaper(record)]);
  return { papers, merged: gone.length };
}

const withPaper = ({ stored, paper }: Placed): StoredRecord => ({ ...stored, paper });

const isMoved = ({ stored, paper }: Placed): boolean => stored.paper !== paper;
