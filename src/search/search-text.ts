/** What somebody typed to search, understood. */
export interface SearchText {
  /** Everything that shall be found, in one text: its words are what papers are ranked by. */
  readonly words: string;
  /** Phrases that must be there: of each list at least one. */
  readonly demanded: readonly (readonly string[])[];
  /** Words and phrases that must not be there. */
  readonly refused: readonly string[];
}

/** A word or a quoted phrase. */
interface Operand {
  readonly text: string;
  readonly isPhrase: boolean;
}

/** More words than these are prose that somebody pasted, whose quotes and dashes are punctuation. */
export const MOST_OPERANDS = 16;

const QUOTES = /[“”„‟«»＂]/g;

/** A phrase in quotes, whose last may be missing, or anything up to white space or a quote; what must not be there has a minus before it. */
const OPERANDS = /(-?)"([^"]*)(?:"|$)|([^\s"]+)/gu;

/**
 * Reads what people type: words, "a phrase", -without, -"without this", and OR between alternatives. Never throws: what means nothing is a word.
 * Words are wanted, not demanded; a phrase is demanded, or one of the alternatives that OR joins to it.
 */
export function readSearchText(text: string): SearchText {
  const plain = text
    .replace(QUOTES, '"')
    .replace(/\p{Cc}/gu, " ")
    .trim();
  if (plain.split(/\s+/).length > MOST_OPERANDS) return { words: plain, demanded: [], refused: [] };
  const groups: Operand[][] = [];
  const refused: string[] = [];
  let isAlternative = false;
  for (const [, sign, phrase, word] of plain.matchAll(OPERANDS)) {
    const isRefused = phrase === undefined ? /^-[\p{L}\p{N}]/u.test(word!) : sign === "-";
    const operand = { text: phrase ?? word!.replace(/^-+/, ""), isPhrase: phrase !== undefined };
    if (isRefused) refused.push(operand.text);
    else if (/^(?:or|\|+)$/i.test(word ?? "")) isAlternative = groups.length > 0;
    else {
      if (isAlternative) groups.at(-1)!.push(operand);
      else groups.push([operand]);
      isAlternative = false;
    }
  }
  const demanded = groups.filter((group) => group.some(({ isPhrase }) => isPhrase));
  return { words: textOf(groups.flat()).join(" "), demanded: demanded.map(textOf), refused };
}

const textOf = (operands: readonly Operand[]) => operands.map(({ text }) => text);
