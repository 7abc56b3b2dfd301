import { HarvestError } from "../../src/harvest/harvest-error";
import { type ClientOptions, createHttpClient, type Request } from "../../src/harvest/http-client";
import { body, cut, endless, json, redirect, type Step, silent, slow, status, useReplayServer } from "./replay-server";

const server = useReplayServer();
const NOW = Date.parse("2026-11-23T12:00:00Z");

/** A client whose clock stands still and whose waits are noted and last no time. */
function clientWith(options: Partial<ClientOptions> = {}) {
  const waits: number[] = [];
  const lines: string[] = [];
  const client = createHttpClient({
    userAgent: "Papergraph (mailto:librarian@example.org)",
    delayMs: 0,
    timeoutMs: 5_000,
    retries: 2,
    backoffMs: 1_000,
    maxWaitMs: 60_000,
    maxReplyBytes: 100_000,
    log: (line) => lines.push(line),
    now: () => NOW,
    sleep: async (ms) => void waits.push(ms),
    ...options,
  });
  const get = (request: Partial<Request> = {}) => client.get({ url: `${server.url}/list`, accepts: "JSON", ...request });
  const failure = (request: Partial<Request> = {}): Promise<string> =>
    get(request).then(
      () => "no failure",
      (error) => {
        expect(error).toBeInstanceOf(HarvestError);
        return error.message.replaceAll(server.url, "SERVER");
      },
    );
  return { get, failure, waits, lines };
}

beforeEach(() => server.answer(json({ fine: true })));

test("says who asks, and what for", async () => {
  const { get } = clientWith();
  const { status, body } = await get({ headers: { authorization: "Bearer t" } });
  expect([status, JSON.parse(body.toString())]).toEqual([200, { fine: true }]);
  expect(server.requests.map(({ headers }) => headers)).toMatchObject([
    { "user-agent": "Papergraph (mailto:librarian@example.org)", accept: "application/json", authorization: "Bearer t" },
  ]);
});

test("leaves the pause between the end of a request and the next to the same host", async () => {
  const { get } = clientWith({ delayMs: 60, now: Date.now, sleep: undefined });
  for (let i = 0; i < 3; i++) await get();
  const gaps = server.requests.slice(1).map(({ at }, i) => at - server.requests[i]!.endedAt);
  expect(gaps).toHaveLength(2);
  for (const gap of gaps) expect(gap).toBeGreaterThan(50);
});

test.each<[string, Record<string, string>, number]>([
  ["seconds", { "retry-after": "7" }, 7_000],
  ["a date", { "retry-after": "Mon, 23 Nov 2026 12:00:30 GMT" }, 30_000],
  ["a date that has passed", { "retry-after": "Mon, 23 Nov 2026 11:00:00 GMT" }, 0],
  ["the renewal of a limit", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1_000 + 9) }, 9_000],
])("waits as long as a refusal asks, given as %s", async (_form, headers, wait) => {
  server.plan(status(429, headers));
  const { get, waits } = clientWith();
  expect((await get()).status).toBe(200);
  expect(waits[0] ?? 0).toBe(wait);
  expect(server.requests).toHaveLength(2);
});

test("a limit that the last reply used up is waited for before the next request", async () => {
  server.plan(json(1, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1_000 + 20) }));
  const { get, waits, lines } = clientWith();
  await get();
  expect(waits).toEqual([]);
  await get();
  expect(waits).toEqual([20_000]);
  expect(lines).toEqual([`${server.url}/list allows no more requests now: waiting 20 s`]);
});

test("who asks for more patience than is set is left for another time", async () => {
  server.plan(status(503, { "retry-after": "3600" }));
  const { failure, waits } = clientWith();
  expect(await failure()).toBe("SERVER/list answered 503, and asks to wait 60 minutes; run it again then to go on");
  expect(waits).toEqual([]);
});

test("repeats what may pass, after times that double and are never the same", async () => {
  server.plan(status(503), status(500));
  const { get, waits } = clientWith();
  expect((await get()).status).toBe(200);
  expect(waits).toHaveLength(2);
  expect(waits[0]).toBeGreaterThanOrEqual(500);
  expect(waits[0]).toBeLessThanOrEqual(1_000);
  expect(waits[1]).toBeGreaterThanOrEqual(1_000);
  expect(waits[1]).toBeLessThanOrEqual(2_000);
});

test.each<[string, Step, Partial<ClientOptions>, RegExp]>([
  ["an unavailable service", status(503), {}, /^SERVER\/list answered 503 \(asked 3 times\)$/],
  ["too many requests", status(429), {}, /^SERVER\/list answered 429 \(asked 3 times\)$/],
  [
    "a connection that is cut",
    cut("application/json", '{ "long": "enough" }'),
    {},
    /gave no whole answer: .+ \(asked 3 times\)$/,
  ],
  ["no answer in time", silent, { timeoutMs: 30 }, /gave no whole answer within 30 ms \(asked 3 times\)$/],
  ["an answer that does not end in time", slow("application/json"), { timeoutMs: 30 }, /within 30 ms \(asked 3 times\)$/],
])("gives up after the repetitions: %s", async (_what, step, options, message) => {
  server.answer(step);
  expect(await clientWith(options).failure()).toMatch(message);
  expect(server.requests).toHaveLength(3);
});

test.each<[string, Step, string]>([
  ["a page for people", body("text/html", "<html>"), "SERVER/list answered with text/html where JSON was expected"],
  ["another format", body("text/xml", "<a/>"), "SERVER/list answered with text/xml where JSON was expected"],
  ["no type", (response) => response.writeHead(200).end("{}"), "SERVER/list answered with nothing where JSON was expected"],
  ["a wrong address", status(404), "SERVER/list answered 404"],
  ["a refusal for good", status(403), "SERVER/list answered 403"],
  ["an answer without an end", endless("application/json"), "SERVER/list gave an answer of more than 100000 bytes"],
  ["not modified, though nothing was known", status(304), "SERVER/list answered 304"],
])("does not repeat what will not pass: %s", async (_what, step, message) => {
  server.answer(step);
  expect(await clientWith().failure()).toBe(message);
  expect(server.requests).toHaveLength(1);
});

test("an answer that is packed small and unpacks too large is refused", async () => {
  const { gzipSync } = await import("node:zlib");
  server.answer(body("application/json", gzipSync(" ".repeat(1_000_000)), { "content-encoding": "gzip" }));
  expect(await clientWith().failure()).toBe("SERVER/list gave an answer of more than 100000 bytes");
});

test("follows a redirect, and tells another host neither token nor marks", async () => {
  const other = server.url.replace("127.0.0.1", "localhost");
  server.plan(redirect(301, "/moved"), redirect(307, `${other}/away`));
  const { get } = clientWith();
  const known = { etag: '"1"', lastModified: null };
  const { isRedirected, status } = await get({ headers: { authorization: "Bearer t" }, known });
  expect([isRedirected, status]).toEqual([true, 200]);
  expect(server.requests.map(({ path, headers }) => [path, headers["if-none-match"], headers.authorization])).toEqual([
    ["/list", '"1"', "Bearer t"],
    ["/moved", undefined, "Bearer t"],
    ["/away", undefined, undefined],
  ]);
});

test("follows no redirect in a circle, and none to what is not the web", async () => {
  server.answer(redirect(302, "/list"));
  expect(await clientWith().failure()).toBe("SERVER/list redirects more than 5 times");
  server.answer(redirect(302, "file:///etc/passwd"));
  expect(await clientWith().failure()).toBe(
    'SERVER/list answered 302 with the address "file:///etc/passwd", which is not followed',
  );
});

test("asks for what is known only when it has changed", async () => {
  const lastModified = "Mon, 23 Nov 2026 10:00:00 GMT";
  server.plan(json(1, { etag: 'W/"abc"', "last-modified": lastModified }), status(304));
  const { get } = clientWith();
  const { validators } = await get();
  expect(validators).toEqual({ etag: 'W/"abc"', lastModified });
  expect((await get({ known: validators })).status).toBe(304);
  expect(server.requests[1]!.headers).toMatchObject({ "if-none-match": 'W/"abc"', "if-modified-since": lastModified });
});

test("a service that is not there is named with the reason", async () => {
  const url = "http://127.0.0.1:1/list";
  expect(await clientWith({ retries: 0 }).failure({ url })).toMatch(/^http:\/\/127\.0\.0\.1:1\/list gave no whole answer: .+$/);
});
