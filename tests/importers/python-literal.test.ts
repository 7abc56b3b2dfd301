import fc from "fast-check";
import { parsePythonLiteral } from "../../src/importers/read/python-literal";

test.each<[string, unknown]>([
  ["{'a': True, 'b': False, 'c': None}", { a: true, b: false, c: null }],
  [`{'one': "it's", "two": 'a "quote"'}`, { one: "it's", two: 'a "quote"' }],
  [String.raw`'tab\t line\n back\\slash \' \" \x41 \u00e9 \U0001f600 \101 \d'`, "tab\t line\n back\\slash ' \" A é 😀 A \\d"],
  ["'a\\\nb'", "ab"],
  ["u'text'", "text"],
  ["'side ' 'by' \" side\"", "side by side"],
  ["['a' 'b', 'c']", ["ab", "c"]],
  ["[1, -2, 0, 3.25, 1e3, -1.5E-2]", [1, -2, 0, 3.25, 1000, -0.015]],
  ["()", []],
  ["(1,)", [1]],
  ["(1, 'a', (None, None))", [1, "a", [null, null]]],
  ["[1, 2, ]", [1, 2]],
  ["{'a': [], 'b': {}, }", { a: [], b: {} }],
  [" \n{ 'a' :\n[ ] }\n", { a: [] }],
  ["{'__proto__': 1}", JSON.parse('{"__proto__": 1}')],
])("reads %s", (text, expected) => {
  expect(parsePythonLiteral(text)).toEqual(expected);
});

test.each([
  "",
  " ",
  "[",
  "]",
  "[1",
  "[1}",
  "(1)",
  "1, 2",
  "[,]",
  "[1,,]",
  "{'a':,}",
  "{'a'}",
  "{'a' 1}",
  "{1: 2}",
  "{'a': 1 'b': 2}",
  "[1 2]",
  "[True False]",
  "'a",
  "'a\nb'",
  "'''a'''",
  "b'a'",
  "f'{a}'",
  "'\\x4'",
  "'\\u12'",
  "'\\U00110000'",
  "'\\N{DASH}'",
  "01",
  "1_000",
  "0x1f",
  "1j",
  "nan",
  "Truely",
  "true",
  "...",
  "a",
  "a.b",
  "print('a')",
  "__import__('os').system('true')",
  "[x for x in [1]]",
  "1 + 1",
  "{**{}}",
  "lambda: 1",
  "datetime.datetime(2024, 1, 1)",
])("refuses %j, saying why", (text) => {
  expect(() => parsePythonLiteral(text)).toThrow(/^must be a Python literal: ./);
});

test("deep brackets, long texts and many pieces are refused or read without delay", () => {
  expect(() => parsePythonLiteral("[".repeat(100_000))).toThrow("more than 64 open brackets");
  expect(() => parsePythonLiteral(`'${"x".repeat(1_000_000)}'`)).toThrow("more than 1000000 characters");
  expect(parsePythonLiteral(`['${"\\\\".repeat(400_000)}']`)).toEqual(["\\".repeat(400_000)]);
  expect(parsePythonLiteral("'a'".repeat(300_000))).toBe("a".repeat(300_000));
  expect(() => parsePythonLiteral(`'${"\\'".repeat(400_000)}`)).toThrow("no value");
}, 10_000);

/** How Python writes a value. */
function repr(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return JSON.stringify(value).replace("e+", "e");
  if (typeof value === "string") {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    return `${quote}${value.replace(/[\\'"\n]/g, (mark) => (mark === "\n" ? "\\n" : mark === "\\" || mark === quote ? `\\${mark}` : mark))}${quote}`;
  }
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  return `{${Object.entries(value as object)
    .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
    .join(", ")}}`;
}

test("whatever Python writes of texts, numbers, lists and dicts is read as it was", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain = JSON.parse(JSON.stringify(value));
      expect(parsePythonLiteral(repr(plain))).toEqual(plain);
    }),
  );
});

test("any other text gives a value or an Error, and no other exception", () => {
  const part = fc.constantFrom("{", "}", "[", "]", "(", ")", ",", ":", "'", '"', "\\", "'a'", "1", "None", "x", " ", "\n");
  const text = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 20 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (text) => {
      try {
        parsePythonLiteral(text);
      } catch (error) {
        expect((error as Error).message).toMatch(/^must be a Python literal: /);
      }
    }),
    { numRuns: 1_000 },
  );
});
