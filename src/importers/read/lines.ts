import { TextDecoder } from "node:util";
import { SourceError } from "../importer";

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

const NEWLINE = 0x0a;

/** The lines of a text, without their ends (LF or CRLF) and without a byte order mark. Throws a SourceError for what is no UTF-8 text, and for a line longer than `maxLineBytes`. */
export async function* linesOf(source: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let number = 0;
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  const lineOf = (bytes: Uint8Array): Line => {
    number++;
    if (bytes.byteLength > maxLineBytes) throw new SourceError(number, `must be at most ${maxLineBytes} bytes long`);
    return { number, text: decode(decoder, bytes, number) };
  };
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield lineOf(Buffer.concat([...rest, chunk.subarray(start, end)]));
      [rest, restBytes, start] = [[], 0, end + 1];
    }
    if (start < chunk.byteLength) rest.push(chunk.subarray(start));
    restBytes += chunk.byteLength - start;
    if (restBytes > maxLineBytes) throw new SourceError(number + 1, `must be at most ${maxLineBytes} bytes long`);
  }
  if (restBytes > 0) yield lineOf(Buffer.concat(rest));
}

function decode(decoder: TextDecoder, bytes: Uint8Array, number: number): string {
  if (bytes.includes(0)) throw new SourceError(number, "must be text, but holds a NUL byte");
  try {
    const text = decoder.decode(bytes).replace(/\r$/, "");
    return number === 1 ? text.replace(/^\uFEFF/, "") : text;
  } catch {
    throw new SourceError(number, "must be UTF-8 text, but holds bytes that are not");
  }
}
