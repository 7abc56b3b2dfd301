import { isDeepStrictEqual } from "node:util";
import type { PaperRecord, SourceRecord } from "./importer";

/** Whether a record says anything that the one stored under its key does not; undefined stands for none. */
export function isNews(record: SourceRecord, known: unknown, cameLast = true): boolean {
  if (known === undefined) return true;
  const plain = JSON.parse(JSON.stringify(record)) as SourceRecord;
  return !isDeepStrictEqual(known, plain) && isNewer(plain, known as SourceRecord, cameLast);
}

/** A text that is only the beginning of the one that is known was cut on its way: the known one stays. */
export function withoutCut<R extends SourceRecord>(record: R, known: unknown): R {
  if (record.kind !== "paper" || record.abstract === null) return record;
  const { abstract } = (known ?? { abstract: null }) as PaperRecord;
  return abstract?.startsWith(record.abstract) ? { ...record, abstract } : record;
}

/**
 * Whether a record goes before another that its source gave under the same key: the one that the source changed later; of two of one time the longer,
 * so that the order of arrival does not show. Where the source gives no times the one that came last corrects the other.
 */
export function isNewer(record: SourceRecord, other: SourceRecord, cameLast = true): boolean {
  const [time, otherTime] = [timeOf(record), timeOf(other)];
  if (time === null || otherTime === null) return cameLast;
  if (time !== otherTime) return time > otherTime;
  const [text, otherText] = [canonicalText(record), canonicalText(other)];
  return text.length === otherText.length ? text > otherText : text.length > otherText.length;
}

function timeOf(record: SourceRecord): string | null {
  if (record.kind === "paper") return record.changedAt ?? record.versionUpdatedOn;
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
