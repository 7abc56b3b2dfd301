import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isKnown } from "./encoding";

/** A text that an address gives. */
export interface WebDocument {
  readonly contentType: string;
  readonly body: string;
  /** Whether caches may keep it for others. */
  readonly isPublic: boolean;
}

/** Points of a client's budget that a document costs. */
const PRICE = 100;

/** Seconds for which a public document may be used without asking again: readers of feeds ask often. */
const MAX_AGE = 60;

/**
 * Serves documents at the addresses below `prefix`: `find` gets the rest of the path, and gives null where there is none. With an ETag, so that who has the document already gets 304.
 * HEAD answers as GET does, without the body.
 */
export function addDocuments(
  app: FastifyInstance,
  prefix: string,
  find: (path: string, request: FastifyRequest, reply: FastifyReply) => Promise<WebDocument | null>,
): void {
  app.get<{ Params: { "*": string } }>(`${prefix}*`, async (request, reply) => {
    request.budget?.take(PRICE);
    const document = await find(request.params["*"], request, reply);
    reply.header("vary", "Authorization");
    if (!document) return reply.code(404).type("text/plain; charset=utf-8").send("There is nothing at this address.\n");
    const etag = `W/"${createHash("sha1").update(document.body).digest("base64url")}"`;
    reply.header("etag", etag).header("cache-control", document.isPublic ? `public, max-age=${MAX_AGE}` : "private, no-cache");
    if (isKnown(request.headers["if-none-match"], etag)) return reply.code(304).send();
    return reply.type(document.contentType).send(document.body);
  });
}
