import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { SourceError } from "../importer";

/** The most bytes that a source may unpack to, when the caller does not say: several times the largest public dump of papers. */
export const MAX_UNPACKED_BYTES = 20_000_000_000;

/** The two bytes that a gzip file begins with: https://www.rfc-editor.org/rfc/rfc1952#page-6 */
const MAGIC = [0x1f, 0x8b] as const;

/**
 * The bytes of a source, unpacked where it is gzip, as its first two bytes tell and not its name; any other source as it is.
 * Throws a SourceError for gzip that is damaged or cut, and for a source of more than `maxUnpackedBytes`, as soon as it is seen.
 */
export async function* unpacked(source: AsyncIterable<Uint8Array>, maxUnpackedBytes: number): AsyncGenerator<Uint8Array> {
  const { isGzip, bytes } = await peek(source);
  let size = 0;
  for await (const chunk of isGzip ? gunzip(bytes) : bytes) {
    size += chunk.byteLength;
    if (size > maxUnpackedBytes) throw new SourceError(1, `must be at most ${maxUnpackedBytes} bytes when unpacked`);
    yield chunk;
  }
}

/** Whether a source begins as gzip does; and the whole source. */
async function peek(source: AsyncIterable<Uint8Array>): Promise<{ isGzip: boolean; bytes: AsyncGenerator<Uint8Array> }> {
  const rest = source[Symbol.asyncIterator]();
  let head: Uint8Array = Buffer.alloc(0);
  while (head.byteLength < MAGIC.length) {
    const next = await rest.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* bytes() {
    try {
      if (head.byteLength > 0) yield head;
      yield* { [Symbol.asyncIterator]: () => rest };
    } finally {
      await rest.return?.();
    }
  }
  return { isGzip: MAGIC.every((byte, place) => head[place] === byte), bytes: bytes() };
}

async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = createGunzip();
  pipeline(Readable.from(packed, { objectMode: false }), stream, () => {}); // its errors come out of the loop below
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code?.startsWith("Z_") ? new SourceError(1, `must be whole gzip: ${message}`) : error;
  }
}
