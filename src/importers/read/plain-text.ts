import { ACCENTS, LETTERS, SIGNS } from "./tex-letters";

const FONTS =
  "textbf|textit|textsl|textsc|texttt|textsf|textrm|textup|textmd|textnormal|text|emph|textsuperscript|textsubscript|underline|uline|mbox|hbox";
const SWITCHES = "em|it|bf|sc|tt|rm|sl|sf|cal|itshape|bfseries|scshape|ttfamily|small|footnotesize|large|Large";

/**
 * Everything that is not taken as it stands, in the order in which it is looked for. No part can scan the same text twice, so that a hostile text takes no longer than any other.
 * Formulas come first: they are kept as they are.
 */
const TOKEN = new RegExp(
  [
    String.raw`(?<math>\$\$(?:[^$\\]|\\.)*\$\$|\$(?:[^$\\]|\\.)+\$|\\\((?:[^\\]|\\[^()])*\\\)|\\\[(?:[^\\]|\\[^[\]])*\\\])`,
    String.raw`(?<home>(?<=\/)\\~(?:\{\})?)`,
    String.raw`\\(?<mark>[\x60'^"~=.])\s{0,3}(?:\{\s{0,3}\\?(?<markedGroup>[A-Za-z])\s{0,3}\}|\\?(?<marked>(?<=\\)[ij](?![A-Za-z])\s{0,3}|(?<!\\)[A-Za-z]))`,
    String.raw`\\(?<accent>[cvHukrbd])\s{0,3}(?:\{\s{0,3}\\?(?<accentedGroup>[A-Za-z])\s{0,3}\}|(?<=[cvHukr]\s{1,3})(?<accented>[A-Za-z]))`,
    String.raw`\\(?<split>[a-z])\{(?<remainder>[a-z]{2,9})\}`,
    String.raw`\\url\s{0,3}\{(?<address>[^{}]*)\}`,
    String.raw`\\(?:href|hyperlink)\s{0,3}\{(?<target>[^{}]*)\}\s{0,3}\{`,
    String.raw`(?<note>\\footnote\s{0,3}\{)`,
    String.raw`(?<font>\\(?:${FONTS}|${SWITCHES})\s{0,3}\{|\\textcolor\s{0,3}\{[^{}]*\}\s{0,3}\{|\{\\(?:${SWITCHES})(?![A-Za-z])\s{0,3})`,
    String.raw`(?<colour>\\color\s{0,3}\{[^{}]*\})`,
    String.raw`(?<blank>\\(?:bigskip|medskip|smallskip|newline|linebreak|noindent|par)(?![A-Za-z])|\\[\\\s,;:>])`,
    String.raw`\\(?<name>[A-Za-z]{1,20})(?![A-Za-z(_^])(?<gap>\{\}|\s{1,3})?`,
    String.raw`\\(?<escaped>[%&_#$\{\}])`,
    String.raw`(?<nothing>\\[-@/!])`,
    String.raw`(?<quote>\x60\x60|'')`,
    "(?<brace>[{}])",
  ].join("|"),
  "gsu",
);

/** Deeper groups are kept as they stand. */
const DEEPEST = 20;

/** A group in braces that is open: where its text begins among the parts, and what its end becomes. */
interface Group {
  readonly start: number;
  readonly kind: "braces" | "font" | "note" | "link";
  readonly target: string;
  hasLetters: boolean;
}

/** White space folded to single spaces, none at the ends: hard-wrapped text on one line. */
export function foldSpace(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * TeX as authors write it in titles, abstracts and comments, as plain text on one line: accents and signs as Unicode, fonts left out, the addresses of links kept.
 * Formulas, and commands that are not known, stay as they are.
 */
export function plainText(tex: string): string {
  return foldSpace(/[\\`]/.test(tex) ? new PlainText().convert(tex) : tex);
}

/** A person's or a group's name as plain text; null when it has no letter. */
export function plainName(tex: string): string | null {
  const name = foldSpace(plainText(tex).replace(/~/g, " ").replace(/[{}]/g, ""))
    .replace(/^[,;: ]+|[,;: ]+$/g, "")
    .replace(/\. -(?=\p{L})/gu, ".-"); // "C. -P. Yuan", as arXiv takes names apart
  return /\p{L}/u.test(name) ? name : null;
}

class PlainText {
  private readonly parts: string[] = [];
  private readonly groups: Group[] = [];
  private openQuotes = 0;

  convert(tex: string): string {
    let end = 0;
    for (const match of tex.matchAll(TOKEN)) {
      this.parts.push(tex.slice(end, match.index));
      end = match.index + match[0].length;
      this.take(match[0], match.groups!);
    }
    this.parts.push(tex.slice(end));
    return this.parts.join("");
  }

  private take(token: string, found: Record<string, string | undefined>): void {
    const { mark, accent, name, split, address, target, escaped } = found;
    if (mark !== undefined) this.letter(marked(mark, found.markedGroup ?? found.marked!) ?? token);
    else if (accent !== undefined) this.letter(marked(accent, found.accentedGroup ?? found.accented!) ?? token);
    else if (split !== undefined)
      this.letter(SIGNS.get(split + found.remainder) ?? token); // what careless tools make of \copyright
    else if (name !== undefined) this.command(name, found.gap ?? "", token);
    else if (address !== undefined) this.parts.push(unescaped(address));
    else if (target !== undefined) this.open("link", token, unescaped(target));
    else if (found.note) this.open("note", token);
    else if (found.font) this.open("font", token);
    else if (found.quote) this.quote(token);
    else if (token === "{") this.open("braces", token);
    else if (token === "}") this.close();
    else if (found.home) this.parts.push("~");
    else if (escaped !== undefined) this.parts.push(escaped);
    else if (found.blank) this.parts.push(" ");
    else if (found.math) this.parts.push(token);
  }

  /** A letter swallows the space after its command, as in TeX; after a sign it is kept. */
  private command(name: string, gap: string, token: string): void {
    const letter = LETTERS.get(name);
    const sign = SIGNS.get(name);
    if (letter) this.letter(letter);
    else if (sign) this.letter(sign + (gap === "{}" ? "" : gap));
    else this.parts.push(token);
  }

  private letter(text: string): void {
    this.parts.push(text);
    const group = this.groups.at(-1);
    if (group) group.hasLetters = true;
  }

  private quote(token: string): void {
    if (token === "``") {
      this.openQuotes++;
      this.parts.push("“");
    } else if (this.openQuotes > 0) {
      this.openQuotes--;
      this.parts.push("”");
    } else this.parts.push(token);
  }

  private open(kind: Group["kind"], token: string, target = ""): void {
    const isKept = this.groups.length < DEEPEST;
    if (isKept) this.groups.push({ start: this.parts.length, kind, target, hasLetters: false });
    this.parts.push(!isKept || kind === "braces" ? token : kind === "note" ? " (" : "");
  }

  private close(): void {
    const group = this.groups.pop();
    if (!group) this.parts.push("}");
    else if (group.kind === "note") this.parts.push(")");
    else if (group.kind === "link") this.closeLink(group);
    else if (group.kind === "braces" && group.hasLetters && this.parts.length - group.start <= 5) this.closeLetter(group);
    else if (group.kind === "braces") this.parts.push("}");
  }

  /** Braces around one letter or sign that had a command are TeX's own. */
  private closeLetter({ start }: Group): void {
    const inner = this.parts.slice(start + 1).join("");
    if (/^\P{M}\p{M}*\s?$/u.test(inner)) this.parts[start] = "";
    else this.parts.push("}");
  }

  private closeLink({ start, target }: Group): void {
    const label = this.parts.splice(start).join("");
    this.parts.push(label.trim() === "" || target.includes(label.trim()) ? target : `${label} (${target})`);
  }
}

/** The letter with its accent; null where Unicode has no such letter, which is then no accent but something else. */
function marked(mark: string, letter: string): string | null {
  const composed = `${letter.trim()}${ACCENTS.get(mark) ?? ""}`.normalize("NFC");
  return composed.length === 1 && composed !== letter.trim() ? composed : null;
}

function unescaped(address: string): string {
  return address.replace(/\\([%&_#$~{}])/g, "$1").trim();
}
