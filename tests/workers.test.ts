import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { openEmbedded } from "../src/database/embedded";
import { startOf } from "../src/database/processes";
import { restartDelay } from "../src/workers/supervisor";
import { sendRaw } from "./raw-request";
import { cleanUp, connectTo, run, type ServiceProcess, startService } from "./service-process";
import { useTestDatabase } from "./test-app";

const dataDir = mkdtempSync(join(tmpdir(), "papergraph-workers-"));
const pidFile = join(dataDir, "postgres/cluster/postmaster.pid");
const database = useTestDatabase();
const settings = { DATA_DIR: dataDir, WORKERS: "2", RATE_LIMIT: "0", RESPONSE_CACHE_MB: "0", STATEMENT_TIMEOUT_MS: "30000" };
const QUERY = "graphql?query={papers(first:1){nodes{title}}}";

jest.setTimeout(60_000);

/** Of the first two tests. */
let service: ServiceProcess;
const halted = new Set<number>();

afterAll(async () => {
  for (const pid of halted) resume(pid);
  await cleanUp();
  if (existsSync(pidFile)) await (await openEmbedded(dataDir)).close();
  rmSync(dataDir, { recursive: true, force: true });
});

function childrenOf(pid: number): number[] {
  const numbers = (text: string) => text.split(/\s+/).filter(Boolean).map(Number);
  if (process.platform === "linux") return numbers(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8"));
  const lines = execFileSync("ps", ["-axo", "pid=,ppid="], { encoding: "utf8" }).split("\n").map(numbers);
  return lines.filter(([, parent]) => parent === pid).map(([child]) => child!);
}

function halt(pid: number): void {
  process.kill(pid, "SIGSTOP");
  halted.add(pid);
}

function resume(pid: number): void {
  halted.delete(pid);
  try {
    process.kill(pid, "SIGCONT");
  } catch {} // it has ended
}

/** Asks over a connection of its own; gives the answer's text. Rejects when the connection breaks. */
function ask(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: false });
    const request = get(
      `${url}${QUERY}`,
      { agent, headers: { "apollo-require-preflight": "1" }, timeout: 20_000 },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        response.on("end", () => resolve(text));
        response.on("error", reject);
      },
    );
    request.on("timeout", () => request.destroy(new Error("no answer in 20 seconds")));
    request.on("error", reject);
  });
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20);
}

const ANSWER = expect.stringMatching(/^\{"data":\{"papers":\{"nodes":\[\{"title":"[^"]+"\}\]\}\}\}\s*$/);

test("two processes answer on one port, each by itself; one that is killed under load takes its own requests with it and is replaced", async () => {
  service = await startService(settings);
  const [first, second, ...others] = childrenOf(service.pid) as [number, number, ...number[]];
  expect(others).toEqual([]);
  expect(service.stdout().match(/Starting the embedded|Loaded the bundled|is ready/g)).toEqual([
    "Starting the embedded",
    "Loaded the bundled",
    "is ready",
  ]);
  for (const pid of [first, second]) {
    halt(pid);
    expect(await ask(service.url)).toEqual(ANSWER);
    resume(pid);
  }
  expect(await (await fetch(`${service.url}metrics`)).text()).toContain(
    'papergraph_requests_total{route="/graphql",status="200"} 2', // one of each
  );

  const CLIENTS = 4;
  const outcomes: string[] = [];
  let isOver = false;
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (!isOver) outcomes.push(await ask(service.url).catch((error) => error.code));
  });
  try {
    await until(() => outcomes.length > 50);
    process.kill(first, "SIGKILL");
    await until(() => childrenOf(service.pid).length === 2 && !childrenOf(service.pid).includes(first));
    const atReplacement = outcomes.length;
    await until(() => outcomes.length > atReplacement + 100);
  } finally {
    isOver = true;
    await Promise.all(clients);
  }
  const failures = outcomes.filter((outcome) => !outcome.startsWith("{"));
  expect(failures.length).toBeLessThanOrEqual(CLIENTS);
  expect(new Set([...failures, "ECONNRESET"])).toEqual(new Set(["ECONNRESET"]));
  for (const answer of outcomes.filter((outcome) => outcome.startsWith("{"))) expect(answer).toEqual(ANSWER);

  halt(second);
  expect(await ask(service.url)).toEqual(ANSWER); // of the new one
  resume(second);
  expect(service.stdout()).toContain('"signal":"SIGKILL"');
});

test("what runs in any of them is finished before they stop, and the database stops last", async () => {
  const workers = childrenOf(service.pid);
  const client = await connectTo(dataDir);
  await client.query("begin; lock table paper");
  const answers: Promise<string>[] = [];
  const waiting = "select count(distinct pid)::int from pg_locks where not granted and relation = 'paper'::regclass";
  for (const pid of workers) {
    halt(pid); // the other one gets these
    answers.push(ask(service.url), ask(service.url));
    await until(async () => (await client.query(waiting)).rows[0].count === answers.length);
    resume(pid);
  }

  for (const pid of [service.pid, ...workers]) process.kill(pid, "SIGTERM"); // as a terminal or an init system sends it: to all
  await until(() =>
    sendRaw(`${service.url}health`, { connection: "close" }).then(
      () => false, // accepted before: it is answered
      (error) => error.code === "ECONNREFUSED",
    ),
  );
  await client.query("rollback");
  expect(await Promise.all(answers)).toEqual(answers.map(() => ANSWER));
  expect(await service.ended).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(pidFile)).toBe(false);
});

test("workers end when the process that started them is killed", async () => {
  const service = await startService({ ...settings, DATABASE_URL: database.url });
  const workers = childrenOf(service.pid);
  service.signal("SIGKILL");
  await service.ended; // when all who could write to its output have ended
  expect(workers.map(startOf)).toEqual([null, null]);
});

test("when one cannot start, the service says why once and ends", async () => {
  const admin = new Client({ connectionString: process.env.TEST_SERVER_URL });
  await admin.connect();
  const role = `few_${randomUUID().replaceAll("-", "")}`;
  await admin.query(`create role ${role} login password 'few' in role papergraph connection limit 3`);
  try {
    const url = new URL(database.url);
    Object.assign(url, { username: role, password: "few" });
    const { code, stderr } = await run("main.js", [], { ...settings, DATABASE_URL: url.href, WORKERS: "4" });
    expect(stderr).toMatch(/^Papergraph cannot start\. Cannot open the database .*too many connections.*\n$/);
    expect(code).toBe(1);
  } finally {
    await admin.query(`drop role ${role}`);
    await admin.end();
  }
});

test("a worker that dies again and again is started less and less often", () => {
  expect([1, 2, 3, 4, 9, 10, 1_000].map(restartDelay)).toEqual([100, 200, 400, 800, 25_600, 30_000, 30_000]);
});
