import type { Run } from "../database/sql";
import type { CopiedSource } from "./copied";
import type { SourceRecord } from "./importer";
import { isNews, withoutCut } from "./newer";
import { keyOf } from "./record-store";

/** Records of a copy that say something new, and whether none of its records was known. */
export interface News<R> {
  readonly sources: readonly CopiedSource<R>[];
  readonly isUnknown: boolean;
}

interface Known {
  readonly source: string;
  readonly sourceKey: string;
  readonly record: unknown;
  readonly fetchedAt: Date;
}

/**
 * What each copy's records say that a table of records does not: what is not there, or differs and was changed later, or where its source gives no times was fetched later.
 * No record is in the news of two copies.
 */
export async function newsOf<R extends SourceRecord, C extends { readonly sources: readonly CopiedSource<R>[] }>(
  run: Run,
  table: "paper_source" | "repository_source" | "topic_source",
  copies: readonly C[],
): Promise<Map<C, News<R>>> {
  const keys = copies.flatMap(({ sources }) => sources.map(({ source, record }) => ({ source, sourceKey: record.sourceKey })));
  const asked = "where (source, source_key) in (select * from unnest($1::text[], $2::text[]))";
  const deleted = `union all select source, source_key, record, fetched_at from deleted_record ${asked}`;
  const rows = await run<Known>(
    `/* newsOf */ select source, source_key as "sourceKey", record, fetched_at as "fetchedAt" from ${table} ${asked} ${table === "paper_source" ? deleted : ""}`,
    [keys.map(({ source }) => source), keys.map(({ sourceKey }) => sourceKey)],
  );
  const known = new Map(rows.map((row) => [keyOf(row.source, row.sourceKey), row]));
  const whole = (one: CopiedSource<R>): CopiedSource<R> => ({
    ...one,
    record: withoutCut(one.record, known.get(keyOf(one.source, one.record.sourceKey))?.record),
  });
  const told = new Set<string>();
  const isTold = ({ source, record, fetchedAt }: CopiedSource<R>): boolean => {
    const key = keyOf(source, record.sourceKey);
    const stored = known.get(key);
    if (told.has(key) || !isNews(record, stored?.record, stored && Date.parse(fetchedAt) > stored.fetchedAt.getTime()))
      return false;
    told.add(key);
    return true;
  };
  return new Map(
    copies.map((copy) => [
      copy,
      {
        sources: copy.sources.map(whole).filter(isTold),
        isUnknown: copy.sources.every(({ source, record }) => !known.has(keyOf(source, record.sourceKey))),
      },
    ]),
  );
}
