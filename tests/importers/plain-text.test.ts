import fc from "fast-check";
import { nameOf, namesIn } from "../../src/importers/read/person-names";
import { plainName, plainText } from "../../src/importers/read/plain-text";
import { mailMomentOf } from "../../src/importers/read/rfc822";

test.each([
  [
    String.raw`Fr\'echet, na\"{\i}ve, Informa\c{c}\~ao, \v{C}apek, \v Capek, Erd\H{o}s, Elim\"aki`,
    "Fréchet, naïve, Informação, Čapek, Čapek, Erdős, Elimäki",
  ],
  [
    "{\\O}resund, Bokm{\\aa}l, {\\'E}cole, vis-\\`a-vis, Stra\\ss e, \\L{}\\'od\\'z, \\k{a} \\r{a} \\d{a}",
    "Øresund, Bokmål, École, vis-à-vis, Straße, Łódź, ą å ạ",
  ],
  [
    String.raw`\textbf{\textsc{Fast}er} {\em and} \emph{better} R\textsuperscript{2} \textcolor{red}{red} {\bf b}`,
    "Faster and better R2 red b",
  ],
  [
    String.raw`Code: \href{https://example.org/a_b}{here}, \href{https://example.org}{https://example.org}`,
    "Code: here (https://example.org/a_b), https://example.org",
  ],
  [
    String.raw`\url{https://example.org/\~ada/a\_b\#c} and http://example.org/\~ada/ or ~ada`,
    "https://example.org/~ada/a_b#c and http://example.org/~ada/ or ~ada",
  ],
  [
    String.raw`Data\footnote{https://example.org} of 20\%, \$1 \& \_x\\new line\ here`,
    "Data (https://example.org) of 20%, $1 & _x new line here",
  ],
  [
    String.raw`360{\deg}, {\mu}s, 0.3 \pm 0.1, the \pi band, \c{opyright} 2025, (\k{appa}_i), \copyright{}2025`,
    "360°, μs, 0.3 ± 0.1, the π band, © 2025, (κ_i), ©2025",
  ],
  ["``Quoted'' and 5'' long, `single' \\'a", "“Quoted” and 5'' long, `single' á"],
  ["  hard-wrapped\n  text \t of\r\nlines ", "hard-wrapped text of lines"],
])("%j becomes %j", (tex, expected) => {
  expect(plainText(tex)).toBe(expected);
});

test.each([
  String.raw`$\alpha\'e$ and $$\textbf{x}$$ and \(\pi\) and \[\mu\]`,
  String.raw`a \cite{key}, \ours{} and \b geometric \b black sets {0,1} of {\epsilon^2}`,
  "no TeX -- at all, $5 and 100% of {it}, a_b ~ c",
])("%j stays as it is", (text) => {
  expect(plainText(text)).toBe(text);
});

test.each([
  ["J.~R.~Example", "J. R. Example"],
  ["{\\L}ukasz {van der} Example,", "Łukasz van der Example"],
  ["C. -P. Yuan", "C.-P. Yuan"],
  [" : ", null],
  ["", null],
])("the name %j is printed %j", (tex, expected) => {
  expect(plainName(tex)).toBe(expected);
});

test.each<[string, string[], boolean?]>([
  ["Ada Example", ["Ada Example"]],
  ["A. One and B. Two", ["A. One", "B. Two"]],
  ["A. One, B. Two, and C. Three", ["A. One", "B. Two", "C. Three"]],
  ["A. One (1), B. Two (1, (2) and 3)\n and C. Three ((1) Univ. X, (2) Y and Z)", ["A. One", "B. Two", "C. Three"]],
  ["A. One, Jr., B. Two, III; C. Three", ["A. One Jr.", "B. Two III", "C. Three"]],
  ["The X Collaboration: A. One, B. Two", ["The X Collaboration", "A. One", "B. Two"]],
  ["A. One on behalf of the X Collaboration, B. Two for the Y and Z collaborations", ["A. One", "B. Two"]],
  ["A. One & B. Two, et al.", ["A. One", "B. Two"], false],
  ["A. One et.al.", ["A. One"], false],
  ["A. (One and B. Two", ["A. (One", "B. Two"]],
  ["Andrea Sandford, Alexander Orlando", ["Andrea Sandford", "Alexander Orlando"]],
  [" , and ,; ", []],
])("%j names %j", (text, names, areWhole = true) => {
  expect(namesIn(text)).toEqual({ names, areWhole });
});

test("a name of its parts has what is known of it", () => {
  expect(nameOf("Ada", "Example", "Jr.")).toBe("Ada Example Jr.");
  expect(nameOf(null, "The X Collaboration", null)).toBe("The X Collaboration");
  expect(nameOf(null, ":", "")).toBeNull();
});

test.each([
  ["Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02T19:18:42.000Z"],
  ["2 Apr 2007 23:18 -0400", "2007-04-03T03:18:00.000Z"],
  ["Mon, 31 Jun 2007 19:18:42 GMT", null],
  ["Mon, 2 Foo 2007 19:18:42 GMT", null],
  ["Mon, 2 Apr 2007 25:18:42 GMT", null],
  ["2007-04-02T19:18:42Z", null],
  [null, null],
])("the moment %j is %j", (text, expected) => {
  expect(mailMomentOf(text)).toBe(expected);
});

const tokens = fc.constantFrom(
  ...[
    "\\",
    "{",
    "}",
    "$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "``",
    "''",
    "\\href{",
    "\\url{",
    "\\textbf{",
    "{\\em ",
    "\\footnote{",
    "\\textcolor{",
    "}{",
  ],
  ...[
    "\\'",
    '\\"',
    "\\c ",
    "\\v{",
    "\\i",
    "\\o",
    "\\pi",
    "\\deg",
    "\\ ",
    "\\\\",
    "\\%",
    "a",
    "e",
    "é",
    " ",
    "~",
    "(",
    ")",
    ", ",
    " and ",
    "\ud800",
    "\u0301",
  ],
);

test("any text gives a text on one line, and names with letters", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(tokens, fc.string({ maxLength: 5 })), { maxLength: 40 }), (parts) => {
      const text = plainText(parts.join(""));
      expect(text).not.toMatch(/^\s|\s$|\s\s|[\n\r\t]/);
      expect(namesIn(parts.join("")).names.filter((name) => !/\p{L}/u.test(name))).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test("a long text of any token takes no longer than any other", () => {
  for (const token of [
    "$",
    "\\(",
    "\\[",
    "{",
    "\\href{",
    "\\href{}{",
    "\\textbf{",
    "\\'",
    "\\c ",
    "(",
    "``",
    "\\url{",
    "{\\em ",
    "\\",
    " for ",
    "a, ",
  ]) {
    const text = token.repeat(100_000 / token.length);
    const begun = performance.now();
    plainText(text);
    namesIn(text);
    expect([token, performance.now() - begun < 2_000]).toEqual([token, true]);
  }
});
