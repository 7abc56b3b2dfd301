import { isDeepStrictEqual } from "node:util";
import type { PaperRecord, SourceRecord } from "./importer";

/** Whether a record says anything that the one stored under its key does not; undefined stands for none. */
export function isNews(record: SourceRecord, known: unknown, cameLast = true): boolean {
  if (known === undefined) return true;
  const plain = JSON.parse(JSON.stringify(record)) as SourceRecord;
  return !isDeepStrictEqual(known, plain) && isNewer(plain, known as SourceRecord, cameLast);
}

/** A text that is only the beginning of the one that is known was cut on its way: the known one stays. Where the source gives times the newer text is believed as it is. */
export function withoutCut<R extends SourceRecord>(record: R, known: unknown): R {
  if (record.kind !== "paper" || record.abstract === null || timeOf(record) !== null) return record;
  const { abstract } = (known ?? { abstract: null }) as PaperRecord;
  return abstract?.startsWith(record.abstract) ? { ...record, abstract } : record;
}

/**
 * Whether a record goes before another that its source gave under the same key: the one that the source changed later, or of which alone it gives a time;
 * of two of one time a deletion, else the longer, else the greater, so that the order of arrival does not show.
 * Only where the source gives no time does it: the one that came last corrects the other, and a deletion takes away what came before.
 */
export function isNewer(record: SourceRecord, other: SourceRecord, cameLast = true): boolean {
  const [time, otherTime] = [timeOf(record), timeOf(other)];
  const isUndated = time === null && otherTime === null;
  if (isUndated || isUndatedDeletion(record) || isUndatedDeletion(other)) return cameLast;
  if (time !== otherTime) return (time ?? "") > (otherTime ?? "");
  if (record.kind !== other.kind) return record.kind === "deleted";
  const [text, otherText] = [canonicalText(record), canonicalText(other)];
  return text.length === otherText.length ? text > otherText : text.length > otherText.length;
}

function isUndatedDeletion(record: SourceRecord): boolean {
  return record.kind === "deleted" && record.changedAt === null;
}

function timeOf(record: SourceRecord): string | null {
  if (record.kind === "paper") return record.changedAt ?? record.versionUpdatedOn;
  if (record.kind === "deleted") return record.changedAt;
  return record.kind === "repository" ? record.observedOn : null;
}

/** A record as text, whatever the order of its properties. */
function canonicalText(record: SourceRecord): string {
  return JSON.stringify(record, (_key, value) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
