import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { sendRaw } from "./raw-request";
import { cleanUp, type ServiceProcess, startService } from "./service-process";
import { useTestDatabase } from "./test-app";

const CLIENTS = 20;

const database = useTestDatabase();
const start = (env: Record<string, string>) =>
  startService({ DATABASE_URL: database.url, LOG_LEVEL: "warn", EVENT_LOOP_DELAY_MAX_MS: "0", ...env });

afterEach(cleanUp);

/** What became of one request: the status of a whole answer, or the fault. */
type Outcome = number | string;

/** Every second one is answered from the store. */
const bodyOf = (turn: number) =>
  JSON.stringify({
    query: "{ papers { totalCount } topics { nodes { name } } }",
    extensions: { turn: turn % 2 && turn },
  });

/** Sends requests one after the other on a connection that is kept alive, as many clients at once, until no connection is accepted any more. */
function load(service: ServiceProcess) {
  const outcomes: Outcome[] = [];
  const closed = { count: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    for (let turn = 0; ; turn++) {
      const outcome = await post(service.url, agent, bodyOf(turn * CLIENTS + client), closed);
      if (outcome === "ECONNREFUSED") return;
      outcomes.push(outcome);
    }
  });
  return { outcomes, closed, over: Promise.all(clients).finally(() => agent.destroy()) };
}

function post(url: string, agent: Agent, body: string, closed: { count: number }): Promise<Outcome> {
  return new Promise((resolve) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request(`${url}graphql`, { method: "POST", agent, headers }, (response) => {
      if (response.headers.connection === "close") closed.count++;
      let length = 0;
      response.on("data", (chunk) => {
        length += chunk.length;
      });
      response.on("error", ({ message }) => resolve(message));
      response.on("close", () => {
        const isWhole = response.complete && length === Number(response.headers["content-length"]);
        resolve(isWhole ? response.statusCode! : "cut off");
      });
    });
    sent.on("error", (error: NodeJS.ErrnoException) =>
      resolve(`${error.code ?? error.message}${sent.reusedSocket ? " on a connection that was kept" : ""}`),
    );
    sent.end(body);
  });
}

test("not one request is dropped when it is stopped under load", async () => {
  const service = await start({});
  const { outcomes, closed, over } = load(service);
  while (outcomes.length < 300) await sleep(10);
  service.signal("SIGTERM");
  await over;
  expect([...new Set(outcomes)]).toEqual([200]);
  expect(closed.count).toBeGreaterThan(0); // connections ended with an answer that said so
  expect(await service.ended).toMatchObject({ code: 0, stderr: "" });
}, 60_000);

test("for as long as it is told to it answers as before, and says that it is not ready", async () => {
  const service = await start({ SHUTDOWN_DELAY_MS: "2000" });
  expect((await sendRaw(`${service.url}ready`)).status).toBe(200);
  const { outcomes, over } = load(service);
  while (outcomes.length < 100) await sleep(10);
  service.signal("SIGTERM");
  const signalled = performance.now();
  while ((await sendRaw(`${service.url}ready`)).status !== 503) await sleep(10);
  const { text } = await sendRaw(`${service.url}ready`, { connection: "close" }); // a new connection
  expect(JSON.parse(text)).toEqual({ status: "the service is stopping" });
  const before = outcomes.length;
  await over;
  expect(performance.now() - signalled).toBeGreaterThan(1_900);
  expect(outcomes.length).toBeGreaterThan(before);
  expect([...new Set(outcomes)]).toEqual([200]);
  expect(await service.ended).toMatchObject({ code: 0, stderr: "" });
}, 60_000);
