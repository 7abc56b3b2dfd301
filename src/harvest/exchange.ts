import { HarvestError, PassingError } from "./harvest-error";

/** What a service answered to one request, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** The limits of one exchange. */
export interface ExchangeLimits {
  /** From the request to the last byte, in milliseconds. */
  readonly timeoutMs: number;
  /** Unpacked. */
  readonly maxReplyBytes: number;
  /** Ends the exchange when it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Sends one GET request and reads its answer to the end, following no redirect. Throws a PassingError when it is not whole in time,
 * and a HarvestError when it is too long, which it is stopped for at once.
 */
export async function exchange(url: URL, headers: Record<string, string>, limits: ExchangeLimits): Promise<Answer> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), limits.timeoutMs);
  try {
    const response = await fetch(url, {
      headers,
      redirect: "manual",
      signal: AbortSignal.any([abort.signal, ...(limits.signal ? [limits.signal] : [])]),
    });
    return { status: response.status, headers: response.headers, body: await bodyOf(response, limits.maxReplyBytes) };
  } catch (error) {
    if (error instanceof HarvestError) throw error;
    limits.signal?.throwIfAborted();
    throw new PassingError(
      abort.signal.aborted ? `gave no whole answer within ${limits.timeoutMs} ms` : `gave no whole answer: ${reasonOf(error)}`,
    );
  } finally {
    clearTimeout(timer);
    abort.abort(); // closes the connection of an answer that was not read to its end; a whole one is not touched
  }
}

async function bodyOf(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new HarvestError(`gave an answer of more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What fetch itself says is "fetch failed"; the reason is its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause ? String(cause.code) : "";
  return (cause.message || code || cause.name).replace(/\s+/g, " ");
}
