import type { Run, Transaction } from "../database/sql";
import { assignPapers, type Owner, removePapers } from "./assign-papers";
import { type ContestedId, clusterRecords, contestedIds } from "./cluster";
import type { SourcedRecord } from "./compose";
import type { PaperRecord } from "./importer";
import type { Left } from "./left";
import {
  addRecords,
  deleteRecords,
  identityOf,
  keyOf,
  moveRecords,
  type RecordKey,
  readConnected,
  readRecords,
  replaceRecords,
  type StoredRecord,
} from "./record-store";
import { readTies } from "./record-ties";

/** What a batch did to the papers that exist. */
export interface Identified {
  /** All records of every paper that must be computed again. */
  readonly papers: ReadonlyMap<Owner, readonly StoredRecord[]>;
  /** How many papers turned out to be others, and are gone. */
  readonly merged: number;
  /** What these named. */
  readonly left: Left;
}

/** A record before and after: `stored.paper` is where it was, null for a new one. */
interface Placed {
  readonly stored: StoredRecord;
  readonly paper: number;
}

/**
 * Stores new and changed records, forgets deleted ones, and finds the paper of each: papers become one, and apart again, as their records say.
 * Papers that are new have a row id, and no row yet; `slugs` are those that their records bring with them, by keyOf.
 */
export async function identifyPapers(
  run: Transaction,
  changed: readonly SourcedRecord[],
  deleted: readonly RecordKey[],
  slugs: ReadonlyMap<string, string> = new Map(),
): Promise<Identified> {
  const keys = changed.map(({ source, record }) => ({ source, sourceKey: record.sourceKey }));
  const former = await readRecords(run, [...keys, ...deleted]);
  const formerPapers = new Map(former.map(({ source, record, paper }) => [keyOf(source, record.sourceKey), paper]));
  const fresh = changed.map(
    ({ source, record }): StoredRecord => ({ source, record, paper: formerPapers.get(keyOf(source, record.sourceKey)) ?? null }),
  );
  // What the old versions were tied to may fall apart now, so they are asked for as well.
  const records = await readConnected(run, [...fresh, ...former]);
  for (const { source, sourceKey } of deleted) records.delete(keyOf(source, sourceKey));
  for (const stored of fresh) records.set(keyOf(stored.source, stored.record.sourceKey), stored);

  const groups = clusterRecords([...records.values()].map(identityOf), await readTies(run, [...records.keys()]));
  const clusters = groups.map((cluster) => cluster.map(({ key }) => records.get(key)!));
  const owners = await assignPapers(run, clusters, slugs);
  const placed = clusters.flatMap((cluster, index) => cluster.map((stored): Placed => ({ stored, paper: owners[index]!.paper })));
  const freshRecords = new Set<PaperRecord>(changed.map(({ record }) => record));
  await deleteRecords(run, deleted);
  const written = placed.filter(({ stored }) => freshRecords.has(stored.record)).map(withPaper);
  const isKnown = ({ source, record }: StoredRecord) => formerPapers.has(keyOf(source, record.sourceKey));
  await addRecords(
    run,
    written.filter((stored) => !isKnown(stored)),
  );
  await replaceRecords(run, written.filter(isKnown));
  await moveRecords(run, placed.filter((record) => !freshRecords.has(record.stored.record) && isMoved(record)).map(withPaper));

  const { merged, left } = await removeDeserted(run, [...former, ...records.values()], placed);
  const lost = lostIds(contestedIds(groups), new Map(groups.map((group, index) => [group, owners[index]!.paper])));
  const papers = new Map(
    clusters.map((cluster, index) => [
      owners[index]!,
      cluster.map((stored) => withoutIds({ ...stored, paper: owners[index]!.paper }, lost.get(owners[index]!.paper))),
    ]),
  );
  return { papers, merged, left };
}

const withPaper = ({ stored, paper }: Placed): StoredRecord => ({ ...stored, paper });

const isMoved = ({ stored, paper }: Placed): boolean => stored.paper !== paper;

/** Removes the papers that no record is on any more; gives their number, and what they named. */
async function removeDeserted(
  run: Run,
  before: readonly StoredRecord[],
  placed: readonly Placed[],
): Promise<Pick<Identified, "merged" | "left">> {
  const alive = new Set(placed.map(({ paper }) => paper));
  const heirs = new Map(placed.map(({ stored, paper }) => [stored.paper, paper]));
  const gone = [...new Set(before.flatMap(({ paper }) => paper ?? []))].filter((paper) => !alive.has(paper));
  const left = await removePapers(
    run,
    gone.map((paper) => ({ paper, heir: heirs.get(paper) ?? null })),
  );
  return { merged: gone.length, left };
}

/** The contested ids that each paper must do without. */
function lostIds(
  contested: readonly ContestedId[],
  ownerOf: ReadonlyMap<ContestedId["winner"], number>,
): Map<number, ContestedId[]> {
  const lost = new Map<number, ContestedId[]>();
  for (const id of contested)
    for (const loser of id.losers) lost.set(ownerOf.get(loser)!, [...(lost.get(ownerOf.get(loser)!) ?? []), id]);
  return lost;
}

function withoutIds(stored: StoredRecord, lost: readonly ContestedId[] = []): StoredRecord {
  const names = lost.filter(({ name, value }) => stored.record[name] === value).map(({ name }) => [name, null]);
  return names.length === 0 ? stored : { ...stored, record: { ...stored.record, ...Object.fromEntries(names) } };
}
