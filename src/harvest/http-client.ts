import { setTimeout as sleepFor } from "node:timers/promises";
import { unlessAborted } from "../importers/read-ahead";
import { type Answer, type ExchangeLimits, exchange } from "./exchange";
import { HarvestError, PassingError } from "./harvest-error";
import { backoff, spoken, untilReset, waitAskedBy } from "./waiting";

/** What a service said of an answer to know it again: https://www.rfc-editor.org/rfc/rfc9110#section-8.8 */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface Request {
  readonly url: string;
  readonly accepts: "XML" | "JSON";
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the answer that is known: when it is still the same, a reply of status 304 comes without it. */
  readonly known?: Validators | null;
  /** Statuses besides 200 and 304 that are answers and no failures. */
  readonly answers?: readonly number[];
}

/** A reply that came whole. */
export interface Reply extends Answer {
  readonly validators: Validators;
  /** Whether it came from another address than was asked. */
  readonly isRedirected: boolean;
}

export interface ClientOptions extends ExchangeLimits {
  /** As it is sent: product, and whom to write to. */
  readonly userAgent: string;
  /** The least time between the end of a request to a host and the next one, in milliseconds. */
  readonly delayMs: number;
  /** How often a request is repeated after a failure that may pass. */
  readonly retries: number;
  readonly backoffMs: number;
  /** Who asks for a longer wait is asked again another day. */
  readonly maxWaitMs: number;
  /** Hears of waits that a person notices. */
  readonly log: (line: string) => void;
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** Asks politely: one request at a time, with a pause between those to one host. */
export interface HttpClient {
  /** The reply. Throws a HarvestError that names the address when there is none: at once, or after the repetitions; and the signal's reason when it is aborted. */
  get(request: Request): Promise<Reply>;
}

const CONTENT = { XML: /^(?:application|text)\/(?:[\w.-]+\+)?xml\b/i, JSON: /^(?:application|text)\/(?:[\w.-]+\+)?json\b/i };
const ACCEPT = { XML: "application/xml, text/xml", JSON: "application/json" };
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;
const NOTICEABLE_MS = 10_000;

/** A client for one service. */
export function createHttpClient(options: ClientOptions): HttpClient {
  const { now = Date.now, sleep = sleepFor } = options;
  /** When each host may be asked again. */
  const free = new Map<string, number>();

  async function pause(ms: number, { href }: URL, why: string): Promise<void> {
    if (ms > Math.max(options.maxWaitMs, options.delayMs))
      throw new HarvestError(`${why}, and asks to wait ${spoken(ms)}; run it again then to go on`);
    if (ms >= NOTICEABLE_MS) options.log(`${shown(href)} ${why}: waiting ${spoken(ms)}`);
    if (ms > 0) await unlessAborted(sleep(ms), options.signal);
  }

  async function ask(url: URL, headers: Record<string, string>): Promise<Answer> {
    options.signal?.throwIfAborted();
    await pause((free.get(url.host) ?? 0) - now(), url, "allows no more requests now");
    let answer: Answer | null = null;
    try {
      answer = await exchange(url, headers, options);
      return answer;
    } finally {
      free.set(url.host, now() + Math.max(options.delayMs, (answer && untilReset(answer.headers, now())) ?? 0));
    }
  }

  async function attempt(request: Request): Promise<Reply> {
    let url = new URL(request.url);
    let headers = headersOf(request, options.userAgent);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const answer = await ask(url, headers);
      if (!REDIRECTS.has(answer.status)) return judge(request, answer, redirects > 0, now());
      const target = targetOf(answer, url);
      headers = redirectedHeaders(headers, url.origin === target.origin);
      url = target;
    }
    throw new HarvestError(`redirects more than ${MOST_REDIRECTS} times`);
  }

  async function get(request: Request): Promise<Reply> {
    for (let repetition = 1; ; repetition++) {
      const failure = await attempt(request).then(
        (reply) => ({ reply }),
        (error: Error) => ({ error }),
      );
      if ("reply" in failure) return failure.reply;
      const { error } = failure;
      if (!(error instanceof PassingError)) throw error;
      if (repetition > options.retries)
        throw new HarvestError(repetition > 1 ? `${error.message} (asked ${repetition} times)` : error.message);
      await pause(error.waitMs ?? backoff(repetition, options.backoffMs, options.maxWaitMs), new URL(request.url), error.message);
    }
  }

  return {
    get: (request) =>
      get(request).catch((error) => {
        throw error instanceof HarvestError ? new HarvestError(`${shown(request.url)} ${error.message}`) : error;
      }),
  };
}

function headersOf({ accepts, headers, known }: Request, userAgent: string): Record<string, string> {
  return {
    "user-agent": userAgent,
    accept: ACCEPT[accepts],
    ...headers,
    ...(known?.etag && { "if-none-match": known.etag }),
    ...(known?.lastModified && { "if-modified-since": known.lastModified }),
  };
}

/** What was known is of the first address; and a token is for its own service only. */
function redirectedHeaders(headers: Record<string, string>, isSameOrigin: boolean): Record<string, string> {
  const lost = ["if-none-match", "if-modified-since", ...(isSameOrigin ? [] : ["authorization"])];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !lost.includes(name)));
}

function targetOf({ status, headers }: Answer, from: URL): URL {
  const location = headers.get("location") ?? "";
  const target = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const isWeaker = from.protocol === "https:" && target?.protocol !== "https:";
  if (location === "" || !target || isWeaker || !/^https?:$/.test(target.protocol))
    throw new HarvestError(
      `answered ${status} with the address ${JSON.stringify(location.slice(0, 200))}, which is not followed`,
    );
  return target;
}

function judge({ known, accepts, answers = [] }: Request, answer: Answer, isRedirected: boolean, now: number): Reply {
  const { status, headers } = answer;
  const waitMs = waitAskedBy(headers, now);
  if (PASSING.has(status) || (status === 403 && waitMs !== null)) throw new PassingError(`answered ${status}`, waitMs);
  const isUnchanged = status === 304 && !isRedirected && (known?.etag ?? known?.lastModified) != null;
  const isAnswer = status === 200 || isUnchanged || answers.includes(status);
  if (!isAnswer) throw new HarvestError(`answered ${status}`);
  const type = headers.get("content-type") ?? "nothing";
  if (status === 200 && !CONTENT[accepts].test(type))
    throw new HarvestError(`answered with ${type.slice(0, 100)} where ${accepts} was expected`);
  return { ...answer, isRedirected, validators: { etag: headers.get("etag"), lastModified: headers.get("last-modified") } };
}

function shown(url: string): string {
  return url.length > 200 ? `${url.slice(0, 200)}...` : url;
}
