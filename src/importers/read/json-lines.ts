import { type Problem, SourceError } from "../importer";
import { excerptOf, type Fields, fieldsOf } from "./fields";
import { type AnyLine, anyLinesOf } from "./lines";
import { recordsOf } from "./records";

/**
 * The records that `toRecord` makes of a text with one JSON object a line (https://jsonlines.org), blank lines apart. Where it gives a text instead, that says what is wrong.
 * A line that is no JSON object, no text, too long or wrong is reported with its number. Throws a SourceError for a source that holds no record at all.
 */
export async function* jsonLinesOf<R extends object>(
  source: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
  report: (problem: Problem) => void,
  toRecord: (fields: Fields) => R | string,
): AsyncGenerator<R> {
  let isEmpty = true;
  async function* entries(): AsyncGenerator<AnyLine> {
    for await (const line of anyLinesOf(source, maxLineBytes))
      if (line.fault !== null || line.text.trim() !== "") {
        isEmpty = false;
        yield line;
      }
  }
  yield* recordsOf(entries(), report, (line) => {
    const fields = line.fault ?? objectIn(line);
    return typeof fields === "string" ? fields : toRecord(fields);
  });
  if (isEmpty) throw new SourceError(1, "expected lines of JSON, found nothing");
}

function objectIn({ text }: Pick<AnyLine, "text">): Fields | string {
  try {
    const value: unknown = JSON.parse(text);
    return fieldsOf(value) ?? `must be a JSON object, not ${excerptOf(value, 40)}`;
  } catch (error) {
    return `must be JSON: ${(error as Error).message}`;
  }
}
