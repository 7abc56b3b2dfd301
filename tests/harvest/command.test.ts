import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../src/project-dir";
import { cleanUp, run } from "../service-process";
import { useTestApp } from "../test-app";
import { oaiReply } from "./oai-reply";
import { json, status, useReplayServer, xml } from "./replay-server";

const app = useTestApp();
const server = useReplayServer();
const readme = readFileSync(join(projectDir, "README.md"), "utf8");
const commands = [...readme.matchAll(/`npm run harvest -- ([^`]+)`/g)].map(([, words]) => words!);

afterEach(cleanUp);

const harvest = (words: string, env: Record<string, string> = {}) =>
  run("cli.js", ["harvest", ...words.split(" ")], {
    DATABASE_URL: app.databaseUrl,
    ARXIV_OAI_URL: `${server.url}/oai`,
    HUGGING_FACE_URL: server.url,
    GITHUB_API_URL: server.url,
    ARXIV_DELAY_MS: "0",
    HARVEST_DELAY_MS: "0",
    HARVEST_RETRIES: "0",
    HARVEST_CONTACT: "librarian@example.org",
    ...env,
  });

const paper = { id: "2611.00009", title: "Bees", summary: "See https://github.com/lab/bees.", authors: [{ name: "Ana Rivera" }] };

test.each(commands.map((words) => [words]))("harvest %s", async (words) => {
  server.answer((response, request) => {
    const isOai = request.path === "/oai";
    (isOai ? xml(oaiReply([{ id: "2611.00001" }])) : json([{ title: "Bees", paper }]))(response, request);
  });
  if (words.startsWith("github"))
    server.answer(json({ id: 1, full_name: "lab/bees", stargazers_count: 41, private: false, topics: [] }));
  const { code, stdout, stderr } = await harvest(words);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^[a-z-]+: \d+ read = \d+ added \+ \d+ changed \+ \d+ unchanged \+ \d+ rejected\.$/m);
  expect(server.requests.length).toBeGreaterThan(0);
  for (const { headers } of server.requests) expect(headers["user-agent"]).toBe("Papergraph (librarian@example.org)");
});

test("what the commands fetched is there", async () => {
  const { papers, repository } = await app.query(
    `{ papers(orderBy: TITLE) { nodes { arxivId } } repository(by: { url: "https://github.com/lab/bees" }) { starCount } }`,
  );
  expect(papers.nodes.map(({ arxivId }: any) => arxivId)).toEqual(["2611.00009", "2611.00001"]);
  expect(repository.starCount).toBe(41);
});

test("a failure is one line and exit code 1", async () => {
  server.answer(status(503));
  const { code, stdout, stderr } = await harvest("hugging-face --date 2026-11-20");
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toBe(`${server.url}/api/daily_papers?date=2026-11-20&limit=100 answered 503\n`);
});

test("nothing that it says holds the token", async () => {
  server.answer(status(401));
  const secret = "ghp_secretSecretSecret";
  const { code, stdout, stderr } = await harvest("github --stale 0m", { GITHUB_TOKEN: secret });
  expect([code, stderr]).toEqual([1, "GitHub does not accept the token of GITHUB_TOKEN.\n"]);
  expect(stdout + stderr).not.toContain(secret);
  expect(server.requests[0]!.headers.authorization).toBe(`Bearer ${secret}`);
});

test.each([
  ["arxiv --since yesterday", "It must be a day like 2025-03-12."],
  ["arxiv --since 2026-11-20 --set ../cs", "It must be a set of arXiv like cs, math or physics:hep-th."],
  ["hugging-face --date 2026-11-20..2026-11-19", "It must be a day, or two like 2025-03-01..2025-03-12."],
  ["github --stale week", "It must be a length of time like 30m, 12h or 7d."],
])("harvest %s is refused with what was expected", async (words, message) => {
  const { code, stderr } = await harvest(words);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(server.requests).toEqual([]);
});
