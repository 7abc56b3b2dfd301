import { TextDecoder } from "node:util";
import { SourceError } from "../importer";

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** A line, or what is wrong with it; its text is then as much of it as a person needs to see. */
export interface AnyLine extends Line {
  readonly fault: string | null;
}

const NEWLINE = 0x0a;

/** Space, tab and carriage return. */
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d]);

/** Of a line that cannot be read so much is shown. */
const SHOWN = 200;

/** The lines of a text as `anyLinesOf` gives them. Throws a SourceError for the first with a fault. */
export async function* linesOf(source: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator<Line> {
  for await (const { number, text, fault } of anyLinesOf(source, maxLineBytes)) {
    if (fault !== null) throw new SourceError(number, fault);
    yield { number, text };
  }
}

/**
 * The lines of a text, without their ends (LF or CRLF) and without a byte order mark; of blank lines that follow each other the first, so that a billion of them takes no time.
 * What is no UTF-8 text, or longer than `maxLineBytes`, comes with a fault, the latter as soon as that is seen: no more of it is held.
 */
export async function* anyLinesOf(source: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator<AnyLine> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let number = 1;
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  /** The line that is read was given as too long already. */
  let isGiven = false;
  let wasBlank = false;
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const isBlank: boolean = restBytes === 0 && !isGiven && isBlankIn(chunk, start, end);
      if (!isGiven && !(isBlank && wasBlank))
        yield lineOf(decoder, Buffer.concat([...rest, chunk.subarray(start, end)]), number, maxLineBytes);
      if (restBytes > 0) rest = [];
      [restBytes, start, isGiven, wasBlank] = [0, end + 1, false, isBlank];
      number++;
    }
    if (isGiven || start === chunk.byteLength) continue;
    rest.push(chunk.subarray(start));
    restBytes += chunk.byteLength - start;
    if (restBytes <= maxLineBytes) continue;
    yield lineOf(decoder, Buffer.concat(rest), number, maxLineBytes);
    [rest, restBytes, isGiven] = [[], 0, true];
  }
  if (restBytes > 0) yield lineOf(decoder, Buffer.concat(rest), number, maxLineBytes);
}

function isBlankIn(chunk: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!BLANKS.has(chunk[at]!)) return false;
  return true;
}

function lineOf(decoder: TextDecoder, bytes: Uint8Array, number: number, maxLineBytes: number): AnyLine {
  const faulty = (fault: string): AnyLine => ({ number, text: Buffer.from(bytes.subarray(0, SHOWN)).toString(), fault });
  if (bytes.byteLength > maxLineBytes) return faulty(`must be at most ${maxLineBytes} bytes long`);
  if (bytes.includes(0)) return faulty("must be text, but holds a NUL byte");
  try {
    const text = decoder.decode(bytes).replace(/\r$/, "");
    return { number, text: number === 1 ? text.replace(/^\uFEFF/, "") : text, fault: null };
  } catch {
    return faulty("must be UTF-8 text, but holds bytes that are not");
  }
}
