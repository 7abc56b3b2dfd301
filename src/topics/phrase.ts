/** A word of a text. */
export interface Token {
  /** As written, accents off. */
  text: string;
  lower: string;
  /** In lower case, its plural folded. */
  folded: string;
  /** Only white space, or one mark that joins words, stands between this token and the one before. */
  isJoined: boolean;
  opensSentence: boolean;
}

/** The form in which phrases are compared: accents, TeX, case, hyphens, British spelling and the plural of the last word folded; "" without a letter or digit. */
export function foldPhrase(text: string): string {
  const words = tokensOf(text);
  const lastOf = (word: Token) => (words.length === 1 && ABBREVIATION.test(word.text) ? word.lower : word.folded);
  return americanised(words.map((word, index) => (index === words.length - 1 ? lastOf(word) : word.lower)).join(" "));
}

/** A name in capitals that ends with S: no plural, which is written GANs. PNAS is not several PNA, and GPS not several GP. */
const ABBREVIATION = /^[A-Z0-9]{2,4}S$/;

/** A web address; without a scheme only what can hardly be two sentences that lack a space. Bounded, so that hostile text costs no more than other text. */
const ADDRESS = /(?:https?:\/\/|www\.)\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:com|org|net|edu|gov|io|ai|dev)\b(?:\/\S*)?/g;

/** The text without its web addresses, whose words say nothing. */
export const withoutAddresses = (text: string) => (text.includes(".") ? text.replace(ADDRESS, ";") : text);

/** Accents (\'e), commands (\textbf, \alpha) and the marks of groups and formulas are dropped; what they enclose stays. */
const TEX = /\\(?:[a-zA-Z]+ ?|[^a-zA-Z\s&%_-])?|[${}]/g;
const withoutTex = (text: string) => (/[\\$~{}]/.test(text) ? text.replace(TEX, "").replaceAll("~", " ") : text);

/** What may stand between two words of one phrase: white space, or one hyphen, dash, underscore, slash or apostrophe. */
const JOINT = /^(?:\s*|\s*[-_/'\u2010-\u2013\u2019]|[-_/'\u2010-\u2013\u2019]\s*)$/;

/** The words of a text, in order; TeX is read as what it prints. */
export function tokensOf(raw: string): Token[] {
  let text = withoutTex(raw);
  if (/\P{ASCII}/u.test(text)) text = text.normalize("NFKD").replace(/\p{M}/gu, "");
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const gap = text.slice(end, index);
    const isJoined = gap === " " || gap === "-" || JOINT.test(gap);
    const lower = word.toLowerCase();
    tokens.push({ text: word, lower, folded: foldPlural(lower), isJoined, opensSentence: !isJoined && /[.?!]\s/.test(gap) });
    end = index + word.length;
  }
  return tokens;
}

/** Plurals that the endings get wrong, and singulars that look like plurals. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["automata", "automaton"],
  ["bias", "bias"],
  ["biases", "bias"],
  ["caches", "cache"],
  ["corpora", "corpus"],
  ["criteria", "criterion"],
  ["indices", "index"],
  ["matrices", "matrix"],
  ["metrics", "metric"],
  ["topics", "topic"],
  ["vertices", "vertex"],
]);

/** One form for singular and plural, not always a word of English: it is only compared. */
export function foldPlural(word: string): string {
  if (word.length < 4 || !(word.endsWith("s") || word.endsWith("a"))) return word;
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (!word.endsWith("s") || /(?:ss|us|is|ics)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/[ye]ses$/.test(word)) return `${word.slice(0, -2)}is`;
  return word.slice(0, /(?:ch|sh|ss|x|zz)es$/.test(word) ? -2 : -1);
}

/** American and British spellings; vocabulary and texts may use either. */
const SPELLINGS = [
  ["ization", "isation"],
  ["imiz", "imis"],
  ["modeling", "modelling"],
  ["labeling", "labelling"],
  ["behavior", "behaviour"],
  ["color", "colour"],
  ["neighbor", "neighbour"],
  ["center", "centre"],
] as const;
const americanised = (text: string) => SPELLINGS.reduce((word, [american, british]) => word.replaceAll(british, american), text);

/** The phrase in British spelling: itself where there is no difference. */
export const britishOf = (text: string) =>
  SPELLINGS.reduce((word, [american, british]) => word.replaceAll(american, british), text);
