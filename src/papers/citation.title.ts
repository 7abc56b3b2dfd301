/** A part of a title: mathematics in TeX with its dollars, a word, or what stands between. */
export interface TitlePiece {
  readonly text: string;
  readonly kind: "math" | "word" | "other";
  /** Whether BibTeX's styles keep the first letter as it is: at the beginning, and after a colon and a space. */
  readonly isKept: boolean;
}

/** What styles write in lower case. */
export const CAPITAL = /[\p{Lu}\p{Lt}]/u;

/** Dollars around mathematics stand close to it, and no digit follows, as in Pandoc's Markdown: https://pandoc.org/MANUAL.html#math */
const MATH = /((?<![\\$])\$(?![\s$])(?:[^$\\]|\\[^$])+(?<!\s)\$(?![\d$]))/u;
const WORD = /([\p{L}\p{N}\p{M}]+)/u;

/** The pieces of a title, in order: together they are the title. */
export function titlePieces(title: string): TitlePiece[] {
  let before = "";
  const piece = (text: string, kind: TitlePiece["kind"]): TitlePiece => {
    const isKept = kind === "word" && /(?:^|:\s)$/.test(before);
    before += text;
    return { text, kind, isKept };
  };
  return title
    .split(MATH)
    .flatMap((part, index) =>
      index % 2 === 1 && isSound(part)
        ? [piece(part, "math")]
        : part.split(WORD).map((text, place) => piece(text, place % 2 === 1 ? "word" : "other")),
    );
}

/** Whether TeX and BibTeX can read it: BibTeX counts every brace, TeX those without a backslash; the other signs mean something else to TeX there. */
function isSound(math: string): boolean {
  const bare = math.replace(/\\./gu, "");
  return isBalanced(math) && isBalanced(bare) && !/[%#&]/.test(bare);
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const [brace] of text.matchAll(/[{}]/g)) {
    depth += brace === "{" ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
