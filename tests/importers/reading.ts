import fc from "fast-check";
import {
  type Importer,
  MAX_LINE_BYTES,
  type Problem,
  type ReadOptions,
  SourceError,
  type SourceRecord,
} from "../../src/importers/importer";

/** What an importer made of a source: all that it gave before it ended, and the SourceError that ended it. */
export interface Reading {
  readonly records: SourceRecord[];
  readonly problems: Problem[];
  readonly error: SourceError | null;
}

/** Reads a source, of which an object is written as JSON. Any exception but a SourceError fails the test. */
export async function reading(
  importer: Importer,
  source: unknown,
  changed: Partial<ReadOptions> = {},
  chunkSize = 65_536,
): Promise<Reading> {
  const bytes = source instanceof Uint8Array ? source : Buffer.from(typeof source === "string" ? source : JSON.stringify(source));
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += chunkSize) yield bytes.subarray(start, start + chunkSize);
  }
  const options = { listedOn: null, today: "2026-11-23", maxLineBytes: MAX_LINE_BYTES, fileName: null, ...changed };
  const records: SourceRecord[] = [];
  const problems: Problem[] = [];
  try {
    for await (const record of importer.read(chunks(), options, (problem) => problems.push(problem))) records.push(record);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { records, problems, error };
  }
  return { records, problems, error: null };
}

/** Values that a careless or hostile writer may put into any field. */
export const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    "",
    " \t\n",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\u202e\u0007",
    "9999-99-99",
    "2024-02-30T25:61:61Z",
    "https://",
    "https://user:password@github.com/a/b",
    "javascript:alert(1)",
    "x".repeat(1_000_000),
    "\\".repeat(100_000),
    [],
    {},
    [[[[]]]],
    ["\u0000", null, 7, {}],
    { __proto__: null, constructor: 1 },
    Array.from({ length: 20_000 }, () => "https://github.com/a/b"),
    JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`),
  ),
  fc.jsonValue(),
  fc.string(),
);

/** Every place inside of a JSON value, as the keys that lead there. */
export function placesIn(value: unknown, path: string[] = []): string[][] {
  const below = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [path, ...below.flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

/** A value with another at a place in it. */
export function replaced(value: any, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** What every record must be, wherever it came from: nothing that a database refuses, and a key that an index holds. */
export function expectToBeStorable(record: SourceRecord): void {
  expect(Buffer.byteLength(record.sourceKey)).toBeLessThan(2_600);
  const text = JSON.stringify(record);
  expect(text).not.toMatch(/(?<!\\)(?:\\\\)*\\(?:u0000|ud[89a-f])/i); // not those that stand there as text
  if (record.kind === "paper") expect(record.title.trim()).not.toBe("");
  if (record.kind === "topic") expect(record.name.trim()).not.toBe("");
}

async function expectRecordsOrReasons(importer: Importer, source: unknown, changed: Partial<ReadOptions>): Promise<void> {
  const { records, problems } = await reading(importer, source, changed, 997);
  records.forEach(expectToBeStorable);
  for (const { reason, record } of problems) expect([reason !== "", (record ?? "").length < 300]).toEqual([true, true]);
}

/** Reads what becomes of a valid JSON source when any of its fields holds anything: it must give records, problems or a SourceError. */
export async function expectToBearWrongFields(
  importer: Importer,
  sample: unknown,
  changed: Partial<ReadOptions> = {},
): Promise<void> {
  const places = placesIn(sample);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), hostile, async (place, value) => {
      await expectRecordsOrReasons(importer, JSON.stringify(replaced(sample, place, value)) ?? "", changed);
    }),
    { numRuns: 300 },
  );
}

/** A source whose bytes are cut, replaced, doubled or shuffled. */
export function damageOf(sample: string): fc.Arbitrary<Uint8Array> {
  const bytes = Buffer.from(sample);
  const place = fc.nat(bytes.length);
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array)),
    fc
      .constantFrom("[", "]", "{", "}", '"', "\\", ",", "\0", "\n", "'", "(", "null", "\ufeff", "[".repeat(500))
      .map((text) => Buffer.from(text)),
  );
  const damaged = fc
    .tuple(place, place, garbage)
    .map(([from, to, between]) => Buffer.concat([bytes.subarray(0, from), between, bytes.subarray(to)]));
  return fc.oneof({ weight: 6, arbitrary: damaged }, { weight: 1, arbitrary: garbage });
}

/** Reads what becomes of a valid source when its bytes are cut, replaced, doubled or shuffled: it must give records, problems or a SourceError. */
export async function expectToBearDamage(importer: Importer, sample: string, changed: Partial<ReadOptions> = {}): Promise<void> {
  const anything = damageOf(sample);
  await fc.assert(
    fc.asyncProperty(anything, (source) => expectRecordsOrReasons(importer, source, changed)),
    { numRuns: 300 },
  );
}
