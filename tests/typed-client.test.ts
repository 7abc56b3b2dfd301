import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { loadSample } from "../src/importers/sample";
import { projectDir } from "../src/project-dir";
import { useTestApp } from "./test-app";

jest.setTimeout(120_000);
const app = useTestApp();

const EXAMPLE = join(projectDir, "examples/typed-client");
const away = mkdtempSync(join(tmpdir(), "papergraph-client-"));
const folder = join(away, "examples/typed-client");

beforeAll(async () => {
  symlinkSync(join(projectDir, "node_modules"), join(away, "node_modules"));
  cpSync(join(projectDir, "schema.graphql"), join(away, "schema.graphql"));
  restore();
  await loadSample(app.db);
  await npx("graphql-codegen");
  await npx("tsc", "-p", ".");
});
afterAll(() => rmSync(away, { recursive: true }));
afterEach(restore);

function restore(): void {
  cpSync(EXAMPLE, folder, { recursive: true, filter: (path) => !/(generated|dist)$/.test(path) });
}

/** Runs a program of the installed packages in the client's folder; fails with what it said. */
function npx(program: string, ...args: string[]): Promise<string> {
  return node(join(projectDir, "node_modules/.bin", program), ...args);
}

async function node(...args: string[]): Promise<string> {
  return promisify(execFile)(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_ENV: undefined } }).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }) => Promise.reject(new Error(stdout + stderr)),
  );
}

function edit(file: string, text: string, replacement: string): void {
  const source = readFileSync(join(folder, file), "utf8");
  expect(source).toContain(text);
  writeFileSync(join(folder, file), source.replace(text, replacement));
}

test("the client compiles strictly, and prints the papers of a topic from all pages", async () => {
  const { papers } = await app.query(
    `{ papers(filter: { topics: { anyOf: ["natural-language-processing"] } }, first: 100) { totalCount nodes { title } } }`,
  );
  expect(papers.totalCount).toBeGreaterThan(20); // more than a page
  const printed = await node("dist/main.js", "natural-language-processing", `${app.url}/graphql`);
  expect(printed).toMatch(new RegExp(`^${papers.totalCount} papers of natural-language-processing\n  \\d+ of `));
  for (const { title } of papers.nodes) expect(printed).toContain(title);
});

test("the client shows the service's message when a query fails", async () => {
  await expect(node("dist/main.js", "no-such-topic", `${app.url}/graphql`)).rejects.toThrow(/no-such-topic/);
});

test.each([
  ["a field that the query did not ask for", "paper.title", "paper.titel", /'titel' does not exist/],
  [
    "a variable of the wrong type",
    "facetsOfTopic, { topic }",
    "facetsOfTopic, { topic: 1 }",
    /'number' is not assignable to type 'string'/,
  ],
  ["a value that may be null", "paper.publishedOn ?? ", "paper.publishedOn.length + ", /possibly 'null'/],
])("%s does not compile", async (_what, right, wrong, message) => {
  edit("main.ts", right, wrong);
  await expect(npx("tsc", "-p", ".", "--noEmit")).rejects.toThrow(message);
});

test("a query that asks for what the contract does not have is refused before there is any code", async () => {
  edit("queries.ts", "title", "titel");
  await expect(npx("graphql-codegen")).rejects.toThrow(/Cannot query field "titel" on type "Paper"/);
});

test("the client's README says what this test does", () => {
  const readme = readFileSync(join(EXAMPLE, "README.md"), "utf8");
  for (const command of ["npx graphql-codegen", "npx tsc -p .", "node dist/main.js"]) expect(readme).toContain(command);
});
