import { finished } from "node:stream/promises";
import { promisify } from "node:util";
import { CsvError, parse } from "csv-parse";
import { type Problem, SourceError } from "../importer";
import { excerptOf, type Fields } from "./fields";
import { type Entry, recordsOf } from "./records";
import { utf8Of } from "./utf8";

interface Row extends Entry {
  readonly values: readonly string[];
}

/**
 * The records that `toRecord` makes of the rows below a first line of column names, in CSV (https://www.rfc-editor.org/rfc/rfc4180); where it gives a text instead, that says what is wrong.
 * A row with more or fewer values than there are columns is reported with its line.
 * Throws a SourceError, after all rows that were whole, for a source without the columns that it must have, for quotes that do not end, and for a row longer than `longest` bytes.
 */
export async function* csvRowsOf<R extends object>(
  source: AsyncIterable<Uint8Array>,
  longest: number,
  columns: readonly string[],
  report: (problem: Problem) => void,
  toRecord: (row: Fields) => R | string,
): AsyncGenerator<R> {
  const rows = rowsOf(source, longest);
  const { value: head } = await rows.next();
  const names = (head as Row | undefined)?.values.map((name) => name.trim()) ?? [];
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new SourceError(
      1,
      `expected a line of column names with ${missing.join(", ")}, found ${excerptOf(names.join(","), 80)}`,
    );
  yield* recordsOf(rows, report, ({ values }) => {
    if (values.length !== names.length) return `must have ${names.length} values, not ${values.length}`;
    return toRecord(Object.fromEntries(names.map((name, place) => [name, values[place]])));
  });
}

async function* rowsOf(source: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Row, undefined> {
  const rows: Row[] = [];
  const parser = parse({
    max_record_size: longest,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record: (values: string[], { lines }) => {
      rows.push({ number: lines, text: values.join(","), values });
      return null;
    },
  });
  parser.resume().on("error", () => {}); // what goes wrong rejects the promises below
  const write = promisify((piece: string, done: (error?: Error | null) => void) => parser.write(piece, done));
  try {
    for await (const piece of utf8Of(source)) {
      await write(piece);
      yield* rows.splice(0);
    }
    await finished(parser.end());
  } catch (error) {
    yield* rows;
    throw error instanceof CsvError ? new SourceError(parser.info.lines, error.message) : error;
  }
  yield* rows;
}
