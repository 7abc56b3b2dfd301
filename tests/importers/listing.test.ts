import fc from "fast-check";
import { MAX_LINE_BYTES, type PaperRecord, type Problem, type ReadOptions, SourceError } from "../../src/importers/importer";
import { listing } from "../../src/importers/listing";

const HEAD = ["new", "Papers by email!", "Subscribe", "byOne and others", "Mar 12"];
const options: ReadOptions = { listedOn: null, today: "2026-11-23", maxLineBytes: MAX_LINE_BYTES, fileName: null };

/** A listing of these lines with a blank line between. */
const text = (...entries: string[]) => entries.join("\n\n");

async function read(source: string | Uint8Array, changed: Partial<ReadOptions> = {}, chunkSize = 7) {
  const bytes = Buffer.from(source);
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += chunkSize) yield bytes.subarray(start, start + chunkSize);
  }
  const records: PaperRecord[] = [];
  const problems: Problem[] = [];
  for await (const record of listing.read(chunks(), { ...options, ...changed }, (problem) => problems.push(problem)))
    records.push(record as PaperRecord);
  return { records, problems };
}

test("reads titles and abstracts in turn, exactly, whatever the chunks and line ends", async () => {
  for (const source of [
    text(...HEAD, "A – title", "Ünï text."),
    `\uFEFF${text(...HEAD, "A – title", "Ünï text.").replaceAll("\n", "\r\n")}\r\n`,
  ])
    for (const chunkSize of [1, 5, 1000]) {
      const { records } = await read(source, {}, chunkSize);
      expect(records.map(({ title, abstract }) => [title, abstract])).toEqual([["A – title", "Ünï text."]]);
    }
});

test.each([
  ["Mar 12", "2026-11-23", "2026-03-12"],
  ["Mar 12", "2026-03-12", "2026-03-12"],
  ["Mar 12", "2026-03-11", "2025-03-12"],
  ["December 31", "2026-11-23", "2025-12-31"],
  ["Feb 29", "2026-11-23", "2024-02-29"],
])("the day %s is, on %s, that of %s", async (day, today, expected) => {
  const { records } = await read(text(...HEAD.slice(0, 4), day, "Title", "Abstract."), { today });
  expect(records[0]!.days).toEqual([{ day: expected, position: 1, submittedBy: null }]);
});

test("a day that is given goes before the listing's own", async () => {
  const { records } = await read(text(...HEAD, "Title", "Abstract."), { listedOn: "2019-01-02" });
  expect(records[0]!.days[0]!.day).toBe("2019-01-02");
});

test.each<[string, string | Uint8Array, number, RegExp]>([
  ["an empty file", "", 1, /found nothing/],
  ["blank lines alone", "\n\n\n", 1, /found nothing/],
  ["another text", "# Papers\n\nA list", 1, /expected the line "new", found "# Papers"/],
  ["a binary file", Buffer.from([0x6e, 0x65, 0x77, 0, 1, 2, 3]), 1, /NUL byte/],
  ["invalid UTF-8", Buffer.concat([Buffer.from(text(...HEAD, "Title ")), Buffer.from([0xc3, 0x28])]), 11, /UTF-8/],
  ["a head cut short", text("new", "e-mail"), 3, /expected the line "Subscribe", found the end/],
  ["no day in the head", text(...HEAD.slice(0, 4), "Title", "Abstract."), 9, /expected a day like "Mar 12", found "Title"/],
  ["a day that is none", text(...HEAD.slice(0, 4), "Feb 30", "Title", "Abstract."), 9, /expected a day/],
  ["a head alone", text(...HEAD), 9, /at least one title/],
  [
    "a title at the end",
    text(...HEAD, "One", "Abstract.", "Two"),
    15,
    /expected an abstract after the title "Two", found the end/,
  ],
  [
    "two lines without a blank line between",
    `${text(...HEAD, "Title", "Abstract")}\ncontinued`,
    14,
    /expected a blank line, found "continued"/,
  ],
  [
    "an abstract in the place of a title",
    text(...HEAD, "One", "Abstract.", "x".repeat(501), "y"),
    15,
    /expected a title of at most 500 characters, found 501/,
  ],
])("%s is refused with its line", async (_name, source, line, message) => {
  const error = await read(source).then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(SourceError);
  expect((error as SourceError).line).toBe(line);
  expect((error as SourceError).message).toMatch(message);
});

test("a line longer than the limit is refused before it is held in memory", async () => {
  await expect(read(`${text(...HEAD, "Title")}\n\n${"x".repeat(2_000)}`, { maxLineBytes: 1_000 })).rejects.toThrow(
    "line 13: must be at most 1000 bytes long",
  );
});

test("a title that comes twice is reported, and its first abstract stays", async () => {
  const { records, problems } = await read(text(...HEAD, "Same title", "One.", "Same Title!", "Two."));
  expect(records.map(({ abstract }) => abstract)).toEqual(["One."]);
  expect(problems).toEqual([{ line: 15, reason: "the title of line 11 again", record: "Same Title!" }]);
});

test("any bytes give records or a SourceError, and never half a paper", async () => {
  const line = fc.oneof(fc.constantFrom(...HEAD, "", "Title", "An abstract."), fc.string());
  const source = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map(Buffer.from),
    fc.array(line, { maxLength: 20 }).map((lines) => Buffer.from(text(...HEAD, ...lines))),
  );
  await fc.assert(
    fc.asyncProperty(source, async (bytes) => {
      const records = await read(bytes).then(
        ({ records }) => records,
        (error: unknown) => {
          expect(error).toBeInstanceOf(SourceError);
          return [];
        },
      );
      for (const record of records) expect([record.title.trim(), record.abstract!.trim()]).not.toContain("");
    }),
  );
});
