import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openEmbedded } from "../src/database/embedded";
import { startOf } from "../src/database/processes";
import { cleanUp, connectTo, run, type ServiceProcess, startService } from "./service-process";

const folder = mkdtempSync(join(tmpdir(), "papergraph-lifecycle-"));
const dataDir = join(folder, "data");
const pidFile = join(dataDir, "postgres/cluster/postmaster.pid");
const LISTING = resolve(__dirname, "../data/sample-listing.txt");
const PAPERS = "{ papers(first: 1) { edges { node { title } } } }";

chmodSync(folder, 0o755);

afterEach(async () => {
  await cleanUp();
  if (existsSync(pidFile)) await (await openEmbedded(dataDir)).close(); // a killed service leaves its server running
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const postmaster = () => Number(readFileSync(pidFile, "utf8").split("\n")[0]);

async function killHard(...pids: number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, "SIGKILL");
  while (pids.some((pid) => startOf(pid) !== null)) await sleep(10);
}

describe("with a database of its own", () => {
  test("the first start makes it, loads the sample and answers", async () => {
    const service = await startService({ DATA_DIR: dataDir });
    const { papers } = await service.query(PAPERS);
    expect(papers.edges).toHaveLength(1);
    expect(service.stdout()).toMatch(/^Loaded the bundled sample: \d+ papers$/m);
    expect(service.stdout()).toMatch(/^Papergraph is ready: http:\/\/localhost:\d+\/ \(GraphQL at \/graphql\)$/m);
    expect(await (await fetch(service.url)).text()).toContain("graphiql");

    const pid = postmaster();
    service.signal("SIGTERM");
    expect(await service.ended).toMatchObject({ code: 0, stderr: "" });
    expect(startOf(pid)).toBeNull();
  });

  test("the next start takes what is there, and Ctrl-C stops it too", async () => {
    const service = await startService({ DATA_DIR: dataDir });
    expect(service.stdout()).not.toMatch(/sample|Migrated/);
    expect((await service.query(PAPERS)).papers.edges).toHaveLength(1);
    service.signal("SIGINT");
    expect(await service.ended).toMatchObject({ code: 0, stderr: "" });
    expect(existsSync(pidFile)).toBe(false);
  });

  test("a running request is finished before it stops, and no connection holds it up", async () => {
    const service = await startService({ DATA_DIR: dataDir, RESPONSE_CACHE_MB: "0" });
    await service.query(PAPERS); // leaves a connection that is kept alive
    const silent = connect(Number(new URL(service.url).port), "127.0.0.1"); // as browsers open them in advance
    await once(silent, "connect");
    const { answer, letGo } = await askAndWait(service);

    service.signal("SIGTERM");
    service.signal("SIGTERM"); // as npm passes it on
    await waitUntil(() => isClosed(service.url));
    await letGo();
    expect((await answer).papers.edges).toHaveLength(1);
    const before = Date.now();
    expect(await service.ended).toMatchObject({ code: 0, stderr: "" });
    expect(Date.now() - before).toBeLessThan(3_000);
    expect(existsSync(pidFile)).toBe(false);
  });

  test("npm start passes the signal on, and ends when the service has", async () => {
    const service = await startService({ DATA_DIR: dataDir }, ["npm", "start"]);
    service.signal("SIGTERM");
    expect(await service.ended).toMatchObject({ code: 0 });
    expect(existsSync(pidFile)).toBe(false);
  });

  test("a request that takes too long is cut off", async () => {
    const service = await startService({ DATA_DIR: dataDir, SHUTDOWN_TIMEOUT_MS: "200", STATEMENT_TIMEOUT_MS: "1000" });
    const { answer } = await askAndWait(service);
    service.signal("SIGTERM");
    await expect(answer).rejects.toMatchObject({ message: "fetch failed" });
    expect(await service.ended).toMatchObject({ code: 0 });
    expect(existsSync(pidFile)).toBe(false);
  });

  test("a second signal stops it at once", async () => {
    const service = await startService({ DATA_DIR: dataDir });
    const { answer } = await askAndWait(service);
    service.signal("SIGTERM");
    await sleep(700);
    service.signal("SIGTERM");
    await expect(answer).rejects.toMatchObject({ message: "fetch failed" });
    expect(await service.ended).toMatchObject({ code: 143 });
  });

  test("it starts again after a hard kill of itself, of its database, and of both", async () => {
    const survivors = [
      await startService({ DATA_DIR: dataDir }).then(({ pid }) => killHard(pid)),
      await startService({ DATA_DIR: dataDir }).then(() => killHard(postmaster())),
      await startService({ DATA_DIR: dataDir }).then(({ pid }) => killHard(pid, postmaster())),
    ];
    expect(survivors).toHaveLength(3);
    const service = await startService({ DATA_DIR: dataDir });
    expect(service.stdout()).not.toMatch(/sample|Migrated/);
    expect((await service.query(PAPERS)).papers.edges).toHaveLength(1);
    service.signal("SIGTERM");
    expect(await service.ended).toMatchObject({ code: 0 });
  });

  test("an import runs beside it, and its end does not stop the database", async () => {
    const service = await startService({ DATA_DIR: dataDir });
    const result = await run("cli.js", ["import", "listing", LISTING], { DATA_DIR: dataDir });
    expect(result).toMatchObject({ code: 0 });
    expect((await service.query(PAPERS)).papers.edges).toHaveLength(1);
    service.signal("SIGTERM");
    expect(await service.ended).toMatchObject({ code: 0 });
    expect(existsSync(pidFile)).toBe(false);
  });

  (process.getuid?.() === 0 ? test : test.skip)("as root it starts below a folder that others may not enter", async () => {
    mkdirSync(join(folder, "private"), { mode: 0o700 });
    const hidden = join(folder, "private/data");
    const service = await startService({ DATA_DIR: hidden });
    const home = realpathSync(join(hidden, "postgres"));
    try {
      expect(service.stdout()).toContain(home);
      expect((await service.query(PAPERS)).papers.edges).toHaveLength(1);
      service.signal("SIGTERM");
      expect(await service.ended).toMatchObject({ code: 0 });
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

describe("what it cannot start with is one line that says what to do", () => {
  const failsWith = async (env: Record<string, string>, message: RegExp) => {
    const { code, stderr } = await run("main.js", [], env);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(code).toBe(1);
    expect(existsSync(pidFile)).toBe(false);
  };

  test("a setting that is wrong", () =>
    failsWith({ DATA_DIR: dataDir, PORT: "http" }, /^Papergraph cannot start\. Bad configuration: PORT must be/));

  test("a port that is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    await failsWith(
      { DATA_DIR: dataDir, PORT: String(port) },
      new RegExp(`Cannot listen on 127.0.0.1:${port}: .*EADDRINUSE.* set PORT`),
    );
    server.close();
  });

  test("an address for metrics that is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = `127.0.0.1:${(server.address() as { port: number }).port}`;
    const message = new RegExp(`Cannot serve metrics: .*EADDRINUSE.* ${address}\\. Set METRICS_ADDRESS`);
    await failsWith({ DATA_DIR: dataDir, METRICS_ADDRESS: address }, message);
    server.close();
  });

  test("a data folder that cannot be written", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    await failsWith({ DATA_DIR: join(file, "sub") }, /Cannot use the data folder .*\/file\/sub \(ENOTDIR\): set DATA_DIR to/);
  });

  test("a database that cannot be reached", () =>
    failsWith(
      { DATABASE_URL: "postgres://user:secret@localhost:1/papers" },
      /^(?!.*secret).*Cannot open the database localhost:1\/papers: .*ECONNREFUSED.* Check that it runs and that DATABASE_URL is right/,
    ));

  test("a database that does not exist, or whose tables are somebody else's", async () => {
    const embedded = await openEmbedded(join(folder, "other"));
    const url = embedded.url.replace("/postgres?", "/papers?");
    try {
      await failsWith({ DATABASE_URL: url }, /Cannot open the database .*: database "papers" does not exist\. Check/);
      const client = await connectTo(join(folder, "other"));
      await client.query("create table paper (title text)");
      await client.end();
      await failsWith({ DATABASE_URL: embedded.url }, /Cannot migrate the database: .*already exists\. Correct that/);
    } finally {
      await embedded.close();
    }
  });
});

/** Sends a query that the database does not answer before `letGo`. */
async function askAndWait(service: ServiceProcess): Promise<{ answer: Promise<any>; letGo: () => Promise<unknown> }> {
  const client = await connectTo(dataDir);
  await client.query("begin; lock table paper");
  const answer = service.query(`${PAPERS} # so that no stored answer fits`);
  answer.catch(() => {}); // the test looks at it later
  const waiting = "select from pg_locks where not granted and relation = 'paper'::regclass";
  await waitUntil(async () => (await client.query(waiting)).rows.length > 0);
  return { answer, letGo: () => client.query("rollback") };
}

async function isClosed(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    () => true,
  );
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}
