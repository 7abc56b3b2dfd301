import { existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { newFile } from "./export-file";
import { oaiReply } from "./harvest/oai-reply";
import { silent, status, useReplayServer, xml } from "./harvest/replay-server";
import { begin, cleanUp, type Ended } from "./service-process";
import { useTestApp, useTestDatabase } from "./test-app";

const app = useTestApp();
const doomed = useTestDatabase();
const server = useReplayServer();

afterEach(cleanUp);

/** Who waits for the table of repositories of this database; others of the same server have waits of their own. */
const WAITING = `select from pg_locks where not granted and relation = 'repository'::regclass
  and database = (select oid from pg_database where datname = current_database())`;

const STOPPING = "Stopping after what is in hand; a second signal stops at once.";
const HARVESTED = "What came whole stays, and the same command goes on after it.";

function harvest(env: Record<string, string> = {}) {
  return begin("cli.js", ["harvest", "arxiv", "--since", "2026-11-20"], {
    DATABASE_URL: app.databaseUrl,
    ARXIV_OAI_URL: `${server.url}/oai`,
    ARXIV_DELAY_MS: "0",
    ...env,
  });
}

async function until(condition: () => unknown): Promise<void> {
  while (!(await condition())) await sleep(10);
}

const linesOf = ({ stderr }: Ended) => stderr.trimEnd().split("\n");

test.each<[string, Parameters<typeof server.answer>[0], Record<string, string>]>([
  ["that does not come", silent, {}],
  ["that is to be asked for again in a minute", status(503, { "retry-after": "60" }), {}],
  ["before which a pause is left", xml(oaiReply([{ id: "2611.00002" }])), { ARXIV_DELAY_MS: "60000" }],
])(
  "a harvest stops while it waits for a reply %s; what came before is there, and it goes on after it",
  async (_what, step, env) => {
    await app.db.query("truncate paper, import_run, harvest_state cascade");
    server.answer(step);
    server.plan(xml(oaiReply([{ id: "2611.00001" }], "next")));
    const { child, ended } = harvest(env);
    await until(async () => (await app.db.query("select from harvest_state where resumption_token = 'next'")).length > 0);
    await sleep(100);
    child.kill("SIGINT");
    const end = await ended;
    expect(end.code).toBe(130);
    expect(linesOf(end).slice(-2)).toEqual([STOPPING, `Stopped. ${HARVESTED}`]);
    server.reset();
    server.answer(xml(oaiReply([{ id: "2611.00003" }])));
    expect(await harvest().ended).toMatchObject({ code: 0 });
    expect(server.requests.map(({ query }) => query.get("resumptionToken"))).toEqual(["next"]);
    const papers = await app.db.query("select arxiv_id from paper order by arxiv_id");
    expect(papers.map(({ arxiv_id }: any) => arxiv_id)).toEqual(["2611.00001", "2611.00003"]);
  },
);

test("a harvest whose database goes away says so in one line", async () => {
  let answer = () => {};
  server.answer((response, request) => {
    answer = () => xml(oaiReply([{ id: "2611.00001" }]))(response, request);
  });
  const { ended } = harvest({ DATABASE_URL: doomed.url });
  await until(() => server.requests.length > 0);
  const { pathname } = new URL(doomed.url);
  await app.db.query(`drop database ${pathname.slice(1)} with (force)`);
  answer();
  const end = await ended;
  expect(end.code).toBe(1);
  expect(linesOf(end)).toEqual([
    expect.stringMatching(/^The database is gone: .*\. What came whole stays, and the same command/),
  ]);
});

test("an export that is stopped leaves nothing of its file", async () => {
  const lock = new Client({ connectionString: app.databaseUrl });
  await lock.connect();
  await lock.query("begin; lock table repository");
  const file = newFile();
  const { child, ended } = begin("cli.js", ["export", file], { DATABASE_URL: app.databaseUrl });
  await until(() => existsSync(`${file}.part`));
  child.kill("SIGTERM");
  await sleep(200);
  await lock.query("rollback");
  await lock.end();
  const end = await ended;
  expect([end.code, linesOf(end)]).toEqual([
    143,
    [STOPPING, "Stopped. Nothing was written to a file; the same command begins anew."],
  ]);
  expect(readdirSync(dirname(file))).toEqual([]);
});

test("a second signal ends a command at once", async () => {
  const lock = new Client({ connectionString: app.databaseUrl });
  await lock.connect();
  await lock.query("begin; lock table repository");
  const { child, said, ended } = begin("cli.js", ["export", newFile()], { DATABASE_URL: app.databaseUrl });
  await until(async () => (await app.db.query(WAITING)).length > 0);
  child.kill("SIGINT");
  child.kill("SIGINT"); // as npm passes it on
  await until(() => said.stderr.includes(STOPPING));
  await sleep(700);
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 130 });
  await lock.query("rollback");
  await lock.end();
});
