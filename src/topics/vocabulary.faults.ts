import { ancestorsOf } from "./hierarchy";
import { foldPhrase } from "./phrase";
import { MAPPED_SCHEMES, type MappedScheme, TOPIC_KINDS, type VocabularyTopic, wordingsOf } from "./vocabulary-topic";

/** What is wrong with the entries of a vocabulary file: a sentence each, naming the topic, what was expected and what came; none for good ones. */
export function faultsOfVocabulary(json: readonly unknown[]): string[] {
  const faults = json.flatMap((entry, index) => faultsOfEntry(entry, index));
  // The checks between topics need entries of the right shape.
  return faults.length > 0 ? faults : faultsBetween(json as VocabularyTopic[]);
}

function faultsOfEntry(entry: unknown, index: number): string[] {
  if (typeof entry !== "object" || entry === null) return [`topic ${index}: expected an object, not ${show(entry)}`];
  const { slug, name, kind, description, parents, aliases, phrases, near, match, mappings, ...rest } = entry as Record<
    string,
    unknown
  >;
  const faults: string[] = [];
  const label = isText(slug) ? slug : `topic ${index}`;
  const expect = (holds: boolean, field: string, expected: string, came: unknown) => {
    if (!holds) faults.push(`${label}: ${field} must be ${expected}, not ${show(came)}`);
  };
  expect(isText(slug) && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug), "slug", "kebab-case", slug);
  expect(isPhrase(name), "name", "a phrase with a letter or digit", name);
  expect((TOPIC_KINDS as readonly unknown[]).includes(kind), "kind", `one of ${TOPIC_KINDS.join(", ")}`, kind);
  expect(
    isText(description) || (description === null && kind === "CATEGORY"),
    "description",
    "a sentence (null for a CATEGORY only)",
    description,
  );
  expect(areTexts(parents), "parents", "an array of slugs", parents);
  expect(areTexts(aliases) && aliases.every(isPhrase), "aliases", "an array of phrases with a letter or digit", aliases);
  expect(
    phrases === undefined || (areTexts(phrases) && phrases.length > 0 && phrases.every(isPhrase)),
    "phrases",
    "an array of phrases with a letter or digit, or absent",
    phrases,
  );
  expect(match === undefined || typeof match === "boolean", "match", "true or false", match);
  expect(near === undefined || isNear(near), "near", "an object of alias to a list of single words", near);
  if (isNear(near) && areTexts(aliases)) {
    const own = [name, ...aliases, ...(areTexts(phrases) ? phrases : [])];
    for (const wording of Object.keys(near))
      expect(own.includes(wording), "near", "about the topic's own name, aliases or phrases", wording);
  }
  expect(
    mappings === undefined || isMappings(mappings),
    "mappings",
    `an object with lists under ${MAPPED_SCHEMES.join(", ")}`,
    mappings,
  );
  for (const field of Object.keys(rest)) expect(false, field, "absent: a topic has no such field", rest[field]);
  return faults;
}

function faultsBetween(topics: readonly VocabularyTopic[]): string[] {
  const bySlug = new Map(topics.map((topic) => [topic.slug, topic]));
  const ancestors = ancestorsOf(topics);
  const faultsOfPlaces = topics.flatMap((topic) => faultsOfPlace(topic, bySlug, ancestors.get(topic.slug)!));
  return [...faultsOfNames(topics), ...faultsOfMappings(topics), ...faultsOfSlugs(topics), ...faultsOfPlaces];
}

/** Where two topics claim one wording. */
function faultsOfNames(topics: readonly VocabularyTopic[]): string[] {
  const faults: string[] = [];
  const slugs = new Set<string>();
  const ownerOf = new Map<string, string>();
  for (const topic of topics) {
    const { slug, kind, aliases } = topic;
    if (slugs.has(slug)) faults.push(`${slug}: slug must be unique, but two topics have it`);
    slugs.add(slug);
    // arXiv gives one name to several categories (cs.IT and math.IT), and areas may have it too: only the code names a category.
    for (const phrase of kind === "CATEGORY" ? aliases : wordingsOf(topic)) {
      const owner = ownerOf.get(foldPhrase(phrase));
      const other = owner === slug ? "this topic has it twice" : `${owner} has it too`;
      if (owner !== undefined) faults.push(`${slug}: "${phrase}" must name one topic, but ${other}`);
      ownerOf.set(foldPhrase(phrase), slug);
    }
  }
  return faults;
}

/** Each code, id and name stands for one topic; a name of Papers with Code is the topic's own, so that what is called so is never another thing. */
function faultsOfMappings(topics: readonly VocabularyTopic[]): string[] {
  const faults: string[] = [];
  const mapped = new Map<string, string>();
  for (const { slug, name, aliases, mappings } of topics) {
    const own = new Set([name, ...aliases].map(foldPhrase));
    for (const scheme of MAPPED_SCHEMES)
      for (const value of mappings?.[scheme] ?? []) {
        const other = mapped.get(`${scheme} ${value}`);
        if (other !== undefined) faults.push(`${slug}: ${scheme} "${value}" must be mapped once, but ${other} has it too`);
        mapped.set(`${scheme} ${value}`, slug);
        if (scheme === "papersWithCode" && !own.has(foldPhrase(value)))
          faults.push(`${slug}: papersWithCode must be its name or one of its aliases, not ${show(value)}`);
      }
  }
  return faults;
}

/** The words of a slug find the topic too: they may be no phrase, which speaks of something else than it names. */
function faultsOfSlugs(topics: readonly VocabularyTopic[]): string[] {
  const phraseOf = new Map(topics.flatMap(({ slug, phrases = [] }) => phrases.map((phrase) => [foldPhrase(phrase), slug])));
  return topics.flatMap(({ slug }) => {
    const owner = phraseOf.get(foldPhrase(slug));
    return owner === undefined ? [] : [`${slug}: slug must name the topic alone, but ${owner} has it as a phrase`];
  });
}

function faultsOfPlace(
  topic: VocabularyTopic,
  bySlug: ReadonlyMap<string, VocabularyTopic>,
  ancestors: ReadonlySet<string>,
): string[] {
  const { slug, kind, parents } = topic;
  const faults = parents
    .filter((parent) => !bySlug.has(parent))
    .map((parent) => `${slug}: parent must be a topic of the vocabulary, not ${show(parent)}`);
  if (ancestors.has(slug)) faults.push(`${slug}: must not be its own ancestor, but it is, through ${parents.join(" or ")}`);
  const needsArea = kind === "TASK" || kind === "METHOD";
  if (needsArea && ![...ancestors].some((ancestor) => bySlug.get(ancestor)?.kind === "AREA"))
    faults.push(`${slug}: a ${kind} must lie under an AREA, but its parents are ${show(parents)}`);
  return faults;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const isPhrase = (value: unknown): value is string => isText(value) && foldPhrase(value) !== "";
const isWord = (value: unknown): value is string => isPhrase(value) && !foldPhrase(value).includes(" ");
const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isNear = (value: unknown): value is Record<string, string[]> =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((words) => Array.isArray(words) && words.length > 0 && words.every(isWord));
const isMappings = (value: unknown): value is Record<MappedScheme, string[]> =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).every(
    ([scheme, values]) => (MAPPED_SCHEMES as readonly string[]).includes(scheme) && areTexts(values) && values.length > 0,
  );
/** A value as a message shows it. */
export const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 120) ?? String(value);
