import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** How an answer may be compressed; the better one first. */
export type Encoding = "br" | "gzip";

const ENCODINGS = ["br", "gzip"] as const satisfies readonly Encoding[];

/** Bytes below which nothing is gained: it fits one packet as it is. */
export const WORTH_COMPRESSING = 1_400;

/** What is made once may take longer than what is made for one answer. */
const QUALITY = { once: { br: 6, gzip: 9 }, each: { br: 4, gzip: 6 } };

const compressors: Record<Encoding, (bytes: Buffer, quality: number) => Promise<Buffer>> = {
  br: (bytes, quality) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
  gzip: (bytes, level) => promisify(gzip)(bytes, { level }),
};

/** Compresses bytes, thoroughly where it is done `once` for many answers. */
export function compress(bytes: Buffer, encoding: Encoding, often: keyof typeof QUALITY): Promise<Buffer> {
  return compressors[encoding](bytes, QUALITY[often][encoding]);
}

/** The better one of what an Accept-Encoding header allows; undefined: as it is. */
export function chooseEncoding(accepted = ""): Encoding | undefined {
  if (accepted === "") return undefined;
  const weights = new Map(
    accepted.split(",").map((entry) => {
      const [name, weight] = entry.toLowerCase().replaceAll(" ", "").split(";q=");
      return [name, weight === undefined ? 1 : Number(weight)];
    }),
  );
  return ENCODINGS.find((name) => (weights.get(name) ?? weights.get("*") ?? 0) > 0);
}

/** Whether an If-None-Match header names an entity tag, weakly compared: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? "").split(",").map((tag) => tag.trim());
  return tags.includes("*") || tags.includes(etag) || tags.includes(etag.replace(/^W\//, ""));
}
