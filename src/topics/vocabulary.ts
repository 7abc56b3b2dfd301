import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../project-dir";
import { foldPhrase } from "./phrase";

const KINDS = ["AREA", "TASK", "METHOD", "CATEGORY"] as const;

/** One topic of the vocabulary: an entry of `data/topics.json`. */
export interface VocabularyTopic {
  /** Unique, kebab-case, never changed once released. */
  readonly slug: string;
  /** What a reader sees. */
  readonly name: string;
  /** AREA: a field. TASK: what is solved. METHOD: how. CATEGORY: an arXiv category, asserted by sources and never matched in text. */
  readonly kind: (typeof KINDS)[number];
  /** One sentence; null only for a CATEGORY. */
  readonly description: string | null;
  /** Slugs of the next wider topics; empty for a root. */
  readonly parents: readonly string[];
  /** Other names, and for a CATEGORY its arXiv code. */
  readonly aliases: readonly string[];
  /** For an ambiguous name or alias: words of which the title or abstract must hold at least one. */
  readonly near?: Readonly<Record<string, readonly string[]>>;
  /** False: neither name nor aliases are looked for in text, because they are too general. */
  readonly match?: boolean;
}

/** The topics of a parsed `data/topics.json`, in its order. Throws one Error that lists every fault: which topic, what was expected, what came. */
export function parseVocabulary(json: unknown): VocabularyTopic[] {
  if (!Array.isArray(json)) throw new Error(`Bad vocabulary: expected an array of topics, not ${show(json)}`);
  const faults = json.flatMap((entry, index) => faultsOfEntry(entry, index));
  // The checks between topics need entries of the right shape.
  if (faults.length === 0) faults.push(...faultsBetween(json));
  if (faults.length > 0) throw new Error(`Bad vocabulary:\n  ${faults.join("\n  ")}`);
  return json;
}

/** Reads and checks a vocabulary file; without an argument the bundled `data/topics.json`. Throws what `parseVocabulary` throws, and the file system's errors. */
export function loadVocabulary(file: string = join(projectDir, "data", "topics.json")): VocabularyTopic[] {
  return parseVocabulary(JSON.parse(readFileSync(file, "utf8")));
}

function faultsOfEntry(entry: unknown, index: number): string[] {
  if (typeof entry !== "object" || entry === null) return [`topic ${index}: expected an object, not ${show(entry)}`];
  const { slug, name, kind, description, parents, aliases, near, match, ...rest } = entry as Record<string, unknown>;
  const faults: string[] = [];
  const label = isText(slug) ? slug : `topic ${index}`;
  const expect = (holds: boolean, field: string, expected: string, came: unknown) => {
    if (!holds) faults.push(`${label}: ${field} must be ${expected}, not ${show(came)}`);
  };
  expect(isText(slug) && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug), "slug", "kebab-case", slug);
  expect(isPhrase(name), "name", "a phrase with a letter or digit", name);
  expect((KINDS as readonly unknown[]).includes(kind), "kind", `one of ${KINDS.join(", ")}`, kind);
  expect(
    isText(description) || (description === null && kind === "CATEGORY"),
    "description",
    "a sentence (null for a CATEGORY only)",
    description,
  );
  expect(areTexts(parents), "parents", "an array of slugs", parents);
  expect(areTexts(aliases) && aliases.every(isPhrase), "aliases", "an array of phrases with a letter or digit", aliases);
  expect(match === undefined || typeof match === "boolean", "match", "true or false", match);
  expect(near === undefined || isNear(near), "near", "an object of alias to a list of single words", near);
  if (isNear(near) && areTexts(aliases)) {
    for (const alias of Object.keys(near))
      expect(alias === name || aliases.includes(alias), "near", "about the topic's own name or aliases", alias);
  }
  for (const field of Object.keys(rest)) expect(false, field, "absent: a topic has no such field", rest[field]);
  return faults;
}

function faultsBetween(topics: readonly VocabularyTopic[]): string[] {
  const bySlug = new Map(topics.map((topic) => [topic.slug, topic]));
  return [...faultsOfNames(topics), ...topics.flatMap((topic) => faultsOfPlace(topic, bySlug))];
}

function faultsOfNames(topics: readonly VocabularyTopic[]): string[] {
  const faults: string[] = [];
  const slugs = new Set<string>();
  const ownerOf = new Map<string, string>();
  for (const { slug, name, kind, aliases } of topics) {
    if (slugs.has(slug)) faults.push(`${slug}: slug must be unique, but two topics have it`);
    slugs.add(slug);
    // arXiv gives one name to several categories (cs.IT and math.IT), and areas may have it too: only the code names a category.
    for (const phrase of kind === "CATEGORY" ? aliases : [name, ...aliases]) {
      const owner = ownerOf.get(foldPhrase(phrase));
      const other = owner === slug ? "this topic has it twice" : `${owner} has it too`;
      if (owner !== undefined) faults.push(`${slug}: "${phrase}" must name one topic, but ${other}`);
      ownerOf.set(foldPhrase(phrase), slug);
    }
  }
  return faults;
}

function faultsOfPlace(topic: VocabularyTopic, bySlug: ReadonlyMap<string, VocabularyTopic>): string[] {
  const { slug, kind, parents } = topic;
  const faults = parents
    .filter((parent) => !bySlug.has(parent))
    .map((parent) => `${slug}: parent must be a topic of the vocabulary, not ${show(parent)}`);
  const ancestors = ancestorsOf(topic, bySlug);
  if (ancestors.has(slug)) faults.push(`${slug}: must not be its own ancestor, but it is, through ${parents.join(" or ")}`);
  const needsArea = kind === "TASK" || kind === "METHOD";
  if (needsArea && ![...ancestors].some((ancestor) => bySlug.get(ancestor)?.kind === "AREA"))
    faults.push(`${slug}: a ${kind} must lie under an AREA, but its parents are ${show(parents)}`);
  return faults;
}

function ancestorsOf(topic: VocabularyTopic, bySlug: ReadonlyMap<string, VocabularyTopic>): Set<string> {
  const found = new Set<string>();
  const open = [...topic.parents];
  for (let slug = open.pop(); slug !== undefined; slug = open.pop()) {
    if (found.has(slug)) continue;
    found.add(slug);
    open.push(...(bySlug.get(slug)?.parents ?? []));
  }
  return found;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const isPhrase = (value: unknown): value is string => isText(value) && foldPhrase(value) !== "";
const isWord = (value: unknown): value is string => isPhrase(value) && !foldPhrase(value).includes(" ");
const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isNear = (value: unknown): value is Record<string, string[]> =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((words) => Array.isArray(words) && words.length > 0 && words.every(isWord));
const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 120) ?? String(value);
