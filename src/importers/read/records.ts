import { type Problem, SourceError, type Unit } from "../importer";
import { placed } from "./places";

/** After so many entries, none of which is a record, the source is not of the form that it should have. */
const HOPELESS = 10;

/** The longest reason and the longest excerpt of a record in a problem, in UTF-16 units. */
const EXCERPT = 200;

/** One entry of a source: a line, an element, a row. */
export interface Entry {
  /** Its line, or its place from 1. */
  readonly number: number;
  /** What its number counts; lines where it is absent. */
  readonly unit?: Unit;
  /** What a person needs to see of it to find it. */
  readonly text: string;
}

/**
 * The records that `toRecord` makes of the entries of a source, one or a list of an entry, which know their place from then on. Where it gives a text instead, that says what is wrong with the entry: it is reported, and left out.
 * Throws a SourceError where the first entries are all wrong, or every one: then the source is not of this form; unless `isFormKnown` by other means.
 */
export async function* recordsOf<T extends Entry, R extends object>(
  entries: AsyncIterable<T>,
  report: (problem: Problem) => void,
  toRecord: (entry: T) => R | string,
  isFormKnown = false,
): AsyncGenerator<R> {
  let records = 0;
  let unit: Unit | undefined;
  const wrong: Problem[] = [];
  for await (const entry of entries) {
    const record = toRecord(entry);
    if (typeof record !== "string") {
      records++;
      yield placed(record, entry.number);
      continue;
    }
    unit = entry.unit;
    const problem = { line: entry.number, reason: readable(record), record: readable(entry.text) };
    report(problem);
    if (isFormKnown) continue;
    if (records === 0 && wrong.push(problem) === HOPELESS) break;
  }
  if (records === 0 && wrong.length > 0) throw new SourceError(wrong[0]!.line, `${wrong[0]!.reason}; no record was found`, unit);
}

/** Cut, and without what would confuse a terminal. */
function readable(text: string): string {
  const start = text
    .slice(0, EXCERPT)
    .replace(/\p{Cc}/gu, " ")
    .replace(/\p{Surrogate}/gu, "\uFFFD");
  return text.length > EXCERPT ? `${start}...` : start;
}
