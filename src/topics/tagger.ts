import { areasOfCategories, type CategoryWeights, createCategoryModel, featuresOf } from "./category-model";
import { ancestorsOf } from "./hierarchy";
import { createReader, type ReadText } from "./lexicon";
import type { VocabularyTopic } from "./vocabulary-topic";

export { foldPhrase } from "./phrase";

/** A topic that a text asserts. */
export interface Tag {
  slug: string;
  /** In (0, 1]: the chance that the paper is about it. */
  confidence: number;
}

/**
 * Names the topics of a paper: at most 12, strongest first, equals by slug; none when the text says nothing of any.
 * An abstract of null: from the title alone. A paper whose sources state its categories keeps those: none is inferred for it.
 */
export type Tagger = (title: string, abstract: string | null, hasCategories?: boolean) => Tag[];

/**
 * What a mention says, as terms of the logit of the chance that the paper is about the topic. Fitted by logistic regression to hand judgements of all topics
 * that a hundred abstracts name, so that of the topics at 0.8 about 80 % are right: see `bench/judged-tags.json` and `npm run bench:tags`.
 */
const LOGIT = {
  always: 0.25,
  /** The title names it: it says what a paper is about. */
  inTitle: 2.2,
  /** Times the logarithm of 1 + its mentions in the abstract. */
  mentions: 1.25,
  /** A sentence that has announced what is new names it. */
  announced: 1,
  /** For the second and the third word of its longest name there: long names are seldom said in passing. */
  word: 0.4,
  /** A whole field is named more often than it is the subject. */
  area: -0.5,
  /** Something above or below it is named too. */
  related: 1.3,
  /** Times the logarithm of the number of topics that the text names: a paper is not about all of many. */
  others: -1.2,
} as const;

/** Below this a topic is not asserted, unless no task or method reaches it: then the strongest one is, from LEAST_ALONE. */
const LEAST = 0.5;
const LEAST_ALONE = 0.3;
const MOST_TAGS = 12;

/** How a text names a topic. */
interface Evidence {
  isInTitle: boolean;
  mentions: number;
  isAnnounced: boolean;
  length: number;
}

/**
 * Compiles a vocabulary into a tagger. Areas, tasks and methods are found by their names (see `createReader`), and are as sure as LOGIT says; ancestors are not
 * added: they are inherited, not asserted. With weights, arXiv categories are inferred from all words of the text (see `createCategoryModel`).
 */
export function createTagger(vocabulary: readonly VocabularyTopic[], weights?: CategoryWeights): Tagger {
  const read = createReader(vocabulary);
  const ancestors = ancestorsOf(vocabulary);
  const infer = weights && createCategoryModel(weights, areasOfCategories(vocabulary));
  const slugOf = new Map(vocabulary.filter(({ kind }) => kind === "CATEGORY").map(({ slug, aliases }) => [aliases[0], slug]));
  return (title, abstract, hasCategories = false) => {
    const text = read(title, abstract);
    const categories =
      infer && !hasCategories
        ? infer(featuresOf(text, ancestors)).flatMap(({ code, probability: confidence }) => {
            const slug = slugOf.get(code);
            return slug === undefined ? [] : [{ slug, confidence }];
          })
        : [];
    return [...namedIn(text, ancestors), ...categories]
      .map(({ slug, confidence }) => ({ slug, confidence: Math.round(confidence * 1000) / 1000 }))
      .sort((a, b) => b.confidence - a.confidence || (a.slug < b.slug ? -1 : 1))
      .slice(0, MOST_TAGS);
  };
}

/** The topics that are named and sure enough. */
function namedIn(text: ReadText, ancestors: ReadonlyMap<string, ReadonlySet<string>>): Tag[] {
  const evidence = evidenceIn(text);
  const named = [...evidence.keys()];
  const isRelated = ({ slug }: VocabularyTopic) =>
    named.some((other) => ancestors.get(slug)!.has(other.slug) || ancestors.get(other.slug)!.has(slug));
  const weighed = named.map((topic) => ({
    ...topic,
    confidence: chanceOf(topic, evidence.get(topic)!, isRelated(topic), named.length),
  }));
  const specific = weighed.filter(({ kind }) => kind !== "AREA");
  const strongest = Math.max(0, ...specific.map(({ confidence }) => confidence));
  const least = strongest < LEAST ? Math.max(LEAST_ALONE, strongest) : LEAST;
  return weighed.filter(({ kind, confidence }) => confidence >= (kind === "AREA" ? LEAST : least));
}

function evidenceIn({ titleMentions, abstractMentions }: ReadText): Map<VocabularyTopic, Evidence> {
  const evidence = new Map<VocabularyTopic, Evidence>();
  const of = (topic: VocabularyTopic): Evidence => {
    const known = evidence.get(topic) ?? { isInTitle: false, mentions: 0, isAnnounced: false, length: 0 };
    evidence.set(topic, known);
    return known;
  };
  for (const { phrase } of titleMentions) {
    const known = of(phrase.topic);
    known.isInTitle = true;
    known.length = Math.max(known.length, phrase.length);
  }
  let before: (typeof abstractMentions)[number] | undefined;
  for (const mention of abstractMentions) {
    const known = of(mention.phrase.topic);
    known.length = Math.max(known.length, mention.phrase.length);
    known.isAnnounced ||= mention.isAnnounced;
    const isSameMention = before?.phrase.topic === mention.phrase.topic && before.end === mention.start; // "language model (LM)"
    if (!isSameMention) known.mentions++;
    before = mention;
  }
  return evidence;
}

/** The logistic function of the terms of LOGIT that hold. */
function chanceOf({ kind }: VocabularyTopic, evidence: Evidence, isRelated: boolean, topics: number): number {
  const logit =
    LOGIT.always +
    (evidence.isInTitle ? LOGIT.inTitle : 0) +
    LOGIT.mentions * Math.log1p(evidence.mentions) +
    (evidence.isAnnounced ? LOGIT.announced : 0) +
    LOGIT.word * (Math.min(evidence.length, 3) - 1) +
    (kind === "AREA" ? LOGIT.area : 0) +
    (isRelated ? LOGIT.related : 0) +
    LOGIT.others * Math.log(topics);
  return 1 / (1 + Math.exp(-logit));
}
