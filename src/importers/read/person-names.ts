import { foldSpace, plainName, plainText } from "./plain-text";

/** The authors of a paper, in order. */
export interface PersonNames {
  readonly names: readonly string[];
  /** Whether these are all: false after "et al.". */
  readonly areWhole: boolean;
}

const SUFFIX = /^(?:(?:Jr|Sr)\.?|II|III|IV)$/;
const OTHERS = /(?:^|\s)et\.? ?al\.?$/i;
const GROUP_BEHIND = /\s(?:on behalf of|for) (?:the )?[^,;]{1,100}\bcollaborations?\b/gi;
const BETWEEN = / ?[,;] ?(?:and )?| and | & |: /;

/**
 * The names in a list of authors as it is printed: by commas and "and", the last with "and"; affiliations in parentheses are left out.
 * So arXiv asks its authors to write them: https://info.arxiv.org/help/prep.html
 */
export function namesIn(text: string): PersonNames {
  const list = foldSpace(withoutParentheses(plainText(text)).replace(GROUP_BEHIND, ""));
  const names: string[] = [];
  let areWhole = true;
  for (const printed of list.split(BETWEEN)) {
    const piece = printed.trim().replace(/^and /, "");
    if (OTHERS.test(piece)) areWhole = false;
    const name = plainName(piece.replace(OTHERS, ""));
    if (name === null) continue;
    if (SUFFIX.test(name) && names.length > 0) names.push(`${names.pop()} ${name}`);
    else names.push(name);
  }
  return { names, areWhole };
}

/** A name of its parts, as it is printed; null when it has no letter. */
export function nameOf(forenames: string | null, keyName: string | null, suffix: string | null): string | null {
  return plainName([forenames, keyName, suffix].filter(Boolean).join(" "));
}

/** The text outside of all parentheses; one that is never closed is taken as it stands. */
function withoutParentheses(text: string): string {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: bracket, index } of text.matchAll(/[()]/g)) {
    if (bracket === "(" && depth++ === 0) {
      parts.push(text.slice(from, index));
      from = index;
    } else if (bracket === ")" && depth > 0 && --depth === 0) from = index + 1;
  }
  return [...parts, text.slice(from)].join(" ");
}
