import type { HarvestSettings } from "../../src/config";
import { harvestGithub } from "../../src/harvest/github";
import { HarvestError } from "../../src/harvest/harvest-error";
import { useTestApp } from "../test-app";
import { body, cut, endless, json, redirect, type Step, status, useReplayServer } from "./replay-server";
import { harvestOf } from "./use-harvest";

const app = useTestApp();
const server = useReplayServer();
const WEEK = 7 * 86_400_000;
const TOKEN = "ghp_secretSecretSecret";

const contextOf = (at = "2026-11-23T12:00:00Z", settings: Partial<HarvestSettings> = {}) =>
  harvestOf(app, server, { githubToken: TOKEN, ...settings }, () => new Date(at));

const harvest = (at?: string, settings?: Partial<HarvestSettings>, stale = WEEK) => harvestGithub(contextOf(at, settings), stale);

/** GitHub's answer about a repository. */
const repository = (id: number, fullName: string, fields: object = {}) => ({
  id,
  full_name: fullName,
  html_url: `https://github.com/${fullName}`,
  private: false,
  description: "What it does",
  stargazers_count: 12,
  language: "Python",
  license: { key: "mit", spdx_id: "MIT" },
  archived: false,
  pushed_at: "2026-11-01T10:00:00Z",
  topics: ["nlp"],
  ...fields,
});

/** Answers by path; what is not listed is not there. */
const serve = (answers: Record<string, Step>) =>
  server.answer((response, request) => (answers[request.path] ?? json({ message: "Not Found" }, {}, 404))(response, request));

const paths = () => server.requests.map(({ path }) => path);

const FIELDS = "url description starCount language license isArchived pushedAt checkedAt papers { totalCount }";
const find = async (url: string) =>
  (await app.query(`query One($url: String!) { repository(by: { url: $url }) { ${FIELDS} } }`, { url })).repository;

const paperOf = (title: string, ...urls: string[]) => ({ title, repositories: urls.map((url) => ({ url })) });

beforeEach(() => app.db.query("truncate paper, author, repository, import_run, harvest_state, topic_count cascade"));

test("asks for what is not known yet, with the token, and tells what GitHub says", async () => {
  await app.importRecords([paperOf("Birds", "https://github.com/Lab/birds", "https://gitlab.com/lab/birds")]);
  serve({ "/repos/Lab/birds": json(repository(1, "Lab/birds")) });
  expect(await harvest()).toMatchObject({ read: 1, added: 1, rejected: 0 });
  expect(paths()).toEqual(["/repos/Lab/birds"]);
  expect(server.requests[0]!.headers).toMatchObject({
    authorization: `Bearer ${TOKEN}`,
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
    "user-agent": "Papergraph",
  });
  expect(await find("https://github.com/lab/birds")).toEqual({
    url: "https://github.com/Lab/birds",
    description: "What it does",
    starCount: 12,
    language: "Python",
    license: "MIT",
    isArchived: false,
    pushedAt: "2026-11-01T10:00:00.000Z",
    checkedAt: "2026-11-23T12:00:00.000Z",
    papers: { totalCount: 1 },
  });
});

test("without a token it asks as anybody", async () => {
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds")]);
  serve({ "/repos/lab/birds": json(repository(1, "lab/birds")) });
  expect(await harvest(undefined, { githubToken: null })).toMatchObject({ read: 1, added: 1 });
  expect(server.requests[0]!.headers).not.toHaveProperty("authorization");
});

test("asks again only after the time, and for unchanged ones without their content", async () => {
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds")]);
  serve({ "/repos/lab/birds": json(repository(1, "lab/birds"), { etag: '"a"' }) });
  await harvest("2026-11-01T00:00:00Z");
  await harvest("2026-11-05T00:00:00Z");
  expect(paths()).toHaveLength(1);
  server.plan(status(304));
  expect(await harvest("2026-11-09T00:00:00Z")).toMatchObject({ read: 0 });
  expect(server.requests[1]!.headers["if-none-match"]).toBe('"a"');
  expect(await find("https://github.com/lab/birds")).toMatchObject({ starCount: 12, checkedAt: "2026-11-09T00:00:00.000Z" });
  server.plan(json(repository(1, "lab/birds", { stargazers_count: 9 }), { etag: '"b"' }));
  expect(await harvest("2026-11-17T00:00:00Z")).toMatchObject({ read: 1, changed: 1 });
  expect(await find("https://github.com/lab/birds")).toMatchObject({ starCount: 9 });
});

test("the stars of its repository are the paper's", async () => {
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds"), paperOf("Fish", "https://github.com/lab/fish")]);
  serve({
    "/repos/lab/birds": json(repository(1, "lab/birds", { stargazers_count: 5 })),
    "/repos/lab/fish": json(repository(2, "lab/fish", { stargazers_count: 700 })),
  });
  await harvest();
  const { papers } = await app.query(`{ papers(orderBy: STARS) { nodes { title starCount } } }`);
  expect(papers.nodes).toEqual([
    { title: "Fish", starCount: 700 },
    { title: "Birds", starCount: 5 },
  ]);
});

test("a renamed repository bears its new address, keeps its papers, and is found by the old one", async () => {
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds")]);
  serve({
    "/repos/lab/birds": redirect(301, "/repositories/1"),
    "/repositories/1": json(repository(1, "flock/birds"), { etag: '"of the other address"' }),
    "/repos/flock/birds": json(repository(1, "flock/birds")),
  });
  await harvest();
  const renamed = { url: "https://github.com/flock/birds", starCount: 12, papers: { totalCount: 1 } };
  expect(await find("https://github.com/lab/birds")).toMatchObject(renamed);
  expect(await find("https://github.com/flock/birds")).toMatchObject(renamed);
  server.reset();
  await harvest("2026-12-23T12:00:00Z");
  expect(server.requests.map(({ path, headers }) => [path, headers["if-none-match"]])).toEqual([
    ["/repos/flock/birds", undefined],
  ]);
  // A source that still knows the old address alone tells of the same repository.
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds"), paperOf("Eggs", "https://github.com/Lab/Birds")]);
  expect(await find("https://github.com/flock/birds")).toMatchObject({ papers: { totalCount: 2 } });
  const { repositories } = await app.query(`{ repositories { totalCount } }`);
  expect(repositories.totalCount).toBe(1);
});

test("two addresses of one repository become one, with the papers and the evidence of both", async () => {
  await app.importRecords([
    { title: "Birds", repositories: [{ url: "https://github.com/lab/birds", isOfficial: true }] },
    paperOf("Both", "https://github.com/lab/birds", "https://github.com/flock/birds"),
    paperOf("Eggs", "https://github.com/flock/birds"),
  ]);
  serve({
    "/repos/lab/birds": redirect(301, "/repositories/1"),
    "/repositories/1": json(repository(1, "flock/birds")),
    "/repos/flock/birds": json(repository(1, "flock/birds")),
  });
  await harvest();
  const { papers, repositories } = await app.query(
    `{ repositories { nodes { url papers { totalCount } } } papers(orderBy: TITLE) { nodes { title starCount repositoryLinks { nodes { isOfficial evidence { source } repository { url } } } } } }`,
  );
  expect(repositories.nodes).toEqual([{ url: "https://github.com/flock/birds", papers: { totalCount: 3 } }]);
  expect(papers.nodes.map(({ title, repositoryLinks }: any) => [title, repositoryLinks.nodes.length])).toEqual([
    ["Birds", 1],
    ["Both", 1],
    ["Eggs", 1],
  ]);
  expect(papers.nodes[0]).toMatchObject({
    starCount: 12,
    repositoryLinks: { nodes: [{ isOfficial: true, evidence: [{ source: "test" }] }] },
  });
});

test("ids of repositories that turned out to be one lead to the one, wherever they are asked; those of its links stay", async () => {
  const urls = ["lab/birds", "lab/fish", "lab/newts"].map((name) => `https://github.com/${name}`);
  await app.importRecords([paperOf("Birds", urls[0]!), paperOf("Fish", urls[1]!, urls[2]!)]);
  const idsOf = async () =>
    (await app.query(`{ repositories(orderBy: NAME) { nodes { id url paperLinks { nodes { id paper { title } } } } } }`))
      .repositories.nodes;
  const before = await idsOf();
  const [birds, fish, newts] = before.map(({ id }: any) => id);
  const becomes = (id: number, from: string, to: string) => ({
    [`/repos/${from}`]: redirect(301, `/repositories/${id}`),
    [`/repositories/${id}`]: json(repository(id, to)),
  });
  serve({ ...becomes(1, "lab/birds", "lab/fish"), "/repos/lab/fish": json(repository(1, "lab/fish")) });
  await harvest("2026-11-01T00:00:00Z");
  serve({ ...becomes(1, "lab/fish", "lab/newts"), "/repos/lab/newts": json(repository(1, "lab/newts")) });
  await harvest("2026-11-20T00:00:00Z");
  const answers = await app.query(
    `query ($old: ID!, $ids: [ID!]!, $refs: [String!]!) {
      node(id: $old) { id }
      nodes(ids: $ids) { id ... on Repository { url } }
      repository(by: { id: $old }) { id }
      resolve(refs: $refs) { ... on Resolved { redirected node { ... on Repository { id } } } }
    }`,
    { old: birds, ids: [fish, newts, birds], refs: [birds, newts] },
  );
  const one = { id: newts, url: urls[2] };
  expect(answers).toEqual({
    node: { id: newts },
    nodes: [one, one, one],
    repository: { id: newts },
    resolve: [
      { redirected: true, node: { id: newts } },
      { redirected: false, node: { id: newts } },
    ],
  });
  const [{ paperLinks }] = await idsOf();
  expect(paperLinks.nodes).toEqual(expect.arrayContaining([before[0].paperLinks.nodes[0], before[2].paperLinks.nodes[0]]));
  expect(paperLinks.nodes).toHaveLength(2);
  const statements = await app.statements(() =>
    app.query(`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids: [birds, fish, newts] }),
  );
  expect(statements).toHaveLength(1);
});

test("a repository that gets its old name back has it", async () => {
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds")]);
  serve({ "/repos/lab/birds": redirect(301, "/repositories/1"), "/repositories/1": json(repository(1, "flock/birds")) });
  await harvest("2026-11-01T00:00:00Z");
  serve({ "/repos/flock/birds": redirect(301, "/repositories/1"), "/repositories/1": json(repository(1, "lab/birds")) });
  await harvest("2026-11-20T00:00:00Z");
  for (const url of ["https://github.com/lab/birds", "https://github.com/flock/birds"])
    expect(await find(url)).toMatchObject({ url: "https://github.com/lab/birds", papers: { totalCount: 1 } });
  serve({ "/repos/lab/birds": json(repository(1, "lab/birds")) });
  server.reset();
  await harvest("2026-12-20T00:00:00Z");
  expect(paths()).toEqual(["/repos/lab/birds"]);
});

test.each<[string, Step]>([
  ["gone", json({ message: "Not Found" }, {}, 404)],
  ["blocked by law", json({ message: "Repository access blocked" }, {}, 451)],
  ["blocked by GitHub", json({ message: "Repository access blocked" }, {}, 403)],
  ["private by now", json(repository(1, "lab/birds", { private: true }))],
])("what is %s is noted as checked and stays as it was", async (_what, step) => {
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds")]);
  serve({ "/repos/lab/birds": step });
  expect(await harvest()).toMatchObject({ read: 0 });
  expect(paths()).toHaveLength(1);
  expect(await find("https://github.com/lab/birds")).toMatchObject({
    starCount: null,
    description: null,
    checkedAt: "2026-11-23T12:00:00.000Z",
    papers: { totalCount: 1 },
  });
});

test("an answer that is no repository is rejected, and does not stop the others", async () => {
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds", "https://github.com/lab/fish")]);
  serve({ "/repos/lab/birds": json({ surprise: true }), "/repos/lab/fish": json(repository(2, "lab/fish")) });
  const context = contextOf();
  expect(await harvestGithub(context, WEEK)).toMatchObject({ read: 2, added: 1, rejected: 1 });
  expect(context.lines).toEqual([expect.stringMatching(/expected a repository with id and full_name, found {"surprise":true}$/)]);
});

test("a used-up limit is waited for when it is renewed soon", async () => {
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds", "https://github.com/lab/fish")]);
  const soon = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Date.parse("2026-11-23T12:05:00Z") / 1_000) };
  serve({ "/repos/lab/birds": json(repository(1, "lab/birds"), soon), "/repos/lab/fish": json(repository(2, "lab/fish")) });
  const context = contextOf();
  expect(await harvestGithub(context, WEEK)).toMatchObject({ read: 2 });
  expect(context.waits).toEqual([300_000]);
  expect(context.lines).toEqual([`${server.url}/repos/lab/fish allows no more requests now: waiting 5 minutes`]);
});

test("a used-up limit that is renewed late ends the harvest; what was asked for is there, and the next one goes on", async () => {
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds", "https://github.com/lab/fish")]);
  const late = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Date.parse("2026-11-23T12:50:00Z") / 1_000) };
  serve({ "/repos/lab/birds": json(repository(1, "lab/birds")), "/repos/lab/fish": status(403, late) });
  const failure = await harvest().catch((error) => error);
  expect(failure).toBeInstanceOf(HarvestError);
  expect(failure.message).toBe(
    `${server.url}/repos/lab/fish answered 403, and asks to wait 50 minutes; run it again then to go on`,
  );
  expect(await find("https://github.com/lab/birds")).toMatchObject({ starCount: 12 });
  serve({ "/repos/lab/fish": json(repository(2, "lab/fish")) });
  server.reset();
  await harvest("2026-11-23T13:00:00Z");
  expect(paths()).toEqual(["/repos/lab/fish"]);
});

test.each<[string, Step, RegExp]>([
  [
    "a token that is not accepted",
    json({ message: "Bad credentials" }, {}, 401),
    /^GitHub does not accept the token of GITHUB_TOKEN\.$/,
  ],
  [
    "a secondary limit",
    json({ message: "You have exceeded a secondary rate limit" }, {}, 403),
    /^GitHub asks to slow down; run the harvest again later to go on\.$/,
  ],
  ["a connection that is cut", cut("application/json", JSON.stringify(repository(1, "lab/birds"))), /gave no whole answer: /],
  ["too many requests", status(429), /answered 429 \(asked 2 times\)$/],
  ["a service that is not available", status(503), /answered 503 \(asked 2 times\)$/],
  ["a page for people", body("text/html", "<html>"), /answered with text\/html where JSON was expected$/],
  ["an answer without an end", endless("application/json"), /gave an answer of more than 50000 bytes$/],
])("%s ends the harvest, says so without the token, and notes nothing", async (_what, step, message) => {
  await app.importRecords([paperOf("Birds", "https://github.com/lab/birds")]);
  server.answer(step);
  const failure = await harvest(undefined, { retries: 1, maxReplyBytes: 50_000 }).catch((error) => error);
  expect(failure).toBeInstanceOf(HarvestError);
  expect(failure.message).toMatch(message);
  expect(JSON.stringify([failure, failure.stack])).not.toContain(TOKEN);
  expect(await find("https://github.com/lab/birds")).toMatchObject({ starCount: null, checkedAt: null });
});

test("asks one after the other, those never asked for first, and a paper shows it at once", async () => {
  const urls = Array.from({ length: 60 }, (_, index) => `https://github.com/lab/r${index}`);
  await app.importRecords([paperOf("Many", ...urls)]);
  server.answer((response, request) => {
    const name = request.path.split("/").at(-1)!;
    json(repository(Number(name.slice(1)) + 1, `lab/${name}`))(response, request);
  });
  await harvest("2026-11-01T00:00:00Z");
  expect(new Set(paths()).size).toBe(60);
  const runs = await app.db.query("select source, records_read from import_run order by row_id");
  expect(runs).toEqual([
    { source: "github-repositories", records_read: 50 },
    { source: "github-repositories", records_read: 10 },
  ]);
  await app.importRecords([paperOf("New", "https://github.com/lab/r99")]);
  server.reset();
  await harvest("2026-11-20T00:00:00Z");
  expect(paths()[0]).toBe("/repos/lab/r99");
  expect(paths()).toHaveLength(61);
});
