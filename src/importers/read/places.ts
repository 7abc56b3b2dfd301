import type { SourceRecord } from "../importer";

/** Where records stand in their source; it goes with them. */
const places = new WeakMap<SourceRecord, number>();

/** Notes for one record, or several of one entry, at which line or entry of the source it stands, from 1; gives the same back. */
export function placed<R extends object>(made: R, place: number): R {
  for (const record of (Array.isArray(made) ? made : [made]) as SourceRecord[]) places.set(record, place);
  return made;
}

/** The line or the entry of the source, from 1, at which a record stands; null where its importer did not note it. */
export function placeOf(record: SourceRecord): number | null {
  return places.get(record) ?? null;
}
