import type { VocabularyTopic } from "./vocabulary";

/** A topic that a text asserts. */
export interface Tag {
  slug: string;
  /** In (0, 1]: how sure the text makes it. */
  confidence: number;
}

// What a mention adds, read as the chance that the paper is about the topic; places combine as independent evidence.
/** The title says what a paper is about. */
const TITLE = 0.75;
/** The first mention in the abstract, by words of the phrase (1, 2, more): long names are seldom said in passing. */
const ABSTRACT = [0.4, 0.45, 0.5] as const;
/** Every further mention in the abstract: more of the same, so less than the first. */
const REPEATED = 0.2;
/** An abbreviation may stand for something else. */
const ABBREVIATION = 0.85;
/** A whole field is named far more often than it is the subject; areas come by inheritance. */
const AREA = 0.6;

/** Below this a topic is not asserted: drops an area that only the abstract names, once or twice. */
const LEAST = 0.33;
/** Below this (one mention, in the abstract) a topic may be said in passing: kept only while fewer than ENOUGH tasks and methods stand above. */
const PASSING = 0.51;
const ENOUGH = 3;
const MOST_TAGS = 12;

/** A name or alias, ready to be found. */
interface Phrase {
  topic: VocabularyTopic;
  /** What a mention in the title, and a first mention in the abstract, adds. */
  title: number;
  abstract: number;
  /** Folded words of which the text must hold one; null when the phrase is not ambiguous. */
  near: ReadonlySet<string> | null;
}

/** A trie over words: inner words match as they are, the last one with its plural folded. */
interface Node {
  next: Map<string, Node>;
  ends: Map<string, Phrase>;
}

interface Token {
  /** As written, accents off. */
  text: string;
  lower: string;
  /** Only white space, or one mark that joins words, stands between this token and the one before. */
  isJoined: boolean;
}

interface Mention {
  phrase: Phrase;
  start: number;
  end: number;
}

/**
 * Compiles a vocabulary into a function that names the topics of a paper: at most 12, strongest first, equals by slug.
 *
 * Names and aliases are matched as whole phrases in title and abstract (null: the title alone) whatever their case, hyphens and plural,
 * longest first and never overlapping; abbreviations only with the capitals of the vocabulary, or all capitals. Never matched are
 * CATEGORY topics and those with `match: false`. Ancestors are not added: they are inherited, not asserted.
 *
 * confidence = 1 - (1 - t)(1 - a)(1 - 0.2)^(n - 1), where t is 0.75 when the title has the topic; a is 0.4, 0.45 or 0.5 when the abstract has it,
 * by a phrase of one, two or more words; n counts its mentions in the abstract. For an abbreviation t and a are 0.85 of that; for an AREA the
 * whole is 0.6 of that. Dropped are topics below 0.33, and those below 0.51 (one mention, in the abstract) once three tasks or methods stand above.
 */
export function createTagger(vocabulary: readonly VocabularyTopic[]): (title: string, abstract: string | null) => Tag[] {
  const lexicon = compile(vocabulary);
  return (title, abstract) => {
    const places = [tokensOf(withoutAddresses(title)), tokensOf(withoutAddresses(abstract ?? ""))] as const;
    let words: Set<string> | undefined; // most texts never meet an ambiguous phrase
    const fits = ({ near }: Phrase) => {
      if (near === null) return true;
      words ??= new Set(places.flat().map(({ lower }) => foldPlural(lower)));
      for (const word of near) if (words.has(word)) return true;
      return false;
    };
    const [inTitle, inAbstract] = places.map((tokens) => longestFirst(findMentions(tokens, lexicon, fits)));
    return strongest(weigh(inTitle!, inAbstract!));
  };
}

/** The form under which phrases are compared: accents, TeX, case, hyphens, British spelling and the plural of the last word folded; "" when there is no letter or digit. */
export function foldPhrase(text: string): string {
  const words = tokensOf(text).map(({ lower }) => lower);
  const last = words.pop();
  return last === undefined ? "" : americanised([...words, foldPlural(last)].join(" "));
}

interface Lexicon {
  root: Node;
  /** By every spelling allowed in the text. */
  abbreviations: ReadonlyMap<string, Phrase>;
}

function compile(vocabulary: readonly VocabularyTopic[]): Lexicon {
  const root: Node = { next: new Map(), ends: new Map() };
  const abbreviations = new Map<string, Phrase>();
  for (const topic of vocabulary) {
    if (topic.kind === "CATEGORY" || topic.match === false) continue;
    for (const alias of [topic.name, ...topic.aliases]) {
      const folded = foldPhrase(alias);
      const near = topic.near?.[alias]?.map(foldPhrase);
      const weight = isAbbreviation(alias) ? ABBREVIATION : 1;
      const abstract = weight * (ABSTRACT[folded.split(" ").length - 1] ?? ABSTRACT[2]);
      const phrase: Phrase = { topic, title: weight * TITLE, abstract, near: near ? new Set(near) : null };
      if (isAbbreviation(alias)) for (const spelling of [alias, alias.toUpperCase()]) abbreviations.set(spelling, phrase).set(`${spelling}s`, phrase);
      else for (const spelling of new Set([folded, britishOf(folded)])) insert(root, spelling.split(" "), phrase);
    }
  }
  return { root, abbreviations };
}

function insert(root: Node, words: readonly string[], phrase: Phrase): void {
  let node = root;
  for (const word of words.slice(0, -1)) {
    const next = node.next.get(word) ?? { next: new Map(), ends: new Map() };
    node.next.set(word, next);
    node = next;
  }
  node.ends.set(words.at(-1)!, phrase);
}

/** One word with a capital after its start (GAN, LoRA, ImageNet) or of capitals and digits (T5): its capitals tell it from a common word. */
const isAbbreviation = (alias: string) => /^(?=.*[A-Z])[A-Z0-9]{2,}$|^[A-Za-z0-9]+[A-Z][A-Za-z0-9]*$/.test(alias);

/** At each token the longest phrase that starts there and fits. */
function findMentions(tokens: readonly Token[], { root, abbreviations }: Lexicon, fits: (phrase: Phrase) => boolean): Mention[] {
  const mentions: Mention[] = [];
  for (let start = 0; start < tokens.length; start++) {
    let found: Mention | undefined;
    let node: Node | undefined = root;
    for (let end = start; node && end < tokens.length && (end === start || tokens[end]!.isJoined); end++) {
      const { lower } = tokens[end]!;
      const phrase = node.ends.get(foldPlural(lower));
      if (phrase && fits(phrase)) found = { phrase, start, end: end + 1 };
      node = node.next.get(lower);
    }
    const { text, lower } = tokens[start]!;
    const short = found || text === lower ? undefined : abbreviations.get(text);
    if (short && fits(short)) found = { phrase: short, start, end: start + 1 };
    if (found) mentions.push(found);
  }
  return mentions;
}

/** Of mentions that overlap the longest, then the first. */
function longestFirst(mentions: Mention[]): Mention[] {
  const taken = new Set<number>();
  return mentions
    .sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)
    .filter(({ start, end }) => {
      for (let at = start; at < end; at++) if (taken.has(at)) return false;
      for (let at = start; at < end; at++) taken.add(at);
      return true;
    });
}

function weigh(inTitle: readonly Mention[], inAbstract: readonly Mention[]): { topic: VocabularyTopic; confidence: number }[] {
  const evidence = new Map<VocabularyTopic, { title: number; abstract: number; repeats: number }>();
  const of = (topic: VocabularyTopic) => {
    const known = evidence.get(topic) ?? { title: 0, abstract: 0, repeats: -1 };
    evidence.set(topic, known);
    return known;
  };
  for (const { phrase } of inTitle) of(phrase.topic).title = Math.max(of(phrase.topic).title, phrase.title);
  for (const { phrase } of inAbstract) {
    const known = of(phrase.topic);
    known.abstract = Math.max(known.abstract, phrase.abstract);
    known.repeats++;
  }
  return [...evidence].map(([topic, { title, abstract, repeats }]) => {
    const all = 1 - (1 - title) * (1 - abstract) * (1 - REPEATED) ** Math.max(repeats, 0);
    return { topic, confidence: Math.round((topic.kind === "AREA" ? AREA : 1) * all * 1000) / 1000 };
  });
}

function strongest(weighed: { topic: VocabularyTopic; confidence: number }[]): Tag[] {
  const isSpecific = ({ topic, confidence }: (typeof weighed)[number]) => topic.kind !== "AREA" && confidence >= PASSING;
  const least = weighed.filter(isSpecific).length >= ENOUGH ? PASSING : LEAST;
  return weighed
    .filter(({ topic, confidence }) => confidence >= (topic.kind === "AREA" ? LEAST : least))
    .map(({ topic, confidence }) => ({ slug: topic.slug, confidence }))
    .sort((a, b) => b.confidence - a.confidence || (a.slug < b.slug ? -1 : 1))
    .slice(0, MOST_TAGS);
}

/** A web address; without a scheme only what can hardly be two sentences that lack a space. */
const ADDRESS = /(?:https?:\/\/|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|ai|dev)\b(?:\/\S*)?/g;
const withoutAddresses = (text: string) => (text.includes(".") ? text.replace(ADDRESS, ";") : text);

/** Accents (\'e), commands (\textbf, \alpha) and the marks of groups and formulas are dropped; what they enclose stays. */
const withoutTex = (text: string) => (/[\\$~{}]/.test(text) ? text.replace(/\\(?:[a-zA-Z]+ ?|[^a-zA-Z\s&%_-])|[${}]/g, "").replaceAll("~", " ") : text);

/** What may stand between two words of one phrase: white space, or one hyphen, dash, underscore, slash or apostrophe. */
const JOINT = /^(?:\s*|\s*[-_/'\u2010-\u2013\u2019]|[-_/'\u2010-\u2013\u2019]\s*)$/;

function tokensOf(raw: string): Token[] {
  let text = withoutTex(raw);
  if (/\P{ASCII}/u.test(text)) text = text.normalize("NFKD").replace(/\p{M}/gu, "");
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const gap = text.slice(end, index);
    tokens.push({ text: word, lower: word.toLowerCase(), isJoined: gap === " " || gap === "-" || JOINT.test(gap) });
    end = index + word.length;
  }
  return tokens;
}

/** Plurals that the endings below get wrong, and singulars that look like plurals. */
const IRREGULAR = new Map(
  Object.entries({ automata: "automaton", bias: "bias", biases: "bias", caches: "cache", corpora: "corpus", criteria: "criterion" }).concat(
    Object.entries({ indices: "index", matrices: "matrix", metrics: "metric", topics: "topic", vertices: "vertex" }),
  ),
);

/** One form for singular and plural, not always a word of English: it is only compared. */
function foldPlural(word: string): string {
  if (word.length < 4 || !/[as]$/.test(word)) return word;
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (!word.endsWith("s") || /(?:ss|us|is|ics)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/[ye]ses$/.test(word)) return `${word.slice(0, -2)}is`;
  return word.slice(0, /(?:ch|sh|ss|x|zz)es$/.test(word) ? -2 : -1);
}

/** American and British spellings of one sound; the vocabulary may use either, and so may a text. */
const SPELLINGS = [["ization", "isation"], ["imize", "imise"], ["imizing", "imising"], ["modeling", "modelling"], ["labeling", "labelling"], ["behavior", "behaviour"], ["color", "colour"], ["neighbor", "neighbour"], ["center", "centre"]] as const;
const americanised = (text: string) => SPELLINGS.reduce((word, [american, british]) => word.replaceAll(british, american), text);
const britishOf = (text: string) => SPELLINGS.reduce((word, [american, british]) => word.replaceAll(american, british), text);
