import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { transaction } from "../src/database/sql";
import { newMember } from "./members";
import { type RawAnswer, sendRaw } from "./raw-request";
import { useTestApp } from "./test-app";

const app = useTestApp({ RESPONSE_CACHE_MB: "2", STATEMENT_TIMEOUT_MS: "300" });
const titles = Array.from({ length: 60 }, (_, index) => `Paper ${index} with a title of some length`);
beforeAll(() => app.importRecords(titles.map((title) => ({ title, categories: ["cs.CV"] }))));

const QUERY = "query Page($first: Int) { papers(first: $first) { totalCount nodes { title topics { name } } } }";
const PREFLIGHTED = { "apollo-require-preflight": "1" };
const bodyOf = (query: string, variables?: object) => JSON.stringify({ query, variables });
const post = (body: string, headers?: Record<string, string>) => sendRaw(`${app.url}/graphql`, headers, body);
const addressOf = (params: Record<string, string>) => `${app.url}/graphql?${new URLSearchParams(params)}`;
const get = (query: string, headers: Record<string, string> = PREFLIGHTED) => sendRaw(addressOf({ query }), headers);

/** An answer without what tells it from another one to the same request. */
function withoutId({ headers: { "x-request-id": id, ...headers }, ...answer }: RawAnswer): RawAnswer {
  expect(id).toBeTruthy();
  return { ...answer, headers };
}

/** Sends the same twice, and gives both answers with the number of statements that the second took. */
async function twice(send: () => Promise<RawAnswer>): Promise<{ miss: RawAnswer; hit: RawAnswer; statements: number }> {
  const miss = withoutId(await send());
  let hit: RawAnswer | undefined;
  const statements = await app.statements(async () => {
    hit = withoutId(await send());
  });
  return { miss, hit: hit!, statements: statements.length };
}

describe("the same request again", () => {
  const cases: [string, () => Promise<RawAnswer>][] = [
    ["POST", () => post(bodyOf(QUERY, { first: 50 }))],
    ["POST, packed with gzip", () => post(bodyOf(QUERY, { first: 51 }), { "accept-encoding": "gzip, deflate" })],
    ["POST, packed with brotli", () => post(bodyOf(QUERY, { first: 51 }), { "accept-encoding": "gzip, br" })],
    [
      "POST for GraphQL's own media type",
      () => post(bodyOf(QUERY, { first: 50 }), { accept: "application/graphql-response+json" }),
    ],
    ["GET", () => get("{ papers(first: 52) { nodes { title } } }")],
    ["GET, packed", () => get("{ papers(first: 53) { nodes { title } } }", { ...PREFLIGHTED, "accept-encoding": "br" })],
    [
      "GET of a short answer, which is not packed",
      () => get("{ papers { totalCount } }", { ...PREFLIGHTED, "accept-encoding": "br" }),
    ],
  ];

  test.each(cases)("gives the same bytes and headers without a statement: %s", async (_, send) => {
    const { miss, hit, statements } = await twice(send);
    expect(miss.status).toBe(200);
    expect(JSON.parse(miss.text).data.papers).toBeTruthy();
    expect(hit).toEqual(miss);
    expect(statements).toBe(0);
  });

  test("is packed anew for who takes another encoding, and not executed again", async () => {
    const body = bodyOf(QUERY, { first: 54 });
    const plain = await post(body);
    const statements = await app.statements(async () => {
      for (const encoding of ["gzip", "br", "gzip", "identity"]) {
        const answer = await post(body, { "accept-encoding": encoding });
        expect(answer.headers["content-encoding"]).toBe(encoding === "identity" ? undefined : encoding);
        expect(answer.headers["content-length"]).toBe(String(answer.bytes.length));
        expect(answer.text).toBe(plain.text);
      }
    });
    expect(statements).toEqual([]);
  });

  test("with other variables, another operation name or another media type is another request", async () => {
    const query = "query A { papers(first: 1) { nodes { title } } } query B { papers { totalCount } }";
    const a = await post(JSON.stringify({ query, operationName: "A" }));
    const b = await post(JSON.stringify({ query, operationName: "B" }));
    expect(JSON.parse(a.text).data.papers.nodes).toHaveLength(1);
    expect(JSON.parse(b.text).data.papers).toEqual({ totalCount: 60 });
    const types = ["application/json", "application/graphql-response+json"].map((accept) =>
      post(bodyOf("{ __typename }"), { accept }),
    );
    const [json, graphql] = (await Promise.all(types)).map(({ headers }) => headers["content-type"]);
    expect(json).toMatch(/^application\/json/);
    expect(graphql).toMatch(/^application\/graphql-response\+json/);
  });
});

describe("headers", () => {
  test("a public answer may be kept, and is asked for again by its tag", async () => {
    const { headers } = await get("{ papers(first: 3) { nodes { title } } }");
    expect(headers).toMatchObject({
      "cache-control": "public, no-cache",
      vary: "Accept, Accept-Encoding, Authorization, Cookie",
    });
    expect(headers.etag).toMatch(/^W\/"[\w-]{20,}"$/);
  });

  test("who has the answer already gets 304 without a body, whether it is stored or not", async () => {
    const query = "{ papers(first: 4) { nodes { title } } }";
    const { headers, text } = await get(query);
    const other = await get("{ papers(first: 5) { nodes { title } } }");
    expect(other.headers.etag).not.toBe(headers.etag);
    const stored = { ...PREFLIGHTED, "if-none-match": `"x", ${headers.etag}` };
    const fresh = { ...stored, accept: "*/*" };
    for (const asked of [
      stored,
      fresh,
      fresh,
      { ...PREFLIGHTED, "if-none-match": headers.etag!.slice(2) },
      { ...PREFLIGHTED, "if-none-match": "*" },
    ]) {
      const answer = await get(query, asked);
      expect([answer.status, answer.text, answer.headers.etag]).toEqual([304, "", headers.etag]);
      expect(answer.headers["cache-control"]).toBe("public, no-cache");
    }
    const changed = await get(query, { ...PREFLIGHTED, "if-none-match": other.headers.etag! });
    expect([changed.status, changed.text]).toEqual([200, text]);
  });

  test("POST has no tag, and does not heed one", async () => {
    const { hit } = await twice(() => post(bodyOf(QUERY, { first: 6 }), { "if-none-match": "*" }));
    expect([hit.status, hit.headers.etag]).toEqual([200, undefined]);
  });
});

describe("what is never stored", () => {
  test("an answer with an error", async () => {
    const body = bodyOf("{ papers(first: 7) { nodes { title } facets { years { year } } } }");
    await transaction(app.db, async (run) => {
      await run("lock table paper_index in access exclusive mode");
      const { headers, text } = await post(body);
      expect(JSON.parse(text).errors[0].extensions.code).toBe("TIMEOUT");
      expect(headers["cache-control"]).toBe("no-store");
    });
    expect(JSON.parse((await post(body)).text).errors).toBeUndefined();
    for (const query of [
      "{ papers(first: 1000) { totalCount } }",
      "{ nothing }",
      "{",
      "query ($a: Int!) { papers(first: $a) { totalCount } }",
    ]) {
      const { miss, hit } = await twice(() => post(bodyOf(query)));
      expect(JSON.parse(miss.text).errors).toHaveLength(1);
      expect(miss.headers["cache-control"]).toBe("no-store");
      expect(hit.headers["cache-control"]).toBe("no-store");
    }
  });

  test.each(["authorization", "cookie"])("an answer to a member, who does not get stored ones either: by %s", async (by) => {
    const headers = { [by]: by === "cookie" ? "session=1" : `Bearer ${(await newMember(app, "Ada")).key}` };
    const body = bodyOf(QUERY, { first: 8 });
    const { miss, statements } = await twice(() => post(body, headers));
    expect(miss.headers["cache-control"]).toBe("private, no-cache");
    expect(statements).toBeGreaterThan(0);
    const anonymous = await twice(() => post(body));
    expect(anonymous.statements).toBe(0);
    expect((await twice(() => post(body, headers))).statements).toBeGreaterThan(0);
    expect((await get("{ papers(first: 8) { nodes { title } } }", { ...PREFLIGHTED, ...headers })).headers.etag).toBeUndefined();
  });
});

describe("a stored answer passes what others pass", () => {
  test("the same bytes as a form that any page could send are refused", async () => {
    const body = bodyOf(QUERY, { first: 9 });
    expect((await twice(() => post(body))).statements).toBe(0);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
      expect((await post(body, { "content-type": type })).status).toBeGreaterThanOrEqual(400);
  });

  test("GET that another site embeds as an image or a script is refused", async () => {
    const query = "{ papers(first: 9) { nodes { title } } }";
    const embedded = { "sec-fetch-mode": "no-cors", "sec-fetch-site": "cross-site" };
    expect((await get(query, {})).status).toBe(200);
    const { status, text } = await get(query, embedded);
    expect(status).toBe(400);
    expect(text).toContain("Cross-Site Request Forgery");
    expect((await get(query, {})).status).toBe(200);
  });
});

test("a query is registered once, and then asked for by its hash with GET", async () => {
  const query = "query Hashed($first: Int) { papers(first: $first) { nodes { title } } }";
  const extensions = JSON.stringify({
    persistedQuery: { version: 1, sha256Hash: createHash("sha256").update(query).digest("hex") },
  });
  const address = addressOf({ extensions, variables: JSON.stringify({ first: 2 }) });
  const unknown = await sendRaw(address, PREFLIGHTED);
  expect(JSON.parse(unknown.text).errors[0].extensions.code).toBe("PERSISTED_QUERY_NOT_FOUND");
  expect(unknown.headers["cache-control"]).toBe("no-store");
  await sendRaw(addressOf({ query, extensions }), PREFLIGHTED);
  const { miss, hit, statements } = await twice(() => sendRaw(address, PREFLIGHTED));
  expect(JSON.parse(miss.text).data.papers.nodes).toHaveLength(2);
  expect(hit).toEqual(miss);
  expect(statements).toBe(0);
});

describe("answers are never older than the database was a second ago", () => {
  const body = bodyOf("{ papers { totalCount } }");
  const count = async () => JSON.parse((await post(body)).text).data.papers.totalCount;

  test("an import between two requests is seen within a second", async () => {
    for (let round = 0; round < 2; round++) {
      const before = await count();
      await app.importRecords([{ title: `Brought in later, ${round}` }]);
      const committedAt = performance.now();
      for (let seen = before; seen === before; await sleep(20)) {
        const askedAt = performance.now();
        seen = await count();
        if (seen === before) expect(askedAt - committedAt).toBeLessThan(1_000);
      }
      expect(await count()).toBe(before + 1);
    }
  });

  test("while data changes all the time, each answer is at most so old", async () => {
    const commits: { at: number; total: number }[] = [{ at: performance.now(), total: await count() }];
    let isOver = false;
    const importing = (async () => {
      for (let round = 0; round < 12; round++) {
        await app.importRecords([{ title: `One of a stream of papers, ${round}` }]);
        commits.push({ at: performance.now(), total: commits.at(-1)!.total + 1 });
        await sleep(100);
      }
      isOver = true;
    })();
    const asking = async () => {
      while (!isOver) {
        const askedAt = performance.now();
        const total = await count();
        const least = commits.findLast(({ at }) => at <= askedAt - 1_000)?.total ?? 0;
        expect(total).toBeGreaterThanOrEqual(least);
      }
    };
    await Promise.all([importing, asking(), asking(), asking()]);
  });

  test("the state is asked for at most once a second, however many requests there are", async () => {
    await sleep(1_000);
    const sent: string[] = [];
    const { sql } = app.http as unknown as { sql: { onStatement: (text: string) => void } };
    const { onStatement } = sql;
    sql.onStatement = (text) => sent.push(text);
    await Promise.all(Array.from({ length: 50 }, count));
    sql.onStatement = onStatement;
    expect(sent.filter((text) => text.includes("catalogueVersion"))).toHaveLength(1);
  });

  test("another day is another state: what is said of today is not kept", async () => {
    const lastDay = bodyOf("{ papers(filter: { publishedOn: { lastDays: 1 } }) { totalCount } }");
    const ofToday = async () => JSON.parse((await post(lastDay)).text).data.papers.totalCount;
    await app.importRecords([{ title: "Of a certain day", publishedOn: "2031-05-06" }]);
    await sleep(1_000);
    try {
      for (const [now, total] of [
        ["2031-05-06T23:59:59Z", 1],
        ["2031-05-07T00:00:01Z", 0],
        ["2031-05-06T12:00:00Z", 1],
      ] as const) {
        jest.useFakeTimers({
          now: new Date(now),
          doNotFake: [
            "performance",
            "setTimeout",
            "clearTimeout",
            "setImmediate",
            "clearImmediate",
            "setInterval",
            "clearInterval",
            "nextTick",
            "queueMicrotask",
            "hrtime",
          ],
        });
        expect([await ofToday(), await ofToday()]).toEqual([total, total]);
      }
    } finally {
      jest.useRealTimers();
    }
  });
});
