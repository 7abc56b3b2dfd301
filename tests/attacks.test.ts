import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { attacks, json } from "./attack-bodies";
import { useTestApp } from "./test-app";

/** A client's budget would refuse most of these sooner: here each has to be refused by itself. */
const app = useTestApp();
const counting = useTestApp({ RATE_LIMIT: "5000", MAX_QUERY_COST: "1000", TRUST_PROXY: "loopback" });
const impatient = useTestApp({ REQUEST_TIMEOUT_MS: "1200", HEADERS_TIMEOUT_MS: "600", MAX_CONNECTIONS: "30" });

beforeAll(() =>
  app.importRecords(
    Array.from({ length: 30 }, (_, index) => ({
      title: `Paper ${index} on object detection`,
      arxivId: `2401.${10000 + index}`,
      authors: ["Ada Kane", "Bo Lind"],
      repositories: [{ url: `https://github.com/owner/name${index}` }],
    })),
  ),
);

/** What an attacker gets at most: a refusal takes no longer than this on a busy machine. Milliseconds. */
const QUICK = 3_000;

const post = (body: string, type = "application/json", url = app.url) =>
  fetch(`${url}/graphql`, { method: "POST", headers: { "content-type": type }, body });
const textOf = async (response: Response): Promise<any> => JSON.parse((await response.text()) || "{}");
const firstError = (answer: any) => (Array.isArray(answer) ? answer[0] : answer).errors?.[0];

test.each(Object.entries(attacks))("%s is refused quickly, in words that say why", async (_what, [body, says]) => {
  const startedAt = performance.now();
  const response = await post(body);
  const answer = await textOf(response);
  const took = performance.now() - startedAt;
  expect(response.status).toBeLessThan(500);
  const { message = "", extensions } = firstError(answer) ?? {};
  expect(message).toMatch(says);
  expect(extensions?.code).not.toBe("INTERNAL_SERVER_ERROR");
  expect(JSON.stringify(answer).length).toBeLessThan(300_000);
  expect(took).toBeLessThan(QUICK);
});

test.each([
  ["a mutation by GET", () => fetch(`${app.url}/graphql?query=${encodeURIComponent("mutation { anything }")}`)],
  ["a POST as plain text", () => post(json("{ __typename }"), "text/plain")],
  ["a POST as a form", () => post("query={__typename}", "application/x-www-form-urlencoded")],
  ["a POST of a document alone", () => post("{ __typename }", "application/graphql")],
  ["an address of 12,000 characters", () => fetch(`${app.url}/graphql?query=${"a".repeat(12_000)}`)],
  ["headers of 20,000 characters", () => fetch(`${app.url}/graphql`, { headers: { "x-long": "a".repeat(20_000) } })],
  [
    "a body without end",
    () =>
      fetch(`${app.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: endless(),
        duplex: "half",
      } as RequestInit),
  ],
])("%s is refused by the client's own status, or cut off", async (_what, send) => {
  const startedAt = performance.now();
  const response = await send().catch(() => null); // cut off while it was still sending
  if (response) {
    const { data, errors } = await textOf(response);
    expect(data).toBeUndefined();
    if (response.status === 200) expect(errors[0].message).toMatch(/mutation/i);
    else expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  }
  expect(performance.now() - startedAt).toBeLessThan(QUICK);
});

function endless(): ReadableStream<Uint8Array> {
  const chunk = Buffer.from(`"${"a".repeat(64_000)}"`);
  return new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
}

test("others are answered normally while one client sends all of it at once, again and again, and that one is soon refused", async () => {
  const ask = async (body: string, from: string) => {
    const headers = { "content-type": "application/json", "x-forwarded-for": from };
    const response = await fetch(`${counting.url}/graphql`, { method: "POST", headers, body });
    const secondsLeft = Number(/;t=(\d+)$/.exec(response.headers.get("ratelimit") ?? "")?.[1]);
    return { status: response.status, answer: await textOf(response), secondsLeft };
  };
  const { secondsLeft } = await ask(json("{ __typename }"), "192.0.2.66");
  if (secondsLeft < 15) await sleep(secondsLeft * 1_000 + 100); // else all of its points would be there again amid the attack
  const attack = new AbortController();
  const statuses: number[] = [];
  const attackers = Array.from({ length: 4 }, async (_, seat) => {
    const bodies = Object.values(attacks);
    for (let turn = seat; !attack.signal.aborted; turn++)
      await ask(bodies[turn % bodies.length]![0], "192.0.2.66").then(
        ({ status }) => statuses.push(status),
        () => {}, // cut off while it was still sending
      );
  });
  const waits: number[] = [];
  for (const end = performance.now() + 5_000; performance.now() < end; await sleep(100)) {
    const startedAt = performance.now();
    const { answer } = await ask(json("{ papers(first: 5) { totalCount nodes { title repositories { url } } } }"), "192.0.2.1");
    waits.push(performance.now() - startedAt);
    expect(answer.data.papers).toEqual({ totalCount: 0, nodes: [] });
  }
  attack.abort();
  await Promise.all(attackers);
  waits.sort((a, b) => a - b);
  expect(waits.length).toBeGreaterThan(5);
  expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(QUICK);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  expect(statuses.slice(-20)).toEqual(Array(20).fill(429));
});

describe("a client that takes its time", () => {
  /** A connection that sends `head` and then a character now and then; what came back when it was closed, and after how long. */
  async function trickle(head: string): Promise<{ received: string; ms: number }> {
    const socket = connect(Number(new URL(impatient.url).port), "127.0.0.1");
    const startedAt = performance.now();
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.on("error", () => {}); // closed while it was sending
    socket.write(head);
    const drip = setInterval(() => socket.writable && socket.write("a"), 100);
    await once(socket, "close");
    clearInterval(drip);
    return { received, ms: performance.now() - startedAt };
  }

  const HEAD = "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";

  test.each([
    ["the headers", `${HEAD}x-slow: `],
    ["the body", `${HEAD}content-length: 1000\r\n\r\n{`],
    ["the first line", "POST /gra"],
  ])("over %s is cut off, and others are answered meanwhile", async (_what, head) => {
    const slow = Promise.all(Array.from({ length: 10 }, () => trickle(head)));
    const startedAt = performance.now();
    const response = await post(json("{ __typename }"), "application/json", impatient.url);
    expect(response.status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(QUICK);
    for (const { received, ms } of await slow) {
      expect(received).toMatch(/^HTTP\/1\.1 408 /);
      expect(ms).toBeLessThan(5_000);
    }
  });

  test("cannot open more connections than there may be, and those that are open serve on", async () => {
    const sockets: Socket[] = [];
    const closed: Socket[] = [];
    for (let count = 0; count < 40; count++) {
      const socket = connect(Number(new URL(impatient.url).port), "127.0.0.1");
      socket.on("error", () => {});
      socket.on("close", () => closed.push(socket));
      await once(socket, "connect");
      sockets.push(socket);
    }
    await sleep(300);
    expect(closed.length).toBeGreaterThanOrEqual(10);
    const open = sockets.find((socket) => !closed.includes(socket))!;
    open.write(`${HEAD}content-length: 26\r\n\r\n{"query":"{ __typename }"}`);
    const [answer] = await once(open, "data");
    expect(String(answer)).toContain("200 OK");
    for (const socket of sockets) socket.destroy();
  });
});
