import { loadVocabulary } from "../src/topics/vocabulary";
import { randomNumbers, zipf } from "./random";

const SYLLABLES = "ba co di fe gu la mo ni pe ra so ti ul ver wa xi ya zo tra pre con ter ment al in er".split(" ");
const COMMON = "the of and a to in we for that is with on are as by this model method data results learning".split(" ");

/** Words of two to four syllables, as many as asked, in an order that stays. */
function inventWords(count: number): string[] {
  const random = randomNumbers(1);
  const words = new Set<string>();
  while (words.size < count)
    words.add(
      Array.from({ length: 2 + Math.floor(random() * 3) }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(""),
    );
  return [...words];
}

/** Invented words: what stands first is used most. */
export const words: readonly string[] = inventWords(40_000);

const phrases = loadVocabulary()
  .filter(({ kind, match }) => kind !== "CATEGORY" && match !== false)
  .map(({ name }) => name.toLowerCase());

/** So many words as in abstracts: two in five are common, one in thirty names a topic, the others follow Zipf's law. */
export function textOf(random: () => number, length: number): string {
  const word = () =>
    random() < 0.4
      ? COMMON[Math.floor(random() * COMMON.length)]!
      : random() < 0.06
        ? phrases[zipf(random, phrases.length)]!
        : words[zipf(random, words.length)]!;
  return Array.from({ length }, word).join(" ");
}
