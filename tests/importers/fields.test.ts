import {
  countOf,
  dayInFileName,
  dayOf,
  excerptOf,
  fieldsOf,
  listOf,
  momentOf,
  namesOf,
  objectsOf,
  plainTextOf,
  textOf,
  textsOf,
  urlOf,
} from "../../src/importers/read/fields";

test.each<[unknown, string | null]>([
  ["  two\n  lines\t", "two lines"],
  ["a\u0000b\u0007c", "abc"],
  ["a \ud83d b", "a \ufffd b"],
  ["Ünï 😀", "Ünï 😀"],
  ["0123456789", "0123456789"],
  ["0123456789a", null],
  ["", null],
  [" \u0000 ", null],
  [7, null],
  [["text"], null],
  [undefined, null],
])("the text in %j is %j", (value, expected) => {
  expect(textOf(value, 10)).toBe(expected);
});

test("lists give what they hold of a kind, and other values nothing", () => {
  const mixed = [{ a: 1 }, "one", null, ["x"], " two ", 3];
  expect([objectsOf(mixed), textsOf(mixed, 9), listOf(mixed).length]).toEqual([[{ a: 1 }], ["one", "two"], 6]);
  for (const value of [null, undefined, "text", 7, { length: 3 }])
    expect([objectsOf(value), textsOf(value, 9), listOf(value)]).toEqual([[], [], []]);
  expect([fieldsOf({ a: 1 }), fieldsOf([]), fieldsOf(null), fieldsOf("text")]).toEqual([{ a: 1 }, null, null, null]);
});

test("TeX becomes plain text, and names without a letter are none", () => {
  expect(plainTextOf("Schr\\\"odinger's\n 90\\% bound", 99)).toBe("Schrödinger's 90% bound");
  expect(plainTextOf({}, 99)).toBeNull();
  expect(namesOf(["Ada  Lovelace", 'G\\"odel', "-", 7, ""])).toEqual(["Ada Lovelace", "Gödel"]);
});

test.each<[unknown, number | null]>([
  [0, 0],
  [12, 12],
  ["375927", 375927],
  [" 7 ", 7],
  [2_147_483_647, 2_147_483_647],
  [2_147_483_648, null],
  [-1, null],
  [1.5, null],
  [1e300, null],
  ["1e3", null],
  ["", null],
  [Number.NaN, null],
  [null, null],
  [true, null],
])("the count in %j is %j", (value, expected) => {
  expect(countOf(value)).toBe(expected);
});

test.each<[unknown, string | null]>([
  ["2024-05-29", "2024-05-29T00:00:00.000Z"],
  ["2024-05-29T10:16:17.5Z", "2024-05-29T10:16:17.500Z"],
  ["2024-05-29T23:30:00-04:00", "2024-05-30T03:30:00.000Z"],
  ["2024-05-29T23:30:00+0530", "2024-05-29T18:00:00.000Z"],
  ["2026-04-21 10:16 UTC", "2026-04-21T10:16:00.000Z"],
  ["2024-05-29T00:00:00", "2024-05-29T00:00:00.000Z"],
  ["2024-02-30", null],
  ["2023-02-29", null],
  ["2024-13-01", null],
  ["2024-05-29T25:00:00Z", null],
  ["0000-00-00", null],
  ["0001-01-01", null],
  ["9999-12-31", null],
  ["yesterday", null],
  ["May 29, 2024", null],
  [1716940800000, null],
])("the moment in %j is %j", (value, expected) => {
  expect(momentOf(value)).toBe(expected);
  expect(dayOf(value)).toBe(expected?.slice(0, 10) ?? null);
});

test.each([
  ["2024-05-29.json", "2024-05-29"],
  ["ranking-2023-10-15.csv", "2023-10-15"],
  ["12024-05-29.json", null],
  ["2024-02-30.json", null],
  ["papers.json", null],
  [null, null],
])("the day in the file name %j is %j", (name, expected) => {
  expect(dayInFileName(name)).toBe(expected);
});

test.each<[unknown, string | null]>([
  [" https://example.org/a b ", "https://example.org/a%20b"],
  ["HTTP://Example.ORG", "http://example.org/"],
  ["https://user:secret@example.org/", null],
  ["javascript:alert(1)", null],
  ["//example.org/a", null],
  ["example.org", null],
  ["https://", null],
  [null, null],
])("the address in %j is %j", (value, expected) => {
  expect(urlOf(value)).toBe(expected);
});

test("texts of a megabyte are refused at once", () => {
  const long = "x".repeat(1_000_000);
  expect([textOf(long, 500), momentOf(`2024-05-29${long}`), urlOf(`https://example.org/${long}`)]).toEqual([null, null, null]);
  expect(textOf(`a${" ".repeat(1_000_000)}`, 500)).toBeNull();
});

test("an excerpt is short JSON, whole characters and nothing half", () => {
  expect(excerptOf({ a: "text" })).toBe('{"a":"text"}');
  expect(excerptOf(undefined)).toBe("nothing");
  expect(excerptOf("😀".repeat(9), 6)).toBe('"😀😀...');
});
