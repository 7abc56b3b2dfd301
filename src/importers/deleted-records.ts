import type { Run } from "../database/sql";
import type { DeletedRecord } from "./importer";

/** Notes when the source deleted records, those of which it says: what it said before, and comes later, counts no more. */
export async function noteDeleted(run: Run, source: string, deleted: readonly DeletedRecord[]): Promise<void> {
  const dated = deleted.filter(({ changedAt }) => changedAt !== null);
  if (dated.length === 0) return;
  await run(
    `/* noteDeleted */ insert into deleted_record (source, source_key, record)
     select $1, r->>'sourceKey', r from jsonb_array_elements($2::jsonb) as r
     on conflict (source, source_key) do update set record = excluded.record, fetched_at = now()`,
    [source, JSON.stringify(dated)],
  );
}

/** Forgets that records were deleted, which are back. */
export async function forgetDeleted(run: Run, keys: readonly { source: string; sourceKey: string }[]): Promise<void> {
  if (keys.length === 0) return;
  await run(
    "/* forgetDeleted */ delete from deleted_record where (source, source_key) in (select * from unnest($1::text[], $2::text[]))",
    [keys.map(({ source }) => source), keys.map(({ sourceKey }) => sourceKey)],
  );
}
