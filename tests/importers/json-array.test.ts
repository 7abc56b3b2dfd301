import fc from "fast-check";
import { type Problem, SourceError } from "../../src/importers/importer";
import { itemsOf, jsonArrayOf } from "../../src/importers/read/json-array";
import { DEEPEST, jsonDocument } from "../../src/importers/read/json-text";

async function* chunksOf(text: string | Uint8Array, size: number) {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function allOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of source) all.push(item);
  return all;
}

/** The items as texts, and what ended them. */
async function items(text: string | Uint8Array, { size = 3, longest = 1_000 } = {}) {
  const texts: string[] = [];
  try {
    for await (const item of itemsOf(chunksOf(text, size), longest)) texts.push(item.text);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { texts, error: error.message };
  }
  return { texts, error: null };
}

test("any array comes apart into its items, whatever the chunks, and its white space", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue(), { maxLength: 8 }),
      fc.nat(3),
      fc.integer({ min: 1, max: 9 }),
      async (values, indent, size) => {
        const { texts, error } = await items(`\ufeff \n${JSON.stringify(values, null, indent)}\r\n`, { size, longest: 100_000 });
        expect(error).toBeNull();
        expect(texts.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
      },
    ),
  );
});

test.each<[string, string, string[], string | null]>([
  ["an empty array", " [ \n ] ", [], null],
  ["brackets, commas and quotes inside of texts", '["],[", "\\"]", {"}": "{"}]', ['"],["', ' "\\"]"', ' {"}": "{"}'], null],
  ["nothing", "", [], "line 1: expected a JSON array, found nothing"],
  ["white space", " \n ", [], "line 1: expected a JSON array, found nothing"],
  ["an object", ' {"a": 1}', [], 'line 1: expected a JSON array, found "{'],
  ["a text", '"[]"', [], "line 1: expected a JSON array, found"],
  ["an array cut after an item", "[1, 2,", ["1", " 2"], 'entry 3: expected "," or "]" after an item, found the end'],
  ["an array cut in an item", '[1, {"a": [', ["1"], 'entry 2: expected "," or "]" after an item, found the end'],
  ["an array cut in a text", '[1, "a\\', ["1"], 'entry 2: expected "," or "]" after an item, found the end'],
  ["another bracket at the end", "[1, 2}", ["1"], 'entry 2: expected "," or "]" after an item, found "}"'],
  ["something after the array", "[1] x", ["1"], 'entry 1: expected the end after the array, found "x"'],
  ["two arrays", "[1][2]", ["1"], "entry 1: expected the end after the array"],
  ["a comma at the end", "[1,]", ["1", ""], null],
])("%s is read as far as it is whole", async (_name, text, expected, error) => {
  for (const size of [1, 4, 1_000]) {
    const read = await items(text, { size });
    expect(read.texts).toEqual(expected);
    if (error === null) expect(read.error).toBeNull();
    else expect(read.error).toContain(size < 1_000 ? error.slice(0, 40) : error);
  }
});

test("an item longer than the limit is refused before it is held, and those before it are given", async () => {
  const { texts, error } = await items(`[1, "${"x".repeat(50_000)}`, { size: 64, longest: 1_000 });
  expect([texts, error]).toEqual([["1"], "entry 2: must be at most 1000 bytes long"]);
  expect((await items(`["${"é".repeat(499)}"]`)).error).toBeNull();
  expect((await items(`["${"é".repeat(500)}"]`)).error).toBe("entry 1: must be at most 1000 bytes long");
});

test("an array of any length is read in the memory of one item", async () => {
  const item = JSON.stringify({ text: "x".repeat(1_000) });
  async function* endless() {
    yield Buffer.from(`[${item}`);
    for (let i = 0; i < 50_000; i++) yield Buffer.from(`,${item}`);
    yield Buffer.from("]");
  }
  const before = process.memoryUsage().rss;
  let count = 0;
  for await (const _ of itemsOf(endless(), 2_000)) count++;
  expect(count).toBe(50_001);
  expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
});

test("brackets without end are refused, in arrays and in whole texts", async () => {
  const deep = "[".repeat(100_000);
  expect((await items(deep, { size: 1_000 })).error).toBe(`entry 1: must not nest deeper than ${DEEPEST} brackets`);
  await expect(jsonDocument(chunksOf(deep, 1_000), 1_000_000)).rejects.toThrow(`must not nest deeper than ${DEEPEST} brackets`);
  const allowed = `${"[".repeat(DEEPEST)}${"]".repeat(DEEPEST)}`;
  expect((await items(allowed)).error).toBeNull();
  await expect(jsonDocument(chunksOf(allowed, 7), 1_000)).resolves.toBeInstanceOf(Array);
});

test("NUL bytes and bytes that are no UTF-8 are refused", async () => {
  expect((await items('["a\0b"]')).error).toMatch(/NUL/);
  expect((await items(Buffer.from([0x5b, 0x22, 0xc3, 0x28, 0x22, 0x5d]))).error).toMatch(/UTF-8/);
});

test("an item that is no JSON, no object or wrong is reported with its place, and the others are given", async () => {
  const problems: Problem[] = [];
  const source = chunksOf('[{"a": 1}, {"a": NaN}, 7, {"a": 2}, {"b": "\\x"}, null, {"a": 3}]', 5);
  const records = jsonArrayOf(
    source,
    1_000,
    (problem) => problems.push(problem),
    ({ a }, place) => (a === 2 ? "must not be 2" : { a, place }),
  );
  expect(await allOf(records)).toEqual([
    { a: 1, place: 1 },
    { a: 3, place: 7 },
  ]);
  expect(problems.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    expect.stringMatching(/^2 must be JSON: /),
    "3 must be a JSON object, not 7",
    "4 must not be 2",
    expect.stringMatching(/^5 must be JSON: /),
    "6 must be a JSON object, not null",
  ]);
});

test("an array of other things altogether is refused", async () => {
  const records = jsonArrayOf(
    chunksOf("[1, 2, 3]", 5),
    1_000,
    () => {},
    () => ({}),
  );
  await expect(allOf(records)).rejects.toThrow("entry 1: must be a JSON object, not 1");
});

test.each([
  ["", "expected JSON, found nothing"],
  [" \n", "expected JSON, found nothing"],
  ['{"a": ', "must be JSON"],
  ["{'a': 1}", "must be JSON"],
  [`"${"x".repeat(1_000)}"`, "must be at most 1000 bytes long"],
])("a whole text is refused when it is none: %#", async (text, message) => {
  await expect(jsonDocument(chunksOf(text, 7), 1_000)).rejects.toThrow(`line 1: ${message}`);
});

test("a whole text is read with a byte order mark, and with brackets in its texts", async () => {
  expect(await jsonDocument(chunksOf('\ufeff{"a]": ["[{"]}', 2), 1_000)).toEqual({ "a]": ["[{"] });
});
