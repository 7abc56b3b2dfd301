import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./service-process";
import { useTestApp } from "./test-app";

const app = useTestApp();
const folder = mkdtempSync(join(tmpdir(), "papergraph-imports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const command = (...words: string[]) => run("cli.js", words, { DATABASE_URL: app.databaseUrl });
const linesOf = (text: string) => text.trimEnd().split("\n");
const url = "https://paperswithcode.com/method/packing";
const method = { url, name: "Packing", full_name: "Packing", collections: [], paper: null };

test("imports are listed, and all that one of them rejected is shown by its number", async () => {
  const file = join(folder, "methods.json");
  writeFileSync(
    file,
    JSON.stringify([method, ...Array.from({ length: 1_500 }, (_, index) => ({ url, name: 7, index })), "text"]),
  );
  const imported = await command("import", "pwc-methods", file);
  expect(imported).toMatchObject({ code: 0 });
  const [, number] = /`npm run imports -- --rejects (\d+)` shows all/.exec(imported.stderr)!;

  const list = linesOf((await command("imports")).stdout);
  expect(list).toHaveLength(2);
  expect(list[1]).toMatch(new RegExp(`^ *${number} +\\S+Z +pwc-methods +1502 +1 +0 +0 +1501 +\\S+Z +${file}$`));
  const [listed] = linesOf((await command("imports", "--json")).stdout).map((line) => JSON.parse(line));
  expect(listed).toMatchObject({ run: Number(number), format: "pwc-methods", file, read: 1_502, added: 1, rejected: 1_501 });
  expect(Date.parse(listed.finishedAt)).toBeGreaterThanOrEqual(Date.parse(listed.startedAt));

  const rejects = linesOf((await command("imports", "--rejects", number!)).stdout);
  expect(rejects).toHaveLength(1_501);
  expect(rejects[0]).toBe(
    'entry 2: name must be a text of at most 200 characters: {"url":"https://paperswithcode.com/method/packing","name":7,"index":0}',
  );
  expect(rejects.at(-1)).toBe('entry 1502: must be a JSON object, not "text": "text"');
  const { stdout } = await command("imports", "--rejects", number!, "--json");
  const last = linesOf(stdout)
    .map((line) => JSON.parse(line))
    .at(-1);
  expect(last).toEqual({
    run: Number(number),
    unit: "entry",
    place: 1_502,
    reason: 'must be a JSON object, not "text"',
    excerpt: '"text"',
  });
});

const sayings = async (format: string, file: string, ...flags: string[]) => {
  const { code, stderr } = await command("import", format, join(folder, file), ...flags);
  return [code, linesOf(stderr).map((line) => line.replaceAll(`${folder}/`, ""))];
};

test("rejects are told of with entry or line, and summed by their reasons", async () => {
  writeFileSync(join(folder, "few.json"), JSON.stringify([method, { url, name: 7 }, "text", { url, name: 8 }, { url, name: 9 }]));
  expect(await sayings("pwc-methods", "few.json")).toEqual([
    0,
    [
      "few.json, entry 2: rejected: name must be a text of at most 200 characters",
      'few.json, entry 3: rejected: must be a JSON object, not "text"',
      "few.json, entry 4: rejected: name must be a text of at most 200 characters",
      "few.json, entry 5: rejected: name must be a text of at most 200 characters",
      'few.json: 4 rejected: 3 x name must be a text of at most 200 characters, 1 x must be a JSON object, not "text".',
    ],
  ]);
});

test("a record that the database cannot hold is told of with its own line or entry, whatever stands before it", async () => {
  const longName = "\ufdfa".repeat(150); // is long once it is written out
  const named = (name: string, page: string) => ({
    ...method,
    name,
    full_name: name,
    url: `https://paperswithcode.com/method/${page}`,
  });
  const below = { collections: [{ collection: "Boxes", area: "Rooms" }] };
  const methods = [
    { ...named("Folding", "folding"), ...below },
    { url, name: 7 },
    named(longName, "long"),
    named("Rolling", "rolling"),
  ];
  writeFileSync(join(folder, "held.json"), JSON.stringify(methods));
  const [code, [, refused]] = (await sayings("pwc-methods", "held.json")) as [number, string[]];
  expect([code, refused]).toEqual([0, expect.stringMatching(/^held\.json, entry 3: rejected: name must be .* written out/)]);

  const paper = (id: string, title: string) => JSON.stringify({ id, title, summary: "Boxes.", authors: [], categories: [] });
  const lines = [
    "",
    paper("2401.00001", "One"),
    "",
    "",
    "bad",
    paper("2401.00002", "\ufdfa".repeat(300)),
    paper("2401.00003", "Three"),
  ];
  writeFileSync(join(folder, "held.jsonl"), lines.join("\n"));
  const [, told] = (await sayings("arxiv-listing", "held.jsonl")) as [number, string[]];
  expect(told.slice(0, 2)).toEqual([
    expect.stringMatching(/^held\.jsonl, line 5: rejected: must be JSON/),
    expect.stringMatching(/^held\.jsonl, line 6: rejected: title must be .* written out/),
  ]);
});

test("of a file of another form the reason is told once, and that nothing was imported", async () => {
  writeFileSync(join(folder, "page.json"), "<html>\n".repeat(30));
  const [code, lines] = await sayings("arxiv-snapshot", "page.json");
  expect([code, lines]).toEqual([
    1,
    [expect.stringMatching(/^page\.json, line 1: must be JSON: .*; no record was found\. Nothing was imported\.$/)],
  ]);
});

test("what a folder holds besides files of the format is told of, with the first names", async () => {
  const day = join(folder, "day");
  mkdirSync(join(day, "older"), { recursive: true });
  for (const name of ["b.csv", "c.md", "a.json.zip", "d.txt"]) writeFileSync(join(day, name), "");
  writeFileSync(join(day, "methods.json"), JSON.stringify([method]));
  const [code, lines] = await sayings("pwc-methods", "day");
  expect([code, lines]).toEqual([
    0,
    [
      "day: 5 skipped, as files of pwc-methods end with .json, .json.gz, and folders in it are not read: a.json.zip, b.csv, c.md and 2 more",
    ],
  ]);
});

test("--listed-on is refused where it means nothing", async () => {
  const { code, stderr } = await command("import", "arxiv-snapshot", "none.json", "--listed-on", "2025-03-12");
  expect([code, stderr]).toEqual([
    1,
    "--listed-on is not for arxiv-snapshot, which takes no day from outside, but for arxiv-listing, github-rankings, github-stars, hugging-face-daily, listing.\n",
  ]);
});

test("an import that did not end is listed so; a number that no import has is one line", async () => {
  await app.db.query("truncate import_run cascade; insert into import_run (source, file) values ('listing', 'day.txt')");
  expect(linesOf((await command("imports")).stdout)[1]).toMatch(/ no +day\.txt$/);
  const { code, stdout, stderr } = await command("imports", "--rejects", "999999");
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toBe("There is no import 999999: `npm run imports` lists those that there are.\n");
});
