import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { type EmbeddedDatabase, openEmbedded, startThrowAway } from "../src/database/embedded";
import { startOf } from "../src/database/processes";

const folder = mkdtempSync(join(tmpdir(), "papergraph-embedded-"));
const dataDir = join(folder, "data");
const pidFile = join(dataDir, "postgres/cluster/postmaster.pid");
const isRoot = process.getuid?.() === 0;
const opened: EmbeddedDatabase[] = [];
const children: ChildProcess[] = [];

chmodSync(folder, 0o755);

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const database of opened.splice(0)) await database.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(where = dataDir): Promise<EmbeddedDatabase> {
  const database = await openEmbedded(where);
  opened.push(database);
  return database;
}

/** Another process that has the database open. */
async function openInProcess(where = dataDir): Promise<ChildProcess & { url: string }> {
  const module = resolve(__dirname, "../dist/src/database/embedded.js");
  const script = `require(${JSON.stringify(module)}).openEmbedded(${JSON.stringify(where)}).then((database) => {
    process.once("message", () => database.close().then(() => process.disconnect()));
    process.send(database.url);
  })`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  children.push(child);
  const [url] = await once(child, "message");
  return Object.assign(child, { url: String(url) });
}

async function closeInProcess(child: ChildProcess): Promise<void> {
  child.send("close");
  await once(child, "exit");
}

async function query(url: string, sql: string): Promise<any[] | undefined> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {}); // the query rejects as well
  await client.connect();
  return client
    .query({ text: sql, rowMode: "array" })
    .then(({ rows }) => rows[0])
    .finally(() => client.end());
}

const postmaster = () => Number(readFileSync(pidFile, "utf8").split("\n")[0]);

async function killHard(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  while (startOf(pid) !== null) await sleep(10);
}

test("the first open makes a PostgreSQL 18 with UTF-8 and the same order of texts on every system", async () => {
  const { url } = await open();
  expect(
    await query(url, "select current_setting('server_version_num')::int / 10000, current_setting('server_encoding')"),
  ).toEqual([18, "UTF8"]);
  expect(await query(url, "select datlocprovider, datlocale from pg_database where datname = current_database()")).toEqual([
    "b",
    "C.UTF-8",
  ]);
  await query(url, "create table kept (value int)");
  await query(url, "insert into kept values (42)");
});

test("nobody gets in without the password, which others cannot read", async () => {
  const { url } = await open();
  const address = new URL(url);
  expect(address.password).toHaveLength(32);
  address.password = "wrong";
  await expect(query(address.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  expect(statSync(join(dataDir, "postgres/password")).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, "postgres")).mode & 0o777).toBe(0o700);
});

test("closing stops the server, and the next open finds data and address again", async () => {
  const first = await open();
  await first.close();
  expect(existsSync(pidFile)).toBe(false);
  const second = await open();
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "select value from kept")).toEqual([42]);
});

test("closing twice gives back once", async () => {
  const [first, second] = [await open(), await open()];
  await first.close();
  await first.close();
  expect(await query(second.url, "select 1")).toEqual([1]);
});

test("processes share one server, and the last one stops it", async () => {
  const own = await open();
  const other = await openInProcess();
  expect(other.url).toBe(own.url);
  await own.close();
  expect(await query(other.url, "select value from kept")).toEqual([42]);
  await closeInProcess(other);
  expect(existsSync(pidFile)).toBe(false);
});

test("of processes that open a new folder at once, one makes the database and the others wait", async () => {
  const where = join(folder, "at once");
  const all = await Promise.all([openInProcess(where), openInProcess(where), openInProcess(where)]);
  expect(new Set(all.map(({ url }) => url)).size).toBe(1);
  await Promise.all(all.map(closeInProcess));
  expect(existsSync(join(where, "postgres/cluster/postmaster.pid"))).toBe(false);
});

test("a server whose user was killed is found, used and stopped", async () => {
  const child = await openInProcess();
  const pid = postmaster();
  await killHard(child.pid!);
  const database = await open();
  expect(postmaster()).toBe(pid);
  expect(await query(database.url, "select value from kept")).toEqual([42]);
  await database.close();
  expect(startOf(pid)).toBeNull();
});

test("recovers when the server was killed while it worked", async () => {
  const { url } = await open();
  const busy = query(url, "select count(*) from generate_series(1, 1e10)").catch(() => "lost"); // goes on without its server
  await sleep(200);
  await killHard(postmaster());
  const database = await open();
  expect(await query(database.url, "select value from kept")).toEqual([42]);
  expect(await busy).toBe("lost");
});

test("recovers when the server and its user were killed", async () => {
  const child = await openInProcess();
  await killHard(child.pid!);
  await killHard(postmaster());
  expect(await query((await open()).url, "select value from kept")).toEqual([42]);
});

test("is not misled by a pid file whose number belongs to another program by now", async () => {
  await (await open()).close();
  writeFileSync(pidFile, `${process.pid}\n${realpathSync(dataDir)}/postgres/cluster\n1700000000\n1\n\n127.0.0.1\n`);
  expect(await query((await open()).url, "select value from kept")).toEqual([42]);
});

test("takes another port when its own is taken", async () => {
  const first = await open();
  await first.close();
  const server = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
  await once(server, "listening");
  try {
    const { url } = await open();
    expect(url).not.toBe(first.url);
    expect(await query(url, "select value from kept")).toEqual([42]);
  } finally {
    server.close();
  }
});

test("makes the database anew when making it was interrupted", async () => {
  const where = join(folder, "interrupted");
  const home = join(where, "postgres");
  const opening = openInProcess(where).catch(() => {});
  while (!existsSync(home) || !readdirSync(home).some((name) => name.startsWith("cluster.new"))) await sleep(5);
  children[0]!.kill("SIGKILL");
  expect(await query((await open(where)).url, "select 1")).toEqual([1]);
  expect(readdirSync(home).filter((name) => name.startsWith("cluster"))).toEqual(["cluster"]);
  void opening;
});

test("says what to do when the data folder cannot be used", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  await expect(openEmbedded(join(file, "sub"))).rejects.toMatchObject({
    name: "StartupError",
    message: `Cannot use the data folder ${file}/sub (ENOTDIR): set DATA_DIR to a folder that can be written, or start as the user that it belongs to.`,
  });
});

test("says why the server does not start, and leaves nothing running", async () => {
  await (await open()).close();
  const settings = join(dataDir, "postgres/cluster/postgresql.auto.conf");
  const before = readFileSync(settings);
  writeFileSync(settings, "shared_buffers = 'plenty'\n");
  try {
    await expect(openEmbedded(dataDir)).rejects.toMatchObject({
      name: "StartupError",
      message: expect.stringContaining("does not start: "),
    });
    expect(readdirSync(join(dataDir, "postgres/leases"))).toEqual([]);
  } finally {
    writeFileSync(settings, before);
  }
});

test("a throw-away server is new each time, and leaves nothing", async () => {
  const where = join(folder, "throw-away");
  const first = await startThrowAway(where);
  await query(first.url, "create table lost ()");
  const second = await startThrowAway(where);
  expect(await query(second.url, "select to_regclass('lost'), current_setting('fsync')")).toEqual([null, "off"]);
  await second.close();
  expect(existsSync(where)).toBe(false);
});

(isRoot ? describe : describe.skip)("as root, below a folder that others may not enter", () => {
  const hidden = join(folder, "private");
  const where = join(hidden, "clone/.papergraph");
  const copied = join(hidden, "copy/.papergraph");
  const moved = join(hidden, "moved/.papergraph");
  const homeOf = (data: string) => realpathSync(join(data, "postgres"));

  beforeAll(() => mkdirSync(hidden, { mode: 0o700 }));
  afterAll(() => {
    for (const data of [moved, copied]) rmSync(homeOf(data), { recursive: true });
  });

  test("the data lies elsewhere, and is found again", async () => {
    const first = await open(where);
    expect(homeOf(where)).toMatch(/^\/var\/lib\/papergraph\/[0-9a-f]{12}$/);
    await query(first.url, "create table here ()");
    await first.close();
    expect(await query((await open(where)).url, "select to_regclass('here')::text")).toEqual(["here"]);
  });

  test("a copy of the folder gets a database of its own", async () => {
    cpSync(join(hidden, "clone"), join(hidden, "copy"), { recursive: true, verbatimSymlinks: true });
    expect(await query((await open(copied)).url, "select to_regclass('here')::text")).toEqual([null]);
    expect(homeOf(copied)).not.toBe(homeOf(where));
  });

  test("a folder that was moved keeps its database", async () => {
    cpSync(join(hidden, "clone"), join(hidden, "moved"), { recursive: true, verbatimSymlinks: true });
    rmSync(join(hidden, "clone"), { recursive: true });
    expect(await query((await open(moved)).url, "select to_regclass('here')::text")).toEqual(["here"]);
  });
});
