import { type Problem, SourceError } from "../../src/importers/importer";
import { csvRowsOf } from "../../src/importers/read/csv";

async function rows(text: string, { size = 3, longest = 1_000 } = {}) {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  const records: object[] = [];
  const problems: Problem[] = [];
  try {
    for await (const row of csvRowsOf(
      chunks(),
      longest,
      ["name", "stars"],
      (problem) => problems.push(problem),
      (row) => row,
    ))
      records.push(row);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { records, problems, error: error.message };
  }
  return { records, problems, error: null };
}

test("rows are read by the names of their columns, in any order, with commas, quotes and line ends inside of quotes", async () => {
  const text = '\ufeffstars, name ,more\r\n1,one,"a, b"\r\n2,two,"says ""hi"""\r\n\r\n3,three,"two\nlines"';
  for (const size of [1, 5, 1_000])
    expect(await rows(text, { size })).toEqual({
      records: [
        { stars: "1", name: "one", more: "a, b" },
        { stars: "2", name: "two", more: 'says "hi"' },
        { stars: "3", name: "three", more: "two\nlines" },
      ],
      problems: [],
      error: null,
    });
});

test("a row with more or fewer values is reported with its line, and quotes inside of a value are kept", async () => {
  const { records, problems, error } = await rows('name,stars\na,1\nb\nc,3,4\n5" disk,6\n');
  expect(records).toEqual([
    { name: "a", stars: "1" },
    { name: '5" disk', stars: "6" },
  ]);
  expect(problems).toEqual([
    { line: 3, reason: "must have 2 values, not 1", record: "b" },
    { line: 4, reason: "must have 2 values, not 3", record: "c,3,4" },
  ]);
  expect(error).toBeNull();
});

test.each([
  ["nothing", "", "line 1: expected a line of column names with name, stars, found"],
  ["another table", "a,b\n1,2\n", 'line 1: expected a line of column names with name, stars, found "a,b"'],
  ["a column too few", "name\n1\n", 'line 1: expected a line of column names with stars, found "name"'],
  ["a binary file", "PK\u0003\u0004\0\0", "NUL byte"],
])("%s is refused", async (_name, text, message) => {
  expect((await rows(text)).error).toContain(message);
});

test("rows before a quote that does not end, or a row that is too long, are given", async () => {
  for (const size of [4, 10_000]) {
    const cut = await rows('name,stars\na,1\n"b,2\n', { size });
    expect([cut.records, cut.error]).toEqual([[{ name: "a", stars: "1" }], expect.stringMatching(/^line \d+: Quote Not Closed/)]);
    const long = await rows(`name,stars\na,1\n"${"x".repeat(5_000)}`, { size });
    expect([long.records, long.error]).toEqual([
      [{ name: "a", stars: "1" }],
      expect.stringMatching(/^line \d+: Max Record Size/),
    ]);
  }
});
