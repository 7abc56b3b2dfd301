import { DEEPEST } from "./json-text";

/** The tokens of a literal: string, number, word, bracket or separator: https://docs.python.org/3/reference/lexical_analysis.html */
const STRING = String.raw`'(?!'')[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'|"(?!"")[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])`;
const TOKEN = new RegExp(String.raw`\s*(?:u?(${STRING})|(${NUMBER})|\b(True|False|None)\b|([[\](){},:]))\s*`, "y");

/** In UTF-16 units: the expression above needs room for every escape of a string. */
const LONGEST = 1_000_000;

const WORDS: Record<string, string> = { True: "true", False: "false", None: "null" };
const OPENED_BY: Record<string, string> = { "]": "[", "}": "{", ")": "(" };

/**
 * The value of a Python literal as `repr` writes it: dict (its keys strings), list, tuple (as a list), str, int, float, True, False and None.
 * Throws an Error that says where it stops to be one. Nothing is run: the tokens are written as JSON, and JSON.parse judges their order.
 */
export function parsePythonLiteral(text: string): unknown {
  const json: string[] = [];
  const open: { readonly bracket: string; hasComma: boolean }[] = [];
  let at = 0;
  let last = "";
  const fail = (what: string): never => {
    throw new Error(`must be a Python literal: ${what} at character ${at + 1}`);
  };
  const write = (mark: string): void => {
    if (mark in OPENED_BY) {
      const { bracket, hasComma } = open.pop() ?? fail("a bracket too many");
      if (bracket !== OPENED_BY[mark]) fail("not the bracket that was opened");
      if (bracket === "(" && !hasComma && last !== "(") fail("parentheses without a comma");
      if (last === ",") json.pop(); // a comma may stand before the end
      json.push(mark === ")" ? "]" : mark);
    } else if (mark === ",") {
      if (open.length === 0 || "[({,:".includes(last)) fail("a comma without a value before it");
      open.at(-1)!.hasComma = true;
      json.push(mark);
    } else {
      if (mark !== ":" && open.push({ bracket: mark, hasComma: false }) > DEEPEST) fail(`more than ${DEEPEST} open brackets`);
      json.push(mark === "(" ? "[" : mark);
    }
  };
  if (text.length > LONGEST) fail(`more than ${LONGEST} characters`);
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text) ?? fail(`no value, but ${JSON.stringify(text.slice(at, at + 20))}`);
    const [, string, number, word, mark] = token;
    if (mark) write(mark);
    else if (string) {
      const value = JSON.stringify(charactersOf(string.slice(1, -1)) ?? fail("a false escape in the string"));
      if (last === "string")
        json.push(json.pop()!.slice(0, -1), value.slice(1)); // strings side by side are one
      else json.push(value);
    } else json.push(` ${number ?? WORDS[word!]!} `); // apart: two numbers side by side are not one
    last = mark ?? (string ? "string" : "value");
    at = TOKEN.lastIndex;
  }
  try {
    return JSON.parse(json.join(""));
  } catch (error) {
    throw new Error(`must be a Python literal: ${(error as Error).message.replace(/ in JSON at position.*$/, "")}`);
  }
}

/** https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences */
const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;
const SHORT: Record<string, string> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", "\n": "" };

/** The text that a string's inside stands for; null for an escape that Python refuses, or that needs its table of character names. */
function charactersOf(inside: string): string | null {
  let isFalse = false;
  const text = inside.replace(ESCAPE, (all: string, octal, hex, short, long, other: string | undefined) => {
    if (other === undefined) {
      const code = octal ? Number.parseInt(octal, 8) : Number.parseInt(hex ?? short ?? long, 16);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
    } else if (!"xuUN".includes(other)) return SHORT[other] ?? (`\\'"`.includes(other) ? other : all);
    isFalse = true;
    return "";
  });
  return isFalse ? null : text;
}
