import type { Run, Transaction } from "../database/sql";
import type { Tagger } from "../topics/tagger";
import type { SourcedRecord } from "./compose";
import { identifyPapers } from "./identify";
import { lockImports } from "./import-lock";
import type { PaperRecord } from "./importer";
import { MEMBERS } from "./member-links";
import { recompute } from "./recompute";
import type { RecordKey, StoredRecord } from "./record-store";
import { tieRecords } from "./record-ties";
import { sift } from "./storable";

/** Why a record cannot be written; null where it can. */
export function faultOf(record: PaperRecord): string | null {
  return sift([record]).refused[0]?.reason ?? null;
}

/** Writes the record of a submission and computes its paper, which is `known` where that is not null; gives the paper's row id. In the transaction, which imports wait for. */
export async function writeMemberRecord(
  run: Transaction,
  record: PaperRecord,
  known: number | null,
  tagger: Tagger,
): Promise<number> {
  await lockImports(run);
  const key = { source: MEMBERS, sourceKey: record.sourceKey };
  const other = known === null ? null : await firstRecord(run, known);
  if (other) await tieRecords(run, key, keyOfStored(other));
  const told = { source: MEMBERS, record: sift([record]).storable[0] as PaperRecord };
  return placeRecords(run, other ? [told, other] : [told], tagger);
}

/** Makes two papers one for good, whatever their records say; gives the row id of the one that is left. Throws when one has no record any more. */
export async function unitePapers(run: Transaction, keep: number, other: number, tagger: Tagger): Promise<number> {
  const kept = (await firstRecord(run, keep))!;
  const tied = (await firstRecord(run, other))!;
  await tieRecords(run, keyOfStored(kept), keyOfStored(tied));
  const names = await run<{ uid: string; slug: string }>("/* unitePapers */ select uid, slug from paper where row_id = $1", [
    keep,
  ]);
  const paper = await placeRecords(run, [kept, tied], tagger);
  const { uid, slug } = names[0]!;
  await run(
    `/* unitePapers */ with former as (delete from paper_alias where uid = $2 returning uid, slug),
     present as (select uid, slug from paper where row_id = $1 and uid <> $2),
     named as (update paper set uid = $2, slug = $3 where row_id = $1 and exists (select from former))
     insert into paper_alias (uid, slug, paper) select uid, slug, $1 from present`,
    [paper, uid, slug],
  );
  return paper;
}

/** Finds the paper of records that are tied anew, and computes it: from then on they are found by one another. */
async function placeRecords(run: Transaction, records: readonly SourcedRecord[], tagger: Tagger): Promise<number> {
  const { papers, left } = await identifyPapers(run, records, []);
  await recompute(run, papers, tagger, left);
  const { source, record } = records[0]!;
  const [placed] = await run<{ paper: number }>(
    "/* placeRecord */ select paper from paper_source where source = $1 and source_key = $2",
    [source, record.sourceKey],
  );
  return placed!.paper;
}

const keyOfStored = ({ source, record }: StoredRecord): RecordKey => ({ source, sourceKey: record.sourceKey });

/** One record of a paper: always the same while they stay. */
async function firstRecord(run: Run, paper: number): Promise<StoredRecord | undefined> {
  const [first] = await run<StoredRecord>(
    `/* firstRecord */ select source, record, paper from paper_source where paper = $1 order by source collate "C", source_key collate "C" limit 1`,
    [paper],
  );
  return first;
}
