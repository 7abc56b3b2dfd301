import { transaction } from "../src/database/sql";
import { useTestApp } from "./test-app";

const app = useTestApp({ STATEMENT_TIMEOUT_MS: "300" });

beforeAll(() =>
  app.importRecords([
    { title: "One paper", repositories: [{ url: "https://github.com/owner/name", isOfficial: true, framework: "jax" }] },
  ]),
);

/** Asks while every statement that reads the table has to wait: longer than a statement may run. */
const sendWhileLocked = (table: string, query: string) =>
  transaction(app.db, async (run) => {
    await run(`lock table ${table} in access exclusive mode`);
    return app.send(query);
  });

const TIMEOUT = {
  message: "This took longer than the database may work on one statement: ask for less.",
  extensions: { code: "TIMEOUT" },
};

test("a statement that runs too long is cancelled, and the answer says so", async () => {
  const { data, errors } = await sendWhileLocked("paper", "{ papers { nodes { title } } }");
  expect(data).toBeNull();
  expect(errors).toEqual([{ ...TIMEOUT, path: ["papers"], locations: [{ line: 1, column: 3 }] }]);
});

test("the service answers again as soon as the database does", async () => {
  expect((await app.query("{ papers { nodes { title } } }")).papers.nodes).toEqual([{ title: "One paper" }]);
});

test("facets whose papers cannot be gathered in time are null, and the page stands", async () => {
  const query = "{ papers(orderBy: TITLE) { nodes { title } facets { languages { value } } } }"; // reads `paper` alone
  const { data, errors } = await sendWhileLocked("paper_index", query);
  expect(data.papers).toEqual({ nodes: [{ title: "One paper" }], facets: null });
  expect(errors).toEqual([expect.objectContaining({ ...TIMEOUT, path: ["papers", "facets", "languages"] })]);
});

test("one facet that cannot be counted in time takes the facets with it, and the page stands", async () => {
  const query = "{ papers { nodes { title } totalCount facets { frameworks { value } years { year } } } }";
  const { data, errors } = await sendWhileLocked("repository_link", query);
  expect(data.papers).toEqual({ nodes: [{ title: "One paper" }], totalCount: 1, facets: null });
  expect(errors).toEqual([expect.objectContaining({ ...TIMEOUT, path: ["papers", "facets", "frameworks"] })]);
});
