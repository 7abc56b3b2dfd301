import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { chooseEncoding, compress, type Encoding, isKnown, WORTH_COMPRESSING } from "./encoding";

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
    const fresh = compress(Buffer.from(this.text), encoding, "once");
    this.compressed.set(encoding, fresh);
    return fresh;
  }
}
