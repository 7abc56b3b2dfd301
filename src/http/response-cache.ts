import { createHash } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import { chooseEncoding, compress, type Encoding, isKnown, WORTH_COMPRESSING } from "./encoding";
import type { Answer, AnswerNotes, StoredAnswers } from "./stored-answers";

export interface ResponseCacheOptions {
  /** The address whose answers are cached. */
  readonly path: string;
  /** Where the answer to a request may be stored; null: nothing is stored. */
  readonly storeOf: (request: FastifyRequest) => StoredAnswers | null;
  /** Seconds for which browsers and caches between may use an answer without asking again. */
  readonly maxAge: number;
}

declare module "fastify" {
  interface FastifyRequest {
    /** What is known of its answer; set on requests of the cached address. */
    answer?: AnswerNotes;
    /** What the cache needs to know of it. */
    exchange?: Exchange;
  }
}

/** A request on its way. */
interface Exchange {
  readonly reply: FastifyReply;
  /** Under which its answer may be stored, and the state of the data before it was made; null when it is not to be stored. */
  ticket: { readonly store: StoredAnswers; readonly key: string; readonly state: string } | null;
}

const VARY = "Accept, Accept-Encoding, Authorization, Cookie";

/**
 * Sends answers again as bytes while they hold, to whom they are public, and gives all answers their headers for caches, an ETag where GET asked, and compression.
 * A stored answer is found in the body's parser, or for GET before the handler: after all `onRequest` hooks.
 */
export function addResponseCache(app: FastifyInstance, options: ResponseCacheOptions): void {
  const { path, storeOf } = options;
  const policy = options.maxAge > 0 ? `public, max-age=${options.maxAge}` : "public, no-cache";
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.decorateRequest("answer", undefined);
  app.decorateRequest("exchange", undefined);

  app.addHook("onRoute", (route: RouteOptions) => {
    if (route.url !== path) return;
    route.onRequest = [...[route.onRequest ?? []].flat(), begin];
    route.preHandler = [...[route.preHandler ?? []].flat(), answerGet];
    route.onSend = [...[route.onSend ?? []].flat(), finish];
  });

  app.removeContentTypeParser("application/json");
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, body, done) => {
    const parse = () => parseJson(request, body.toString(), done);
    if (request.exchange && isPublic(request)) answerOr(request, request.exchange, keyOf(request, body), parse);
    else parse();
  });

  function begin(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    request.answer = { operationName: null, errorCodes: [], isWhole: false, isPersonal: false, cost: null };
    request.exchange = { reply, ticket: null };
    done();
  }

  function answerGet(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
    if (request.method === "GET" && isPublic(request)) answerOr(request, request.exchange!, keyOf(request, null), done);
    else done();
  }

  /** Sends the stored answer, or goes on with a ticket to store the one that is made. When the database does not say which state holds, the execution shall tell. */
  function answerOr(request: FastifyRequest, exchange: Exchange, key: string, goOn: () => void): void {
    const store = storeOf(request);
    if (!store) {
      goOn();
      return;
    }
    const look = (state: string) => {
      const answer = store.find(key);
      exchange.ticket = { store, key, state };
      request.record.cache = answer ? "hit" : "miss";
      if (answer) sendStored(request, exchange, answer);
      else goOn();
    };
    const state = store.enter();
    if (typeof state === "string") look(state);
    else state.then(look, goOn);
  }

  function sendStored(request: FastifyRequest, { reply, ticket }: Exchange, answer: Answer): void {
    request.answer = { ...answer.notes };
    const encoding = encodingFor(request, answer.body.length);
    const bytes = encoding ? answer.compressed[encoding] : answer.body;
    if (bytes) write(request, reply, answer, encoding, bytes);
    else
      compressStored(answer, encoding!, ticket!).then(
        (bytes) => write(request, reply, answer, encoding, bytes),
        (error) => reply.send(error),
      );
  }

  async function compressStored(
    answer: Answer,
    encoding: Encoding,
    { store, key, state }: NonNullable<Exchange["ticket"]>,
  ): Promise<Buffer> {
    const bytes = owned(await compress(answer.body, encoding, "each"));
    store.store(key, { ...answer, compressed: { ...answer.compressed, [encoding]: bytes } }, state);
    return bytes;
  }

  function write(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: Answer,
    encoding: Encoding | undefined,
    bytes: Buffer,
  ): void {
    const headers = Object.assign(reply.getHeaders() as OutgoingHttpHeaders, headersOf(reply, answer.etag, policy));
    reply.hijack();
    if (answer.etag && isKnown(request.headers["if-none-match"], answer.etag)) reply.raw.writeHead(304, headers).end();
    else {
      Object.assign(headers, { "content-type": answer.contentType, "content-length": bytes.length });
      if (encoding) headers["content-encoding"] = encoding;
      reply.raw.writeHead(200, headers).end(bytes);
    }
  }

  /** Of an answer that was made just now, by the handler or by a hook before it. */
  async function finish(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
    if (typeof payload !== "string") return payload;
    const { answer: notes } = request;
    const isGood = reply.statusCode === 200 && notes?.isWhole === true && !notes.isPersonal;
    const isShared = isGood && isPublic(request);
    const ticket = isShared && request.exchange?.ticket;
    const isStored = ticket ? ticket.store.isWorth(ticket.key) : false;
    const isAskedByTag = isShared && request.method === "GET";
    const encoding = encodingFor(request, payload.length);
    if (!isStored && !isAskedByTag && !encoding) {
      reply.headers(headersOf(reply, null, isShared ? policy : isGood ? "private, no-cache" : "no-store"));
      return Buffer.from(payload);
    }
    const body = owned(Buffer.from(payload));
    const bytes = encoding ? owned(await compress(body, encoding, "each")) : body;
    if (encoding) reply.header("content-encoding", encoding);
    if (!isShared) {
      reply.headers(headersOf(reply, null, isGood ? "private, no-cache" : "no-store"));
      return bytes;
    }
    const answer: Answer = {
      body,
      compressed: encoding ? { [encoding]: bytes } : {},
      contentType: String(reply.getHeader("content-type")),
      etag: isAskedByTag ? `W/"${createHash("sha1").update(body).digest("base64url")}"` : null,
      notes: { ...notes },
    };
    if (ticket && isStored) ticket.store.store(ticket.key, answer, ticket.state);
    reply.headers(headersOf(reply, answer.etag, policy));
    if (!answer.etag || !isKnown(request.headers["if-none-match"], answer.etag)) return bytes;
    reply.code(304).removeHeader("content-type").removeHeader("content-encoding");
    return "";
  }
}

/** Whether anybody would get the same answer: a request with a key or a cookie is a member's, who sees what others do not. */
function isPublic({ headers }: FastifyRequest): boolean {
  return headers.authorization === undefined && headers.cookie === undefined;
}

/** All of a request that its answer depends on. For GET the headers are among it that decide whether it could come from a foreign page. */
function keyOf({ method, url, headers }: FastifyRequest, body: Buffer | null): string {
  const common = `${method}\n${headers["content-type"] ?? ""}\n${headers.accept ?? ""}\n`;
  if (body) return common + body.toString("latin1");
  const isPreflighted = headers["apollo-require-preflight"] || headers["x-apollo-operation-name"] ? 1 : 0;
  return `${common}${isPreflighted}\n${url}`;
}

function encodingFor({ headers }: FastifyRequest, length: number): Encoding | undefined {
  return length > WORTH_COMPRESSING ? chooseEncoding(headers["accept-encoding"]) : undefined;
}

/** Bytes in memory of their own: a part of a larger piece would keep all of it. */
function owned(bytes: Buffer): Buffer {
  return bytes.length === bytes.buffer.byteLength ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
}

function headersOf(reply: FastifyReply, etag: string | null, policy: string): Record<string, string | number> {
  const vary = reply.getHeader("vary");
  return { "cache-control": policy, vary: vary ? `${vary}, ${VARY}` : VARY, ...(etag && { etag }) };
}
