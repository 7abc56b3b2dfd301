/** How long a reply asks to wait before the next request, in milliseconds; null when it does not. */
export function waitAskedBy(headers: Headers, now: number): number | null {
  return retryAfter(headers.get("retry-after"), now) ?? untilReset(headers, now);
}

/** How long until a limit of requests is renewed that this reply has used up, in milliseconds; null while some are left. */
export function untilReset(headers: Headers, now: number): number | null {
  // https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
  if (headers.get("x-ratelimit-remaining") !== "0") return null;
  const reset = headers.get("x-ratelimit-reset") ?? "";
  return /^\d{1,12}$/.test(reset) ? Math.max(0, Number(reset) * 1_000 - now) : null;
}

/** Seconds, or a date: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
function retryAfter(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : Math.max(0, moment - now);
}

/** The time before the repetition of that number, from 1: it doubles each time, and is cut by up to a half at random, so that clients that failed together do not come back together. */
export function backoff(repetition: number, firstMs: number, longestMs: number): number {
  return Math.min(longestMs, firstMs * 2 ** (repetition - 1)) * (0.5 + Math.random() / 2);
}

/** A time as a person says it. */
export function spoken(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}
