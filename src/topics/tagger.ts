import { britishOf, foldPhrase, foldPlural, type Token, tokensOf, withoutAddresses } from "./phrase";
import type { VocabularyTopic } from "./vocabulary";

export { foldPhrase } from "./phrase";

/** A topic that a text asserts. */
export interface Tag {
  slug: string;
  /** In (0, 1]: how sure the text makes it. */
  confidence: number;
}

// What a mention adds, read as the chance that the paper is about the topic; title and abstract are independent evidence.
/** The title says what a paper is about. */
const TITLE = 0.75;
/** The best mention in the abstract, by words of the phrase (1, 2, more): long names are seldom said in passing. */
const ABSTRACT = [0.4, 0.45, 0.5] as const;
/** Added when the sentence has announced what is new before it names the topic ("we propose ..."). */
const ANNOUNCED = 0.15;
const ANNOUNCING = new Set([
  "propose",
  "proposes",
  "introduce",
  "introduces",
  "present",
  "presents",
  "investigate",
  "investigates",
]);
/** Added in an abstract of at most SHORT words, which has little room for what is beside the point. */
const CONCISE = 0.05;
const SHORT = 80;
/** Every further mention in the abstract: more of the same, so less than the first. */
const REPEATED = 0.2;
/** Factor for an abbreviation: it may stand for something else. */
const ABBREVIATION = 0.85;
/** Factor for a whole field: it is named far more often than it is the subject; areas come by inheritance. */
const AREA = 0.6;

/** Below this a topic is not asserted: drops an area that only the abstract names, once or twice. */
const LEAST = 0.33;
/** Nor is a task or method below this share of the strongest one: beside it, it was said in passing. */
const SHARE = 0.56;
/** Nor below this (one mention, not announced) once ENOUGH tasks and methods reach it. */
const PASSING = 0.51;
const ENOUGH = 3;
const MOST_TAGS = 12;

/** A name or alias, ready to be found. */
interface Phrase {
  topic: VocabularyTopic;
  /** What a mention in the title adds, and a first one in the abstract. */
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

interface Lexicon {
  root: Node;
  /** By every spelling allowed in a text. */
  abbreviations: ReadonlyMap<string, Phrase>;
}

interface Mention {
  phrase: Phrase;
  start: number;
  end: number;
  isAnnounced: boolean;
}

interface Weighed {
  topic: VocabularyTopic;
  confidence: number;
}

/**
 * Compiles a vocabulary into a function that names the topics of a paper: at most 12, strongest first, equals by slug; none when the text names none.
 *
 * Names and aliases are matched as whole phrases in title and abstract (null: the title alone) whatever their case, hyphens and plural,
 * longest first and never overlapping; abbreviations only with the capitals of the vocabulary, or all capitals. Never matched are
 * CATEGORY topics and those with `match: false`. Ancestors are not added: they are inherited, not asserted.
 *
 * confidence = 1 - (1 - t)(1 - a)(1 - 0.2)^(n - 1), where t is 0.75 when the title has the topic; a is 0.4, 0.45 or 0.5 when the abstract has it
 * by a phrase of one, two or more words, 0.15 more in a sentence that announces ("we propose") and 0.05 more in an abstract of at most 80 words;
 * n counts its mentions in the abstract. For an abbreviation t and a are 0.85 of that, for an AREA the whole is 0.6 of that.
 * Dropped are topics below 0.33, and tasks and methods below 0.56 of the strongest one, or below 0.51 when three reach that.
 */
export function createTagger(vocabulary: readonly VocabularyTopic[]): (title: string, abstract: string | null) => Tag[] {
  const lexicon = compile(vocabulary);
  return (title, abstract) => {
    const inTitle = tokensOf(withoutAddresses(title));
    const inAbstract = tokensOf(withoutAddresses(abstract ?? ""));
    let words: Set<string> | undefined; // most texts never meet an ambiguous phrase
    const fits = ({ near }: Phrase) => {
      if (near === null) return true;
      words ??= new Set([...inTitle, ...inAbstract].map(({ lower }) => foldPlural(lower)));
      for (const word of near) if (words.has(word)) return true;
      return false;
    };
    const mentionsIn = (tokens: readonly Token[]) => longestFirst(findMentions(tokens, lexicon, fits));
    return strongest(weigh(mentionsIn(inTitle), mentionsIn(inAbstract), inAbstract.length <= SHORT ? CONCISE : 0));
  };
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
      if (isAbbreviation(alias))
        for (const spelling of [alias, alias.toUpperCase()]) abbreviations.set(spelling, phrase).set(`${spelling}s`, phrase);
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
  let isAnnounced = false;
  for (let start = 0; start < tokens.length; start++) {
    const { text, lower, opensSentence } = tokens[start]!;
    isAnnounced = (isAnnounced && !opensSentence) || ANNOUNCING.has(lower);
    let found: Mention | undefined;
    let node: Node | undefined = root;
    for (let end = start; node && end < tokens.length && (end === start || tokens[end]!.isJoined); end++) {
      const word = tokens[end]!.lower;
      const phrase = node.ends.get(foldPlural(word));
      if (phrase && fits(phrase)) found = { phrase, start, end: end + 1, isAnnounced };
      node = node.next.get(word);
    }
    const short = found || text === lower ? undefined : abbreviations.get(text);
    if (short && fits(short)) found = { phrase: short, start, end: start + 1, isAnnounced };
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
    })
    .sort((a, b) => a.start - b.start);
}

/** The confidence in each topic mentioned: the formula of `createTagger`. */
function weigh(inTitle: readonly Mention[], inAbstract: readonly Mention[], bonus: number): Weighed[] {
  const evidence = new Map<VocabularyTopic, { title: number; abstract: number; mentions: number }>();
  const of = (topic: VocabularyTopic) => {
    const known = evidence.get(topic) ?? { title: 0, abstract: 0, mentions: 0 };
    evidence.set(topic, known);
    return known;
  };
  for (const { phrase } of inTitle) {
    const known = of(phrase.topic);
    known.title = Math.max(known.title, phrase.title);
  }
  let before: Mention | undefined;
  for (const mention of inAbstract) {
    const known = of(mention.phrase.topic);
    known.abstract = Math.max(known.abstract, mention.phrase.abstract + bonus + (mention.isAnnounced ? ANNOUNCED : 0));
    const isSameMention = before?.phrase.topic === mention.phrase.topic && before.end === mention.start; // "language model (LM)"
    if (!isSameMention) known.mentions++;
    before = mention;
  }
  return [...evidence].map(([topic, { title, abstract, mentions }]) => {
    const confidence = 1 - (1 - title) * (1 - abstract) * (1 - REPEATED) ** Math.max(mentions - 1, 0);
    return { topic, confidence: Math.round((topic.kind === "AREA" ? AREA : 1) * confidence * 1000) / 1000 };
  });
}

function strongest(weighed: readonly Weighed[]): Tag[] {
  const specific = weighed.filter(({ topic }) => topic.kind !== "AREA").map(({ confidence }) => confidence);
  const isEnough = specific.filter((confidence) => confidence >= PASSING).length >= ENOUGH;
  const least = Math.max(LEAST, SHARE * Math.max(0, ...specific), isEnough ? PASSING : 0);
  return weighed
    .filter(({ topic, confidence }) => confidence >= (topic.kind === "AREA" ? LEAST : least))
    .map(({ topic, confidence }) => ({ slug: topic.slug, confidence }))
    .sort((a, b) => b.confidence - a.confidence || (a.slug < b.slug ? -1 : 1))
    .slice(0, MOST_TAGS);
}
