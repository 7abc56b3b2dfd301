import { SourceError, type Unit } from "../importer";
import { excerptOf } from "./fields";
import type { Entry } from "./records";
import { utf8Of } from "./utf8";

/** The deepest JSON that is read, in brackets: no source nests deeper than a dozen, and what walks a record may call itself once a level. */
export const DEEPEST = 64;

/** How many times `maxLineBytes` a JSON text may be long that is held whole, as it holds many records. */
export const RECORDS_HELD = 32;

const [QUOTE, BACKSLASH, COMMA] = ['"', "\\", ","].map((mark) => mark.charCodeAt(0));
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = ["[", "]", "{", "}"].map((mark) => mark.charCodeAt(0));

/** Follows a JSON text in pieces, as far as to know what stands inside of which brackets; what else it says is for JSON.parse. */
export class JsonNesting {
  /** How many brackets are open. */
  depth = 0;
  private isInText = false;
  private isEscaped = false;

  /**
   * Reads on from `start` to the end of an item of the outermost list or object: the index of the comma or closing bracket there, or the piece's length when it does not end there.
   * Throws a SourceError, with `place`, for brackets deeper than DEEPEST.
   */
  endOfItem(piece: string, start: number, place: number, unit: Unit = "entry"): number {
    let { depth, isInText, isEscaped } = this;
    let at = start;
    for (; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (code === BACKSLASH) isEscaped = true;
        else if (code === QUOTE) isInText = false;
      } else if (code === QUOTE) isInText = true;
      else if (code === OPEN_LIST || code === OPEN_OBJECT) {
        if (++depth > DEEPEST) throw new SourceError(place, `must not nest deeper than ${DEEPEST} brackets`, unit);
      } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
        if (--depth <= 0) break;
      } else if (code === COMMA && depth === 1) break;
    }
    Object.assign(this, { depth, isInText, isEscaped });
    return at;
  }
}

/** The value of a JSON text that is held whole. Throws a SourceError for what is none, and for one longer than `longest` bytes. */
export async function jsonDocument(source: AsyncIterable<Uint8Array>, longest: number): Promise<unknown> {
  const nesting = new JsonNesting();
  const pieces: string[] = [];
  let bytes = 0;
  for await (const piece of utf8Of(source)) {
    bytes += Buffer.byteLength(piece);
    if (bytes > longest) throw new SourceError(1, `must be at most ${longest} bytes long`);
    for (let at = 0; at < piece.length; at++) at = nesting.endOfItem(piece, at, 1, "line");
    pieces.push(piece);
  }
  const text = pieces.join("");
  if (text.trim() === "") throw new SourceError(1, "expected JSON, found nothing");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SourceError(1, `must be JSON: ${(error as Error).message}`);
  }
}

/** A part of a JSON text that is held whole. */
export interface ValueEntry extends Entry {
  readonly value: unknown;
}

/** The values with their places, from 1. */
export async function* entriesOf(values: readonly unknown[]): AsyncGenerator<ValueEntry> {
  for (const [index, value] of values.entries()) yield { number: index + 1, text: excerptOf(value), unit: "entry", value };
}
