import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { dumpIds, newFile } from "./export-file";
import { run } from "./service-process";
import { useTestApp } from "./test-app";

const origin = useTestApp();
const copy = useTestApp();

const command = (app: typeof origin, ...words: string[]) => run("cli.js", words, { DATABASE_URL: app.databaseUrl });

beforeAll(async () => {
  await origin.importRecords([
    { title: "A paper", arxivId: "2401.00001", authors: ["Ada Lovelace"], abstract: "See https://github.com/a/b." },
  ]);
  await copy.db.query("update topic set uid = gen_random_uuid()");
});

test("an instance is copied by two commands, ids included", async () => {
  const file = newFile(".jsonl.gz");
  const said = await command(origin, "export", file);
  expect([said.code, said.stdout]).toEqual([0, ""]);
  expect(said.stderr).toMatch(/\.jsonl\.gz: \d+ topics, 1 repositories, 1 authors, 1 papers\.\n$/);
  expect(existsSync(`${file}.part`)).toBe(false);
  expect((await command(copy, "import", "papergraph", file)).code).toBe(0);
  expect(await dumpIds(copy.db)).toEqual(await dumpIds(origin.db));
  expect((await command(copy, "import", "papergraph", file)).stdout).toContain("Nothing has changed.");
  const streamed = await command(copy, "export", "-");
  expect([streamed.code, streamed.stdout]).toEqual([0, gunzipSync(readFileSync(file)).toString()]);
});

test("a place that cannot be written is one line, and leaves nothing", async () => {
  const { code, stderr } = await command(origin, "export", "/no/such/folder/graph.jsonl");
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^\/no\/such\/folder\/graph\.jsonl cannot be written: ENOENT.*\n$/)]);
});

test("what is no file, like a pipe, is written and stays what it is", async () => {
  const pipe = newFile();
  execFileSync("mkfifo", [pipe]);
  const [{ code }, text] = await Promise.all([command(origin, "export", pipe), readFile(pipe, "utf8")]);
  expect([code, text]).toEqual([0, (await command(origin, "export", "-")).stdout]);
  expect(statSync(pipe).isFIFO()).toBe(true);
});
