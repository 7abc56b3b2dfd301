/** A name as CSL-JSON holds it: in parts, or as one where it has none. */
export type CslName =
  | { readonly family: string; readonly given: string; readonly suffix?: string }
  | { readonly literal: string };

/** Words that belong to the family name behind them. */
const PARTICLES = new Set(
  "af al av bin da das de del della den der di do dos du el ibn la las le los ten ter van von zu zum zur".split(" "),
);

const SUFFIX = /^(?:jr|sr|ii|iii|iv)\.?$/i;

/** The parts of a name as printed, "Ada van der Berg Jr." or "van der Berg, Ada, Jr."; a name of one word stands for itself. */
export function nameParts(printed: string): CslName {
  const [first = "", ...rest] = printed.split(",").map((part) => part.trim());
  return rest.length > 0 ? partsOfInverted(first, rest.filter(Boolean)) : partsOfWords(first.split(/\s+/));
}

function partsOfInverted(family: string, rest: readonly string[]): CslName {
  const suffix = rest.find((part) => SUFFIX.test(part));
  const given = rest.filter((part) => part !== suffix).join(" ");
  if (family === "" || given === "") return { literal: [family, ...rest].filter(Boolean).join(" ") };
  return { family, given, ...(suffix && { suffix }) };
}

function partsOfWords(words: readonly string[]): CslName {
  const suffix = words.length > 2 && SUFFIX.test(words.at(-1)!) ? words.at(-1) : undefined;
  const names = suffix ? words.slice(0, -1) : words;
  let start = names.length - 1;
  while (start > 1 && PARTICLES.has(names[start - 1]!)) start--;
  if (start < 1) return { literal: words.join(" ") };
  return { family: names.slice(start).join(" "), given: names.slice(0, start).join(" "), ...(suffix && { suffix }) };
}
