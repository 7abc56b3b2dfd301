import type { Run } from "../database/sql";
import { keyOf, type RecordKey } from "./record-store";

/** Two records, by keyOf, that are of one paper whatever they say: somebody decided so. */
export type Tie = readonly [string, string];

/** Says that two records are of one paper; again: nothing changes. */
export async function tieRecords(run: Run, a: RecordKey, b: RecordKey): Promise<void> {
  await run(
    `/* tieRecords */ insert into record_tie (source, source_key, other_source, other_key) values ($1, $2, $3, $4), ($3, $4, $1, $2) on conflict do nothing`,
    [a.source, a.sourceKey, b.source, b.sourceKey],
  );
}

/** The ties among records under these keys, by keyOf. */
export async function readTies(run: Run, keys: readonly string[]): Promise<Tie[]> {
  const rows = await run<{ source: string; sourceKey: string; otherSource: string; otherKey: string }>(
    `/* readTies */ select source, source_key as "sourceKey", other_source as "otherSource", other_key as "otherKey" from record_tie
     where source || ' ' || source_key = any($1::text[]) and (source, source_key) < (other_source, other_key)`,
    [keys],
  );
  return rows.map(({ source, sourceKey, otherSource, otherKey }) => [keyOf(source, sourceKey), keyOf(otherSource, otherKey)]);
}
