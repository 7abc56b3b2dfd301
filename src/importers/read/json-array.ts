import { type Problem, SourceError } from "../importer";
import { excerptOf, type Fields, fieldsOf } from "./fields";
import { JsonNesting } from "./json-text";
import { type Entry, recordsOf } from "./records";
import { utf8Of } from "./utf8";

/**
 * The records that `toRecord` makes of the objects in one JSON array; where it gives a text instead, that says what is wrong. An item that is no JSON object, or wrong, is reported with its place.
 * Throws a SourceError for a source that holds no record at all, and as `itemsOf` does.
 */
export function jsonArrayOf<R extends object>(
  source: AsyncIterable<Uint8Array>,
  longest: number,
  report: (problem: Problem) => void,
  toRecord: (fields: Fields, number: number) => R | string,
): AsyncGenerator<R> {
  return recordsOf(itemsOf(source, longest), report, (item) => {
    const fields = objectIn(item);
    return typeof fields === "string" ? fields : toRecord(fields, item.number);
  });
}

function objectIn({ text }: Entry): Fields | string {
  try {
    const value: unknown = JSON.parse(text);
    return fieldsOf(value) ?? `must be a JSON object, not ${excerptOf(value, 40)}`;
  } catch (error) {
    return `must be JSON: ${(error as Error).message}`;
  }
}

/**
 * The items of one JSON array as texts, one by one: no more than one is held, whatever the array's length.
 * Throws a SourceError, after all items that were whole, for what is no array, for an array that is cut, and for an item longer than `longest` bytes.
 * Brackets are counted here and JSON.parse does the rest: several times as fast as a tokenizer for every value, and an item without end is stopped before it fills the memory.
 */
export async function* itemsOf(source: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Entry> {
  const nesting = new JsonNesting();
  let state: "before" | "within" | "after" = "before";
  let number = 1;
  let item = "";
  let bytes = 0;
  for await (const piece of utf8Of(source)) {
    let start = 0;
    if (state === "before") {
      start = piece.search(/\S/);
      if (start < 0) continue;
      if (piece[start] !== "[") throw new SourceError(1, `expected a JSON array, found ${found(piece, start)}`);
      nesting.endOfItem("[", 0, 1);
      state = "within";
      start++;
    }
    while (state === "within" && start < piece.length) {
      const end = nesting.endOfItem(piece, start, number);
      const part = piece.slice(start, end);
      bytes += Buffer.byteLength(part);
      if (bytes > longest) throw new SourceError(number, `must be at most ${longest} bytes long`, "entry");
      item += part;
      start = end + 1;
      if (end === piece.length) break;
      if (nesting.depth === 0) state = "after";
      if (state === "after" && piece[end] !== "]")
        throw new SourceError(number, `expected "," or "]" after an item, found ${found(piece, end)}`, "entry");
      if (state === "within" || number > 1 || item.trim() !== "") yield { number, text: item, unit: "entry" }; // [] has no items
      [item, bytes] = ["", 0];
      number++;
    }
    const rest = state === "after" ? piece.slice(start).search(/\S/) : -1;
    if (rest >= 0)
      throw new SourceError(number - 1, `expected the end after the array, found ${found(piece, start + rest)}`, "entry");
  }
  if (state === "before") throw new SourceError(1, "expected a JSON array, found nothing");
  if (state === "within") throw new SourceError(number, 'expected "," or "]" after an item, found the end', "entry");
}

function found(piece: string, start: number): string {
  return excerptOf(piece.slice(start, start + 40));
}
