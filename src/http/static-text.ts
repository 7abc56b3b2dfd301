import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

type Encoding = "br" | "gzip";

const compressors: Record<Encoding, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (bytes) => promisify(gzip)(bytes),
};

/** Shorter ones fit one packet as they are. */
const WORTH_COMPRESSING = 1400;

/** A text that stays the same until the next start: compressed once, when first asked for, and not sent again to who has it. */
export class StaticText {
  /** Changes with the text, and only with it. */
  readonly hash: string;
  private readonly compressed = new Map<Encoding, Promise<Buffer>>();

  /** `headers` go with every answer; `cache-control` should be among them. */
  constructor(
    private readonly text: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.hash = createHash("sha256").update(text).digest("base64url").slice(0, 16);
  }

  /** Answers with the text in an encoding that the client takes, or with 304 when it has this text already. */
  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const etag = `W/"${this.hash}"`; // weak: one for all encodings
    reply.headers({ ...this.headers, etag, vary: "accept-encoding", "x-content-type-options": "nosniff" });
    if (isKnown(request.headers["if-none-match"], etag)) return reply.code(304).send();
    const encoding = this.text.length > WORTH_COMPRESSING && chooseEncoding(request.headers["accept-encoding"]);
    return encoding ? reply.header("content-encoding", encoding).send(await this.compress(encoding)) : reply.send(this.text);
  }

  private compress(encoding: Encoding): Promise<Buffer> {
    const known = this.compressed.get(encoding);
    if (known) return known;
    const fresh = compressors[encoding](Buffer.from(this.text));
    this.compressed.set(encoding, fresh);
    return fresh;
  }
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? "").split(",").map((tag) => tag.trim());
  return tags.includes("*") || tags.includes(etag) || tags.includes(etag.slice(2));
}

/** The better one of what an Accept-Encoding header allows; undefined: as it is. */
function chooseEncoding(accepted = ""): Encoding | undefined {
  const weights = new Map(
    accepted.split(",").map((entry) => {
      const [name, weight] = entry.toLowerCase().replaceAll(" ", "").split(";q=");
      return [name, weight === undefined ? 1 : Number(weight)];
    }),
  );
  return (["br", "gzip"] as const).find((name) => (weights.get(name) ?? weights.get("*") ?? 0) > 0);
}
