import { createHash } from "node:crypto";
import { slugify } from "transliteration";

/** Text of ASCII alone: most titles and names, for which nothing has to be looked up in the tables of Unicode. */
const PLAIN = /^[\x20-\x7e]*$/;

/** A title without case, accents, punctuation, TeX and repeated white space: equal for all ways to print one title. Empty when nothing else is in it. */
export function titleKey(title: string): string {
  const text = title.replace(/\\[`'^"~=.]|\\(?=[a-zA-Z])|[${}]/g, ""); // TeX: accents over letters, the backslash of commands, math and groups
  if (PLAIN.test(text))
    return text
      .toLowerCase()
      .replaceAll("'", "")
      .replace(/[^a-z0-9]+/g, " ")
      .trim();
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The longest slug, before a suffix. */
const SLUG_LENGTH = 80;

/** A title or name in lower-case ASCII words with hyphens between, cut between words; `fallback` where nothing can be written so. */
export function slugOf(text: string, fallback: string): string {
  const words = text.replace(/['’]/g, "");
  const slug = PLAIN.test(words)
    ? words
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, " ")
        .trim()
        .replaceAll(" ", "-")
    : slugify(words, { allowedChars: "a-zA-Z0-9" });
  const cut =
    slug.length <= SLUG_LENGTH
      ? slug
      : slug
          .slice(0, SLUG_LENGTH + 1)
          .replace(/-[^-]*$/, "")
          .slice(0, SLUG_LENGTH);
  return cut || fallback;
}

/** Tells equal slugs apart: eight characters that the identity alone decides, so that the order of arrival does not show. */
export function slugSuffix(identity: string): string {
  return createHash("sha256").update(identity).digest("hex").slice(0, 8);
}
