import { SourceError } from "../importer";

/** How much text is given at once, in bytes: a chunk of any size is read in pieces. */
const PIECE = 16_384;

/** The text of a source, in pieces, without a byte order mark. Throws a SourceError, with the line, for what is no UTF-8 and for NUL. */
export async function* utf8Of(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  const decode = (bytes?: Uint8Array): string => {
    if (bytes?.includes(0)) throw new SourceError(line, "must be text, but holds a NUL byte");
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new SourceError(line, "must be UTF-8 text, but holds bytes that are not");
    }
  };
  for await (const chunk of source)
    for (let start = 0; start < chunk.byteLength; start += PIECE) {
      const text = decode(chunk.subarray(start, start + PIECE));
      yield text;
      line += text.split("\n").length - 1;
    }
  yield decode();
}
