import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import request from "supertest";
import { createApp } from "../src/app";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { clientOf } from "../src/http/client-address";
import { RateLimiter } from "../src/http/rate-limiter";
import { useTestApp } from "./test-app";

const LIMIT = 1_000;
const limits = { RATE_LIMIT: String(LIMIT), MAX_QUERY_COST: "400" };
const app = useTestApp(limits);
const behindProxy = useTestApp({ ...limits, TRUST_PROXY: "loopback, 10.0.0.0/8" });
const free = useTestApp({ RATE_LIMIT: "0" });
const storing = useTestApp({ ...limits, RESPONSE_CACHE_MB: "1" });

const QUERY = "{ rateLimit { limit cost remaining resetAt } papers(first: 100) { nodes { authors { name } } } }";
const DEAR = "{ papers { facets { years { count } } } }";

const ask = (url: string, query: string, from?: string) => {
  const asked = request(url).post("/graphql").send({ query });
  return from === undefined ? asked : asked.set("x-forwarded-for", from);
};
/** Points that are left, from the header of an answer. */
const leftIn = ({ headers }: { headers: Record<string, string> }) => Number(/;r=(\d+);/.exec(headers.ratelimit!)![1]);
/** What a client has left, by asking for next to nothing. */
const leftOf = async (url: string, client: string) => leftIn(await ask(url, "{ __typename }", client));
/** Asks for what is dear until it is refused, in a minute that does not end soon; gives the refusal. */
async function exhaust(url: string, client: string) {
  const { headers } = await ask(url, "{ __typename }", client);
  const left = Number(/;t=(\d+)$/.exec(headers.ratelimit!)![1]);
  if (left < 8) await sleep(left * 1_000 + 100);
  for (let tries = 0; tries < 20; tries++) {
    const answer = await ask(url, DEAR, client);
    if (answer.status !== 200) return answer;
  }
  throw new Error("never refused");
}

describe("a client", () => {
  test("sees what it may spend, what a query cost, and what is left", async () => {
    await ask(behindProxy.url, QUERY, "192.0.2.1"); // a document costs once what it takes to read it
    const before = await leftOf(behindProxy.url, "192.0.2.1");
    const answer = await ask(behindProxy.url, QUERY, "192.0.2.1").expect(200);
    const { limit, cost, remaining, resetAt } = answer.body.data.rateLimit;
    expect(limit).toBe(LIMIT);
    expect(cost).toBeGreaterThan(100);
    expect(remaining).toBe(before - cost - 1); // the request itself
    expect(leftIn(answer)).toBe(remaining);
    expect(answer.headers["ratelimit-policy"]).toBe(`"points";q=${LIMIT};w=60`);
    const seconds = Number(/;t=(\d+)$/.exec(answer.headers.ratelimit!)![1]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(Math.abs(Date.parse(resetAt) - Date.now() - seconds * 1_000)).toBeLessThan(2_000);
  });

  test("pays a point for an answer that is sent again", async () => {
    await ask(storing.url, DEAR).expect(200);
    const before = leftIn(await ask(storing.url, DEAR).expect(200));
    expect(leftIn(await ask(storing.url, DEAR).expect(200))).toBe(before - 1);
  });

  test("that has spent it is told when it may ask again, for a query and then for anything", async () => {
    const refused = await exhaust(behindProxy.url, "192.0.2.2");
    expect(refused.status).toBe(429);
    expect(refused.body.data).toBeUndefined();
    const [{ message, extensions }] = refused.body.errors;
    expect(extensions).toMatchObject({ code: "RATE_LIMITED", limit: LIMIT });
    expect(message).toBe(
      `This costs ${extensions.cost} points, and ${extensions.remaining} of the ${LIMIT} that a client may spend a minute are left. There are ${LIMIT} again in ${refused.headers["retry-after"]} s.`,
    );
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(60);
    expect(refused.headers.ratelimit).toContain(`r=${extensions.remaining};`);

    for (let left = extensions.remaining; left > 0; left--) await ask(behindProxy.url, "{", "192.0.2.2");
    const last = await ask(behindProxy.url, "{ __typename }", "192.0.2.2").expect(429);
    expect(last.body.errors[0]).toMatchObject({
      message: expect.stringContaining(`All of the ${LIMIT} points`),
      extensions: { code: "RATE_LIMITED" },
    });
    expect(last.headers["retry-after"]).toBeDefined();
    await request(behindProxy.url).get("/health").expect(200);
  });

  test("is counted by itself", async () => {
    await exhaust(behindProxy.url, "192.0.2.3");
    expect(await leftOf(behindProxy.url, "192.0.2.4")).toBeGreaterThan(LIMIT - 20);
  });

  test("pays for what is refused, too", async () => {
    const wrong = "{ papers { nodes { titel } } }";
    const before = await leftOf(behindProxy.url, "192.0.2.5");
    await ask(behindProxy.url, wrong, "192.0.2.5");
    await ask(behindProxy.url, "{", "192.0.2.5");
    expect(await leftOf(behindProxy.url, "192.0.2.5")).toBeLessThan(before - 4);
  });

  test("that says nothing has no limits where they are off", async () => {
    const { body, headers } = await ask(free.url, QUERY);
    expect(body.data.rateLimit).toBeNull();
    expect(headers.ratelimit).toBeUndefined();
  });
});

describe("the client's address", () => {
  test("is not what a header says, unless a trusted proxy says it", async () => {
    await ask(app.url, "{ __typename }");
    const before = await leftOf(app.url, "192.0.2.10");
    const after = await leftOf(app.url, "192.0.2.11"); // another header, the same client
    expect(after).toBeLessThan(before);
  });

  test("is the last that no trusted proxy wrote: what the client put before it is not believed", async () => {
    await exhaust(behindProxy.url, "198.51.100.7, 203.0.113.9, 10.1.2.3");
    expect(await leftOf(behindProxy.url, "198.51.100.7")).toBeGreaterThan(LIMIT - 20);
    await ask(behindProxy.url, DEAR, "203.0.113.9").expect(429);
    await ask(behindProxy.url, DEAR, "1.1.1.1, 203.0.113.9").expect(429);
  });

  test("is the network of an IPv6 address", async () => {
    await exhaust(behindProxy.url, "2001:db8:1:2::1");
    await ask(behindProxy.url, DEAR, "2001:db8:1:2:ffff::9").expect(429);
    await ask(behindProxy.url, DEAR, "2001:db8:1:3::1").expect(200);
  });

  test.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:201", "192.0.2.1"],
    ["::1", "0:0:0:0::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:0DB8:0001:0002:0003:0004:0005:0006", "2001:db8:1:2::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", ""],
    ["unknown", "unknown"],
  ])("%s counts as %s", (address, client) => {
    expect(clientOf(address)).toBe(client);
  });
});

describe("several processes over one database", () => {
  let second: FastifyInstance;
  let url: string;
  const config = loadConfig({ LOG_LEVEL: "silent", ...limits, TRUST_PROXY: "loopback" });
  let db: ReturnType<typeof createDataSource>;
  beforeAll(async () => {
    db = await createDataSource(behindProxy.databaseUrl, config).initialize();
    second = await createApp(db, config);
    url = await second.listen({ port: 0, host: "127.0.0.1" });
  });
  afterAll(async () => {
    await second?.close();
    await db?.destroy();
  });

  test("share what a client may spend, a second behind", async () => {
    const left = leftIn(await exhaust(behindProxy.url, "192.0.2.20"));
    await ask(url, "{ __typename }", "192.0.2.20"); // makes the second process ask for what it knows
    const startedAt = performance.now();
    while ((await leftOf(url, "192.0.2.20")) > left) {
      expect(performance.now() - startedAt).toBeLessThan(10_000);
      await sleep(100);
    }
    await exhaust(url, "192.0.2.20");
  });

  test("go on counting for themselves while the database does not answer", async () => {
    await behindProxy.db.query("alter table rate_window rename to hidden");
    await exhaust(behindProxy.url, "192.0.2.21");
    await sleep(1_200);
    expect((await exhaust(behindProxy.url, "192.0.2.21")).status).toBe(429);
    await behindProxy.db.query("alter table hidden rename to rate_window");
    await sleep(1_500);
    const rows = await behindProxy.db.query("select points from rate_window where client = '192.0.2.21'");
    expect(Number(rows[0].points)).toBeGreaterThan(LIMIT - 500); // what was counted meanwhile is told afterwards
  });
});

describe("a minute", () => {
  const start = Date.UTC(2025, 2, 12);

  test("is over for each client at a second of its own, the same in every process", () => {
    let now = start;
    const one = new RateLimiter(10, () => now);
    const other = new RateLimiter(10, () => now + 20);
    const resets = ["a", "b", "c", "d"].map((client) => one.budgetOf(client).resetAt.getTime());
    expect(new Set(resets).size).toBeGreaterThan(1);
    expect(Math.max(...resets)).toBeLessThanOrEqual(start + 60_000);
    expect(other.budgetOf("a").resetAt.getTime()).toBe(resets[0]);
    expect(one.budgetOf("a").take(10)).toBe(true);
    expect(one.budgetOf("a").take(1)).toBe(false);
    now = resets[0]!;
    expect(one.budgetOf("a").remaining).toBe(10);
    expect(one.budgetOf("a").resetAt.getTime()).toBe(resets[0]! + 60_000);
  });

  test("counts what others spent, and what was spent here while they were told", () => {
    const limiter = new RateLimiter(100, () => start);
    const budget = limiter.budgetOf("a");
    budget.take(10);
    const [sent] = limiter.takeUnsent();
    expect(sent).toEqual({ client: "a", resetsAt: budget.resetAt, points: 10 });
    budget.take(5);
    limiter.learn("a", budget.resetAt, 70); // 60 of others and the 10
    expect(budget.remaining).toBe(25);
    limiter.learn("a", new Date(budget.resetAt.getTime() - 60_000), 99); // of a minute that is over
    expect(budget.remaining).toBe(25);
    expect(limiter.takeUnsent()).toEqual([{ ...sent, points: 5 }]);
    expect(limiter.takeUnsent()).toEqual([]);
  });

  test("is remembered of so many clients, and no longer than it lasts", () => {
    let now = start;
    const limiter = new RateLimiter(10, () => now, 3);
    for (const client of ["a", "b", "c", "d"]) limiter.budgetOf(client).take(10);
    expect(limiter.budgetOf("d").remaining).toBe(0);
    expect(limiter.budgetOf("b").remaining).toBe(0);
    expect(limiter.budgetOf("a").remaining).toBe(10); // the longest known one made room
    now += 60_000;
    limiter.sweep();
    expect(limiter.budgetOf("d").remaining).toBe(10);
  });
});
