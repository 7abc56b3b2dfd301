import { parseArxivId } from "../papers/identifier.parse";
import {
  emptyRecord,
  type Importer,
  type LinkRecord,
  type PaperRecord,
  type ReadOptions,
  type RepositoryMention,
  SourceError,
  type TopicLabel,
} from "./importer";
import {
  countOf,
  dayInFileName,
  dayOf,
  excerptOf,
  type Fields,
  fieldsOf,
  LONGEST,
  listOf,
  momentOf,
  namesOf,
  objectsOf,
  plainTextOf,
  textOf,
  textsOf,
  urlOf,
} from "./read/fields";
import { entriesOf, jsonDocument, RECORDS_HELD } from "./read/json-text";
import { parsePythonLiteral } from "./read/python-literal";
import { recordsOf } from "./read/records";

/**
 * Hugging Face's papers of one day, as https://huggingface.co/api/daily_papers answers: a list of entries, or an object with the list as `data`; some days were kept with entries in Python's notation.
 * The day is the entry's `paper.submittedOnDailyAt`; of older entries without it `listedOn`, the day in the file's name, or the `date` beside the list.
 * An entry's own `publishedAt` is New York time labelled UTC, and not used: `paper.publishedAt` is right.
 */
export const huggingFaceDaily: Importer = {
  name: "hugging-face-daily",
  source: "hugging-face",
  unit: "entry",
  takesDay: true,
  fileEndings: [".json"],
  description: "Hugging Face's papers of one day, JSON; its day also from the file's name",
  async *read(source, options, report) {
    const document = await jsonDocument(source, RECORDS_HELD * options.maxLineBytes);
    const envelope = fieldsOf(document);
    const list = envelope ? envelope.data : document;
    if (!Array.isArray(list))
      throw new SourceError(1, `expected a list of papers, or one as "data", found ${excerptOf(document, 80)}`);
    const day = options.listedOn ?? dayInFileName(options.fileName) ?? dayOf(envelope?.date);
    const places = new Map<string, number>();
    yield* recordsOf(entriesOf(list), report, ({ number, value }) => {
      const record = toRecord(value, number, day, options);
      if (typeof record === "string") return record;
      const place = places.get(record.sourceKey) ?? number;
      places.set(record.sourceKey, place);
      return place === number ? record : `the paper of entry ${place} again`;
    });
  },
};

function toRecord(value: unknown, position: number, dayOfList: string | null, { today }: ReadOptions): PaperRecord | string {
  const entry = typeof value === "string" ? entryIn(value) : fieldsOf(value);
  if (typeof entry === "string") return entry;
  const paper = fieldsOf(entry?.paper);
  if (!entry || !paper) return 'must be an object with a "paper"';
  const arxivId = parseArxivId(textOf(paper.id, LONGEST.name) ?? "");
  if (arxivId === null) return `paper.id must be an arXiv id, not ${excerptOf(paper.id, 40)}`;
  const title = plainTextOf(entry.title, LONGEST.title) ?? plainTextOf(paper.title, LONGEST.title); // paper.title has lost its TeX
  if (title === null) return `title must be a text of at most ${LONGEST.title} characters`;
  const day = dayOf(paper.submittedOnDailyAt) ?? dayOfList;
  if (day === null) return "names no day: give one, or a file's name with one";
  if (day > today) return `its day must not be after today, ${today}, but is ${day}`;
  return {
    ...emptyRecord,
    sourceKey: `${day} ${arxivId}`,
    ownId: arxivId,
    title,
    abstract: plainTextOf(paper.summary, LONGEST.abstract) ?? plainTextOf(entry.summary, LONGEST.abstract),
    arxivId,
    publishedOn: dayOf(paper.publishedAt),
    links: linksOf(entry, paper),
    authors: namesOf(objectsOf(paper.authors).map(({ name }) => name)),
    labels: keywordsOf(paper),
    repositories: repositoriesOf(paper),
    days: [{ day, position, submittedBy: submitterOf(entry, paper) }],
    upvotes: countOf(paper.upvotes),
    changedAt: momentOf(paper.submittedOnDailyAt) ?? momentOf(day),
    url: `https://huggingface.co/papers/${arxivId}`,
    recordLicense: "Apache-2.0",
  };
}

/** An entry in Python's notation, or what is wrong with it. */
function entryIn(text: string): Fields | string {
  try {
    return fieldsOf(parsePythonLiteral(text)) ?? "must be a dict";
  } catch (error) {
    return (error as Error).message;
  }
}

/** Words that a model wrote, most of them once: hints. */
function keywordsOf(paper: Fields): TopicLabel[] {
  const seen = new Set<string>();
  const isNew = (word: string) => seen.size < seen.add(word.toLowerCase()).size;
  const words = textsOf(paper.ai_keywords, LONGEST.name).filter(isNew);
  return words.map((label) => ({ scheme: "KEYWORD", label, confidence: 0.5 }));
}

/** The repository that the paper's page shows as the paper's own. */
function repositoriesOf(paper: Fields): RepositoryMention[] {
  const url = urlOf(paper.githubRepo);
  if (url === null) return [];
  return [{ url, isOfficial: true, framework: null, evidence: "STATED_BY_SOURCE", starCount: countOf(paper.githubStars) }];
}

function linksOf(entry: Fields, paper: Fields): LinkRecord[] {
  const kindOf = (url: string) => (/\.(?:mp4|webm|mov|qt)(?:[?#]|$)/i.test(url) ? "VIDEO" : "IMAGE");
  const media = [...listOf(paper.mediaUrls), ...listOf(entry.mediaUrls), entry.mediaUrl, entry.thumbnail];
  const links = media.flatMap((address) => urlOf(address) ?? []).map((url): LinkRecord => ({ kind: kindOf(url), url }));
  const project = urlOf(paper.projectPage);
  if (project !== null) links.unshift({ kind: "PROJECT", url: project });
  return [...new Map(links.map((link) => [link.url, link])).values()];
}

/** The name that the member who put the paper on the list goes by. */
function submitterOf(entry: Fields, paper: Fields): string | null {
  const { name } = fieldsOf(entry.submittedBy) ?? {};
  const { name: ownName, user } = fieldsOf(paper.submittedOnDailyBy) ?? {};
  return textOf(name, LONGEST.name) ?? textOf(ownName, LONGEST.name) ?? textOf(user, LONGEST.name);
}
