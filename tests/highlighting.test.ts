import "reflect-metadata";
import fc from "fast-check";
import { HighlightField } from "../src/search/highlight";
import { highlightsOf, wordsLike } from "../src/search/highlighting";

const textOf = (highlights: ReturnType<typeof highlightsOf>, field: HighlightField) =>
  highlights
    .find((highlight) => highlight.field === field)
    ?.fragments.map(({ text }) => text)
    .join("");

test("a title comes whole, in pieces, with its matches marked", () => {
  expect(highlightsOf({ title: "Terns & <b>gannets</b>", abstract: null }, new Set(["gannets"]))).toEqual([
    {
      field: HighlightField.TITLE,
      fragments: [
        { text: "Terns & <b>", isMatch: false },
        { text: "gannets", isMatch: true },
        { text: "</b>", isMatch: false },
      ],
    },
  ]);
});

test("of a long abstract the passage comes in which most of the words stand, cut between words", () => {
  const abstract = `${"A tern. ".repeat(60)}Here a tern meets a gannet and a puffin. ${"Some words more. ".repeat(60)}`;
  const [highlight] = highlightsOf({ title: "Birds", abstract }, new Set(["tern", "gannet", "puffin"]));
  const text = highlight!.fragments.map((fragment) => fragment.text).join("");
  expect(text).toMatch(/^….*Here a tern meets a gannet and a puffin\..*…$/);
  expect(text.length).toBeLessThanOrEqual(302);
  expect(abstract.split(/\s+/)).toEqual(expect.arrayContaining(text.replaceAll("…", "").trim().split(/\s+/)));
});

test("only texts that hold a match are shown", () => {
  expect(highlightsOf({ title: "Birds", abstract: "A tern." }, new Set(["gannet"]))).toEqual([]);
});

test("forms of a word are asked for by how they begin", () => {
  expect(wordsLike({ title: "Terns, terns", abstract: "dying β-terns C++" }, ["tern", "die", "β"]).sort()).toEqual([
    "dying",
    "terns",
    "β",
  ]);
});

test("of any text, the pieces are the text, whole or a passage of it, and matches are words of it", () => {
  const word = fc.constantFrom("tern", "Tern", "gannet", "a", "β", "深度", "1.5", "𝒪", "naïve");
  const gap = fc.constantFrom(" ", "\n", ", ", "—", "<i>", " 😀 ");
  const text = fc.array(fc.tuple(word, gap), { maxLength: 200, size: "max" }).map((parts) => parts.flat().join(""));
  const either = fc.oneof(text, fc.string({ unit: "binary", maxLength: 900, size: "max" }));
  fc.assert(
    fc.property(either, fc.option(either), (title, abstract) => {
      const matches = new Set(["tern", "gannet", "深度", "1.5", "naïve"]);
      const highlights = highlightsOf({ title, abstract }, matches);
      for (const { field, fragments } of highlights) {
        const shown = fragments.map((fragment) => fragment.text).join("");
        const whole = field === HighlightField.TITLE ? title : abstract!;
        if (field === HighlightField.TITLE || whole.length <= 300) expect(shown).toBe(whole);
        else expect(whole).toContain(shown.replace(/^…/, "").replace(/…$/, ""));
        expect(fragments.some(({ isMatch }) => isMatch)).toBe(true);
        for (const { text: piece, isMatch } of fragments) {
          expect(piece).not.toBe("");
          if (isMatch) expect(matches).toContain(piece.toLowerCase());
        }
      }
      expect(textOf(highlights, HighlightField.TITLE) === undefined).toBe(
        !wordsLike({ title, abstract: null }, ["t", "g", "深", "1", "n"]).some((found) => matches.has(found)),
      );
    }),
    { numRuns: 300 },
  );
});
