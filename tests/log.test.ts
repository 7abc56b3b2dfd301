import { transaction } from "../src/database/sql";
import { createLog } from "../src/http/log";
import { sendRaw } from "./raw-request";
import { useTestApp } from "./test-app";

const SECRET = "s3cret";
const lines: any[] = [];
const app = useTestApp({ LOG_LEVEL: "debug", RESPONSE_CACHE_MB: "1" }, lines);

beforeAll(() => app.importRecords([{ title: "One paper" }]));
beforeEach(() => {
  lines.length = 0;
});

const NAMED = "query Named($first: Int) { papers(first: $first) { nodes { title } } }";
const post = (body: object, headers = {}) => sendRaw(`${app.url}/graphql`, headers, JSON.stringify(body));

/** The lines about requests, once there are so many: the last one is written when its answer has left. */
async function requestLines(count: number): Promise<any[]> {
  for (;;) {
    const found = lines.filter(({ msg }) => msg === "request");
    if (found.length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("each request leaves one line: what was asked, how long it took, what it cost the database, and whether the answer was stored", async () => {
  await post({ query: NAMED });
  await post({ query: NAMED });
  const shown = { level: "info", method: "POST", path: "/graphql", client: "127.0.0.1", status: 200, operation: "Named" };
  const [first, second] = await requestLines(2);
  expect(first).toMatchObject({ ...shown, statements: 1, cache: "miss" });
  expect(second).toMatchObject({ ...shown, statements: 0, cache: "hit" });
  expect(first.durationMs).toBeGreaterThan(0);
  expect(lines).toHaveLength(2);
});

test("a refused request says why, and probes are told at level debug", async () => {
  await post({ query: "query Wrong { papers(first: 1000) { totalCount } }" });
  await post({ query: "{ nothing }" });
  await sendRaw(`${app.url}/graphql`, {}, "{");
  await sendRaw(`${app.url}/nowhere?a=b`);
  await sendRaw(`${app.url}/health`);
  const [wrong, invalid, broken, nowhere, probe] = await requestLines(5);
  expect(wrong).toMatchObject({ operation: "Wrong", codes: ["BAD_USER_INPUT"] });
  expect(invalid).toMatchObject({ codes: ["GRAPHQL_VALIDATION_FAILED"] });
  expect(broken).toMatchObject({ status: 400, codes: ["BAD_REQUEST"] });
  expect(nowhere).toMatchObject({ level: "info", status: 404, path: "/nowhere", codes: ["HTTP_404"] });
  expect(probe).toMatchObject({ level: "debug", status: 200, path: "/health" });
});

test("a request of which the client does not wait for the answer leaves a line, too", async () => {
  const body = JSON.stringify({ query: "query Gone { papers { nodes { title } } }" });
  const headers = { "content-type": "application/json" };
  await transaction(app.db, async (run) => {
    await run("lock table paper in access exclusive mode");
    const answer = fetch(`${app.url}/graphql`, { method: "POST", headers, body, signal: AbortSignal.timeout(200) });
    await expect(answer).rejects.toThrow();
  });
  expect((await requestLines(1))[0]).toMatchObject({ status: 499, operation: "Gone" });
});

describe("a request has one id", () => {
  test("its own where that is a plain token, which the answer and every line name", async () => {
    const { headers } = await post({ query: NAMED }, { "x-request-id": "a.b:c/d_1-2" });
    expect(headers["x-request-id"]).toBe("a.b:c/d_1-2");
    expect((await requestLines(1))[0].requestId).toBe("a.b:c/d_1-2");
  });

  test("else a new one", async () => {
    const ids = new Set<string>();
    for (const given of [undefined, "", "two words", 'quote"', "é", "x".repeat(129)]) {
      const { headers } = await sendRaw(`${app.url}/health`, given === undefined ? {} : { "x-request-id": given });
      expect(headers["x-request-id"]).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
      ids.add(headers["x-request-id"]!);
    }
    expect(ids.size).toBe(6);
  });

  test("which an internal error names, to the client and in the log", async () => {
    await app.db.query("alter table paper rename to paper_away");
    const { text } = await post({ query: NAMED, variables: { first: 3 } }, { "x-request-id": "given" }).finally(() =>
      app.db.query("alter table paper_away rename to paper"),
    );
    const { message, extensions } = JSON.parse(text).errors[0];
    expect(message).toBe("Internal error given");
    expect(extensions).toEqual({ code: "INTERNAL_SERVER_ERROR", id: "given" });
    const [line] = await requestLines(1);
    expect(line).toMatchObject({ requestId: "given", codes: ["INTERNAL_SERVER_ERROR"] });
    const fault = lines.find(({ level }) => level === "error");
    expect(fault).toMatchObject({ requestId: "given", err: { code: "42P01", message: expect.stringContaining("paper") } });
  });
});

test("no line holds keys, cookies or variables", async () => {
  const headers = { authorization: `Bearer ${SECRET}`, cookie: `session=${SECRET}` };
  const query = "query Q($slug: String!) { paper(by: { slug: $slug }) { title } }";
  const variables = { slug: SECRET };
  await post({ query, variables }, headers);
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  await sendRaw(`${app.url}/graphql?${search}`, { ...headers, "apollo-require-preflight": "1" });
  await sendRaw(`${app.url}/nowhere?key=${SECRET}`, headers);
  await app.db.query("alter table paper rename to paper_away");
  await post({ query, variables }, headers).finally(() => app.db.query("alter table paper_away rename to paper"));
  await requestLines(4);
  expect(JSON.stringify(lines)).not.toContain(SECRET);
});

test("no line holds what a statement was given, whatever the fault knows of it", async () => {
  const written: string[] = [];
  const log = createLog("info", { write: (line) => written.push(line) });
  const text = "/* test */ select $1::text::date";
  const failed = await app.db.query(text, [SECRET]).catch((error) => error);
  log.error({ err: failed }, "failed");
  log.error({ err: new Error("outer", { cause: failed }) }, "failed");
  expect(failed.message).toContain(SECRET);
  expect(written[0]).toContain('"code":"22007"');
  expect(written.join("")).not.toContain(SECRET);
});
