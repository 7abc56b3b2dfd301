import { Client } from "pg";
import { type RawAnswer, sendRaw } from "./raw-request";
import { useTestApp } from "./test-app";

const lines: any[] = [];
const app = useTestApp({ LOG_LEVEL: "warn" }, lines);
const paper = { title: "One paper", arxivId: "2401.00001", categories: ["cs.CV"] };
beforeAll(() => app.importRecords([paper]));

const send = (body: object) => sendRaw(`${app.url}/graphql`, {}, JSON.stringify(body));
const statusOf = async (path: string) => (await sendRaw(app.url + path)).status;

const PAGE = "{ papers { totalCount nodes { title } } }";
const WHOLE = { papers: { totalCount: 1, nodes: [{ title: "One paper" }] } };
const UNAVAILABLE = {
  message: "The database cannot be reached: try again in 1 s.",
  extensions: { code: "SERVICE_UNAVAILABLE" },
};

function expectUnavailable({ status, headers, text }: RawAnswer): void {
  expect([status, headers["retry-after"], headers["cache-control"]]).toEqual([503, "1", "no-store"]);
  const answer = JSON.parse(text);
  expect(answer).toEqual({ errors: expect.arrayContaining([expect.objectContaining(UNAVAILABLE)]) });
  expect(answer.errors.every(({ extensions }: any) => extensions.code === "SERVICE_UNAVAILABLE")).toBe(true);
}

/** Ends all connections to the database and lets none be opened, while `work` runs. */
async function whileGone(work: () => Promise<void>): Promise<void> {
  const admin = new Client({ connectionString: process.env.TEST_SERVER_URL });
  const name = new URL(app.databaseUrl).pathname.slice(1);
  await admin.connect();
  await admin.query(`alter database ${name} allow_connections false`);
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  try {
    await work();
  } finally {
    await admin.query(`alter database ${name} allow_connections true`);
    await admin.end();
  }
}

test("while the database is gone requests are told to try again, whole or not at all, and are answered as soon as it is back", async () => {
  expect(JSON.parse((await send({ query: PAGE })).text)).toEqual({ data: WHOLE });
  const refusals = 'papergraph_refusals_total{code="SERVICE_UNAVAILABLE"}';
  await whileGone(async () => {
    const queries = [
      PAGE,
      `{ paper(by: { arxivId: "2401.00001" }) { title } rateLimit { cost } }`, // null could stand for either of them
      `{ papers(filter: { topics: { anyOf: ["cs.CV"] } }) { nodes { title topics { name } } facets { years { year } } } }`,
    ];
    for (const query of queries) expectUnavailable(await send({ query }));
    expectUnavailable(await sendRaw(`${app.url}/graphql?query={papers{totalCount}}`, { "apollo-require-preflight": "1" }));
    expect([await statusOf("/health"), await statusOf("/ready"), await statusOf("/")]).toEqual([200, 503, 200]);
    expect((await sendRaw(`${app.url}/metrics`)).text).toContain(`${refusals} 4\n`);
  });
  expect(JSON.parse((await send({ query: PAGE })).text)).toEqual({ data: WHOLE });
  expect(await statusOf("/ready")).toBe(200);
  expect(lines.map(({ level }) => level)).not.toContain("error");
  expect(lines.find(({ msg }) => msg === "the database is gone")).toMatchObject({
    level: "warn",
    requestId: expect.any(String),
    err: { message: expect.stringContaining("The database is gone: ") },
  });
});

test("the operations of a batch say it each for itself, and those that need no database are answered", async () => {
  await whileGone(async () => {
    const { status, text } = await sendRaw(
      `${app.url}/graphql`,
      {},
      JSON.stringify([{ query: PAGE }, { query: "{ __typename }" }]),
    );
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual([{ errors: [expect.objectContaining(UNAVAILABLE)] }, { data: { __typename: "Query" } }]);
  });
});
