import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LISTED_ON, loadSample } from "../src/importers/sample";
import { projectDir } from "../src/project-dir";
import { computeTrending } from "../src/trending/recompute";
import { newMember } from "./members";
import { run, startService } from "./service-process";
import { useTestApp } from "./test-app";

const app = useTestApp();
const readme = readFileSync(join(projectDir, "README.md"), "utf8");

/** The code blocks of a language, in order. */
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"))].map(([, code]) => code!.trim());

const queries = blocks("graphql");
const commands = blocks("sh").flatMap((block) => block.split("\n"));
const scripts = JSON.parse(readFileSync(join(projectDir, "package.json"), "utf8")).scripts;

beforeAll(async () => {
  await loadSample(app.db);
  await computeTrending(app.db, LISTED_ON);
});

test("the first query gives the answer that stands below it", async () => {
  expect({ data: await app.query(queries[0]!) }).toEqual(JSON.parse(blocks("json")[0]!));
});

const mutations = queries.filter((query) => query.startsWith("mutation"));

/** What each mutation does. */
const done: Record<string, object> = {
  Upvote: { upvoteCount: 1, viewerHasUpvoted: true },
  Follow: { papers: { totalCount: expect.any(Number), nodes: expect.arrayContaining([{ title: expect.any(String) }]) } },
};

test.each(mutations.map((mutation) => [/mutation (\w+)/.exec(mutation)![1]!, mutation]))(
  "the mutation %s is done for a member",
  async (name, mutation) => {
    const { nodes } = (await app.query("{ papers(first: 1) { nodes { id } } }")).papers;
    const [payload] = Object.values<any>(await (await newMember(app, "Ada")).query(mutation, { paperId: nodes[0].id }));
    expect(payload.userErrors).toEqual([]);
    expect(Object.values(payload)).toContainEqual(expect.objectContaining(done[name]!));
  },
);

test.each(
  queries
    .slice(1)
    .filter((query) => !mutations.includes(query))
    .map((query) => [/query (\w+)/.exec(query)![1]!, query]),
)("the query %s finds something on the sample", async (_name, query) => {
  const [list] = Object.values<any>(await app.query(query));
  expect(list.totalCount).toBeGreaterThan(0);
  expect(list.nodes.length).toBeGreaterThan(0);
});

/** How each command is run here. What starts the service is run by the tests of its life; no container engine is at hand for the last. */
const runs: Record<string, (command: string) => Promise<void>> = {
  "npm start": async () => {
    expect(scripts).toMatchObject({
      prestart: expect.stringContaining("prepare.mjs"),
      start: expect.stringContaining("dist/src/main.js"),
    });
    const service = await startService({ DATABASE_URL: app.databaseUrl });
    expect((await fetch(`${service.url}ready`)).status).toBe(200);
    service.signal("SIGTERM");
    expect((await service.ended).code).toBe(0);
  },
  "npm test": async () => expect(scripts).toMatchObject({ pretest: expect.stringContaining("prepare.mjs"), test: "jest" }),
  "npm run keys": async (command) => {
    const [, words] = / -- (.*)$/.exec(command)!;
    const { code, stdout } = await run("cli.js", ["keys", ...words!.split(" ")], { DATABASE_URL: app.databaseUrl });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^pg_[0-9a-f]{8}_[\w-]{32}\n$/)]);
  },
  "npm run trend": async (command) => {
    const [, words] = / -- (.*)$/.exec(command)!;
    const { code, stdout } = await run("cli.js", ["trend", ...words!.split(" ")], { DATABASE_URL: app.databaseUrl });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^2025-03-12: day \d+, week 95, month 95$/m)]);
  },
  "npm run import": async (command) => {
    const [, words] = / -- (.*)$/.exec(command)!;
    const { code, stdout } = await run("cli.js", ["import", ...words!.split(" ")], { DATABASE_URL: app.databaseUrl });
    expect([code, stdout]).toEqual([0, expect.stringContaining("95 unchanged")]);
  },
  curl: async (command) => {
    const [, body] = /-d '(.*)'$/.exec(command)!;
    const answer = await fetch(`${app.url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body });
    expect(((await answer.json()) as any).data.dailyList.papers.nodes).toHaveLength(3);
  },
  "docker compose exec": async (command) => {
    const [, service, words] = /exec (\w+) node dist\/src\/cli.js (.*)$/.exec(command)!;
    expect(readFileSync(join(projectDir, "docker-compose.yml"), "utf8")).toContain(`\n  ${service}:\n`);
    expect((await run("cli.js", words!.split(" "), { DATABASE_URL: app.databaseUrl })).code).toBe(0);
  },
  "docker compose up": async () => expect(readFileSync(join(projectDir, "docker-compose.yml"), "utf8")).toContain("services:"),
};

test.each(commands.map((command) => [command]))("%s", async (command) => {
  const known = Object.keys(runs).find((start) => command.startsWith(start));
  expect(known).toBeDefined();
  await runs[known!]!(command);
});

test("every file that it links to is there", () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path!);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((path) => !existsSync(join(projectDir, path)))).toEqual([]);
});
