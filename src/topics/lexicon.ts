import { britishOf, foldPhrase, type Token, tokensOf, withoutAddresses } from "./phrase";
import { type VocabularyTopic, wordingsOf } from "./vocabulary-topic";

/** A name or alias, ready to be found. */
export interface Phrase {
  readonly topic: VocabularyTopic;
  /** How many words it has. */
  readonly length: number;
  /** One word with capitals that tell it from a common word: it may stand for something else. */
  readonly isAbbreviation: boolean;
  /** Folded words of which the text must hold one; null when the phrase is not ambiguous. */
  readonly near: ReadonlySet<string> | null;
}

/** A place in a text where a topic is named. */
export interface Mention {
  readonly phrase: Phrase;
  readonly start: number;
  readonly end: number;
  /** The sentence has announced what is new before it names the topic ("we propose ..."). */
  readonly isAnnounced: boolean;
}

/** A text in words, and the topics that it names. */
export interface ReadText {
  readonly title: readonly Token[];
  readonly abstract: readonly Token[];
  /** The words of both, each once, plurals folded. */
  readonly words: ReadonlySet<string>;
  readonly titleMentions: readonly Mention[];
  readonly abstractMentions: readonly Mention[];
}

/** A trie over words: inner words match as they are, the last one with its plural folded. */
type Node = Map<string, Step>;

/** What a word leads to: further words, the end of a phrase, or both. Most words are their own folded form: one look-up serves both. */
interface Step {
  next?: Node;
  phrase?: Phrase;
}

interface Lexicon {
  readonly root: Node;
  /** By every spelling allowed in a text. */
  readonly abbreviations: ReadonlyMap<string, Phrase>;
}

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

/**
 * Compiles a vocabulary into a function that reads a title and an abstract (null: the title alone) and finds the topics that they name.
 *
 * Names, aliases and phrases are matched whole whatever their case, hyphens and plural, longest first and never overlapping; abbreviations only with
 * the capitals of the vocabulary, or all capitals; an ambiguous phrase only where title or abstract hold one of the words it must stand near.
 * Never matched are CATEGORY topics and those with `match: false`.
 */
export function createReader(vocabulary: readonly VocabularyTopic[]): (title: string, abstract: string | null) => ReadText {
  const lexicon = compile(vocabulary);
  return (titleText, abstractText) => {
    const title = tokensOf(withoutAddresses(titleText));
    const abstract = tokensOf(withoutAddresses(abstractText ?? ""));
    const words = new Set<string>();
    for (const tokens of [title, abstract]) for (const { folded } of tokens) words.add(folded);
    const fits = ({ near }: Phrase) => {
      if (near === null) return true;
      for (const word of near) if (words.has(word)) return true;
      return false;
    };
    const mentionsIn = (tokens: readonly Token[]) => longestFirst(findMentions(tokens, lexicon, fits));
    return { title, abstract, words, titleMentions: mentionsIn(title), abstractMentions: mentionsIn(abstract) };
  };
}

function compile(vocabulary: readonly VocabularyTopic[]): Lexicon {
  const root: Node = new Map();
  const abbreviations = new Map<string, Phrase>();
  for (const topic of vocabulary) {
    if (topic.kind === "CATEGORY" || topic.match === false) continue;
    for (const alias of wordingsOf(topic)) {
      const folded = foldPhrase(alias);
      const near = topic.near?.[alias]?.map(foldPhrase);
      const phrase: Phrase = {
        topic,
        length: folded.split(" ").length,
        isAbbreviation: isAbbreviation(alias),
        near: near ? new Set(near) : null,
      };
      if (phrase.isAbbreviation)
        for (const spelling of [alias, alias.toUpperCase()]) abbreviations.set(spelling, phrase).set(`${spelling}s`, phrase);
      else for (const spelling of new Set([folded, britishOf(folded)])) insert(root, spelling.split(" "), phrase);
    }
  }
  return { root, abbreviations };
}

function insert(root: Node, words: readonly string[], phrase: Phrase): void {
  let node = root;
  const stepFrom = (word: string): Step => {
    const step = node.get(word) ?? {};
    node.set(word, step);
    return step;
  };
  for (const word of words.slice(0, -1)) {
    const step = stepFrom(word);
    step.next ??= new Map();
    node = step.next;
  }
  stepFrom(words.at(-1)!).phrase = phrase;
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
      const token = tokens[end]!;
      const step: Step | undefined = node.get(token.lower);
      const phrase = (token.folded === token.lower ? step : node.get(token.folded))?.phrase;
      if (phrase && fits(phrase)) found = { phrase, start, end: end + 1, isAnnounced };
      node = step?.next;
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
