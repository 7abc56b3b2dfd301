import type { SourceRecord } from "./importer";
import { HALF_PAIR, isStorable } from "./read/fields";
import * as is from "./read/shape";
import { key, paperRecord, repositoryRecord, topicRecord } from "./record-shape";

/** A record that is not written, and why. */
export interface Refused {
  readonly record: SourceRecord;
  readonly reason: string;
}

const deletedRecord = is.shape({ kind: () => null, sourceKey: key, changedAt: is.orNull(is.moment) });

/** Lines of an export are checked as they are read. */
const CHECKS = { paper: paperRecord, repository: repositoryRecord, topic: topicRecord, deleted: deletedRecord, copy: () => null };

/**
 * The records that the database can hold, and those that it cannot: no record fails the others of its batch. Characters that PostgreSQL does not store,
 * which are U+0000 and half a surrogate pair, are replaced in any text of a record. The one place where records are checked before they are written.
 */
export function sift(batch: readonly SourceRecord[]): { storable: SourceRecord[]; refused: Refused[] } {
  const storable: SourceRecord[] = [];
  const refused: Refused[] = [];
  for (const record of batch) {
    const clean = cleaned(record);
    const reason = CHECKS[record.kind](clean, "");
    if (reason === null) storable.push(clean);
    else refused.push({ record, reason });
  }
  return { storable, refused };
}

/** The same value where nothing in it has to be replaced: most records are not copied. */
function cleaned<T>(value: T): T {
  if (typeof value === "string") return cleanText(value) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value.some((item) => cleaned(item) !== item) ? value.map(cleaned) : value) as T;
  const fields = Object.entries(value);
  if (fields.every(([, item]) => cleaned(item) === item)) return value;
  return Object.fromEntries(fields.map(([name, item]) => [name, cleaned(item)])) as T;
}

function cleanText(text: string): string {
  return isStorable(text) ? text : text.replaceAll("\0", "\uFFFD").replace(HALF_PAIR, "\uFFFD");
}
