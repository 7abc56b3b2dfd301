import { arxivListing } from "../../src/importers/arxiv-listing";
import { emptyRecord } from "../../src/importers/importer";
import { testOnRealInput } from "../real-data";
import { expectToBearDamage, expectToBearWrongFields, reading } from "./reading";
import { papersIn, realPapers, refusalOf } from "./reading-papers";

const paper = {
  id: "2503.00001v2",
  pdf: "https://arxiv.org/pdf/2503.00001",
  abs: "https://arxiv.org/abs/2503.00001",
  authors: ["Ada Example", "Bj\\\"orn d'Example"],
  title: "A Sample\n  of $\\alpha$-Listings",
  categories: ["cs.CV", "cs.AI", "I.2.10; I.4.8", "68T45", "eess.IV", "cs.CV"],
  comment: "Code: https://github.com/example/listings,",
  summary: "We list papers that\nare \\textbf{wrapped}, at\nhttps://example.org/~ada.",
};
const lines = (...records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join("\n");

test("reads a record whole: one line of text each, arXiv's own categories, no day that nobody told", async () => {
  const { records, problems } = await papersIn(arxivListing, lines(paper));
  expect(problems).toEqual([]);
  expect(records).toEqual([
    {
      ...emptyRecord,
      sourceKey: "2503.00001",
      ownId: "2503.00001",
      title: "A Sample of $\\alpha$-Listings",
      abstract: "We list papers that are wrapped, at https://example.org/~ada.",
      arxivId: "2503.00001",
      comment: "Code: https://github.com/example/listings,",
      landingUrl: "https://arxiv.org/abs/2503.00001",
      pdfUrl: "https://arxiv.org/pdf/2503.00001",
      authors: ["Ada Example", "Björn d'Example"],
      categories: ["cs.CV", "cs.AI", "eess.IV"],
      url: "https://arxiv.org/abs/2503.00001",
      recordLicense: "CC0-1.0",
    },
  ]);
});

test("gives a paper as often as it comes, with the variants of its text", async () => {
  const { records } = await papersIn(arxivListing, lines(paper, { ...paper, title: "A Sample of Lists", comment: null }));
  expect(records.map(({ sourceKey, title, comment }) => [sourceKey, title, comment])).toEqual([
    ["2503.00001", "A Sample of $\\alpha$-Listings", "Code: https://github.com/example/listings,"],
    ["2503.00001", "A Sample of Lists", null],
  ]);
});

test.each([
  [null, "2025-03-18.jsonl.gz", "2025-03-18T00:00:00.000Z"],
  ["2025-03-19", "2025-03-18.jsonl.gz", "2025-03-19T00:00:00.000Z"],
  [null, "today.jsonl", null],
  [null, "2027-01-01.jsonl", null],
  [null, "2025-02-30.jsonl", null],
])("listed on %s in %s, a record is of %s", async (listedOn, fileName, expected) => {
  const { records } = await papersIn(arxivListing, lines(paper), { listedOn, fileName });
  expect(records[0]).toMatchObject({ changedAt: expected, publishedOn: null, versionUpdatedOn: null, days: [] });
});

test("reads the same whatever the chunks, line ends and blank lines", async () => {
  const expected = await papersIn(arxivListing, lines(paper, paper));
  const text = `\uFEFF${lines(paper)}\r\n\r\n${lines(paper)}\r\n`;
  for (const chunkSize of [1, 7, 10_000]) expect(await papersIn(arxivListing, text, {}, chunkSize)).toEqual(expected);
});

test("a line that is no such record is reported with its number, and the others are read", async () => {
  const wrong = [
    "{",
    "[1]",
    lines({ ...paper, id: "0309136" }),
    lines({ ...paper, title: " \n" }),
    lines({ ...paper, title: "x".repeat(501) }),
    lines({ ...paper, authors: "Ada Example" }),
    lines({ ...paper, summary: 7 }),
  ];
  const { records, problems } = await papersIn(arxivListing, [lines(paper), ...wrong, lines(paper)].join("\n"));
  expect(records).toHaveLength(2);
  expect(problems.map(({ line, reason }) => [line, reason.slice(0, 30)])).toEqual([
    [2, "must be JSON: Expected propert"],
    [3, "must be a JSON object, not [1]"],
    [4, 'id must be an arXiv id, not "0'],
    [5, "title must be a text of at mos"],
    [6, "title must be a text of at mos"],
    [7, "authors and categories must be"],
    [8, "summary must be a text of at m"],
  ]);
  expect(problems[0]!.record).toBe("{");
  expect(problems[4]!.record).toHaveLength(203);
});

test.each<[string, string | Uint8Array, RegExp]>([
  ["nothing", "", /line 1: expected lines of JSON, found nothing/],
  ["blank lines", "\n\n \n", /found nothing/],
  ["a page of text", "# Papers\n\nToday", /line 1: must be JSON: .*; no record was found/],
  ["lines of another source", lines({ id: "2503.00001", title: "T", authors: "A", abstract: "x" }), /must be lists; no record/],
  ["a text that never ends", `{"id": "${"x".repeat(1_000_001)}`, /must be at most 1000000 bytes long/],
  ["a file that is no text", Buffer.alloc(500), /line 1: must be text, but holds a NUL byte; no record was found/],
])("%s is refused", async (_name, source, message) => {
  expect((await refusalOf(arxivListing, source))?.message).toMatch(message);
});

test("a line that is no text, or too long, is reported, and reading goes on behind it", async () => {
  const bad = [Buffer.from("a\0b"), Buffer.from([0x22, 0xc3, 0x28]), Buffer.from(`"${"x".repeat(3_000)}"`)];
  const line = Buffer.from(`${lines(paper)}\n`);
  const source = Buffer.concat([line, ...bad.flatMap((bytes) => [bytes, Buffer.from("\n"), line])]);
  for (const chunkSize of [7, 1_000, 100_000]) {
    const { records, problems } = await reading(arxivListing, source, { maxLineBytes: 2_000 }, chunkSize);
    expect(records).toHaveLength(4);
    expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
      [2, "must be text, but holds a NUL byte"],
      [4, "must be UTF-8 text, but holds bytes that are not"],
      [6, "must be at most 2000 bytes long"],
    ]);
    expect(problems.every(({ record }) => (record ?? "").length <= 203)).toBe(true);
  }
});

test("text that cannot be stored or shown is made so: NUL, control characters, half a surrogate pair", async () => {
  const { records } = await papersIn(
    arxivListing,
    lines({ ...paper, title: "A\0 B\u001b[31m \ud800", authors: ["\0", "\ud800A"] }),
  );
  expect(records[0]).toMatchObject({ title: "A B[31m \uFFFD", authors: ["\uFFFDA"] });
});

test("any field and any damage give records, problems or a SourceError", async () => {
  await expectToBearWrongFields(arxivListing, paper);
  await expectToBearDamage(arxivListing, lines(paper, paper));
});

testOnRealInput("reads 38 real days: 9,590 lines, 7,898 papers, no problem", async () => {
  const days = Object.values(await realPapers(arxivListing, "arxiv-listing"));
  const records = days.flatMap(({ records }) => records);
  expect([days.length, records.length, new Set(records.map(({ arxivId }) => arxivId)).size]).toEqual([38, 9_590, 7_898]);
  expect(days.flatMap(({ problems }) => problems)).toEqual([]);
  expect(records.filter(({ abstract, authors, changedAt }) => !abstract || !authors.length || !changedAt)).toEqual([]);
  expect(records.flatMap(({ categories }) => categories).filter((code) => /\d|^[A-Z]/.test(code))).toEqual([]);
});
