import { parseRepositoryUrl, type RepositoryAddress, repositoriesIn } from "../repositories/repository-url";
import { arxivAddresses } from "./arxiv-paper";
import type { LinkRecord, PaperRecord, RepositoryEvidence, TopicLabel } from "./importer";

/** A source's record with the name of its source. */
export interface SourcedRecord {
  readonly source: string;
  readonly record: PaperRecord;
}

/** One piece of evidence for a repository of a paper. */
export interface ComposedRepository extends RepositoryAddress {
  readonly isOfficial: boolean;
  readonly framework: string | null;
  readonly evidence: RepositoryEvidence;
  readonly source: string;
  readonly confidence: number;
}

/** A topic as a source names it, and which source. */
export interface ComposedLabel extends TopicLabel {
  readonly source: string;
}

/** The fields that are taken from one record each. */
const PICKED = [
  "title",
  "abstract",
  "arxivId",
  "doi",
  "openReviewId",
  "papersWithCodeId",
  "publishedOn",
  "versionUpdatedOn",
  "venue",
  "comment",
  "license",
  "landingUrl",
  "pdfUrl",
  "authors",
  "categories",
] as const;

type Picked = Pick<PaperRecord, (typeof PICKED)[number]>;

/** A paper as its source records make it. */
export interface ComposedPaper extends Picked {
  /** False where every record names only the first authors, or none. */
  readonly areAuthorsWhole: boolean;
  readonly isWithdrawn: boolean;
  readonly isOnHuggingFace: boolean;
  readonly links: readonly LinkRecord[];
  readonly labels: readonly ComposedLabel[];
  readonly repositories: readonly ComposedRepository[];
  readonly days: PaperRecord["days"];
}

/** Whom to believe first; sources that are not named come last, by name. */
const TRUST = [
  "arxiv",
  "arxiv-listing",
  "papers-with-code",
  "hugging-face",
  "papers-with-code-evaluations",
  "papers-with-code-methods",
  "papers-with-code-links",
  "listing",
  "arxiv-topics",
];

// How sure a link to a repository is. A source that keeps such links is seldom wrong; an abstract may also name a tool or a rival.
const STATED_OFFICIAL = 0.95;
const STATED = 0.85;
const MENTIONED = 0.7;

/** Computes a paper from all its records: the same for any order of them. At least one record is needed. */
export function composePaper(records: readonly SourcedRecord[]): ComposedPaper {
  const picked = Object.fromEntries(PICKED.map((field) => [field, pick(records, field)])) as unknown as Picked;
  const categories = new Map(
    sorted(records)
      .reverse()
      .flatMap(({ source, record }) => record.categories.map((label) => [label, source] as const)),
  );
  return {
    ...picked,
    ...(picked.arxivId !== null && addressesOf(picked, picked.arxivId)),
    areAuthorsWhole: records.some(({ record }) => record.areAuthorsWhole && isGiven(record.authors)),
    isWithdrawn: pickWithdrawn(records),
    isOnHuggingFace: records.some(({ source }) => source === "hugging-face"),
    links: [...new Map(sorted(records).flatMap(({ record }) => record.links.map((link) => [link.url, link] as const))).values()],
    labels: [
      ...picked.categories.map((label) => ({ scheme: "ARXIV" as const, label, confidence: 1, source: categories.get(label)! })),
      ...records.flatMap(({ source, record }) => record.labels.map((label) => ({ ...label, source }))),
    ],
    repositories: records.flatMap(repositoriesOf),
    days: records.flatMap(({ record }) => record.days),
  };
}

/** Where people read a paper on arXiv: there, when no source says. */
function addressesOf({ landingUrl, pdfUrl }: Picked, arxivId: string): Pick<Picked, "landingUrl" | "pdfUrl"> {
  const atArxiv = arxivAddresses(arxivId);
  return { landingUrl: landingUrl ?? atArxiv.landingUrl, pdfUrl: pdfUrl ?? atArxiv.pdfUrl };
}

/** The title of the paper that records make. */
export const titleOf = (records: readonly SourcedRecord[]): string => pick(records, "title");

/** The value of the record that is believed most; null, or an empty list, where none has one. A longer text that begins with the chosen one replaces it. */
function pick<K extends (typeof PICKED)[number]>(records: readonly SourcedRecord[], field: K): PaperRecord[K] {
  const giving = records.filter(({ record }) => isGiven(record[field]));
  const whole = field === "authors" ? giving.filter(({ record }) => record.areAuthorsWhole) : giving;
  const ranked = [...(whole.length > 0 ? whole : giving)].sort((a, b) => compareRecords(field, a, b));
  const chosen = (ranked[0] ?? records[0]!).record[field];
  if (field !== "abstract" || typeof chosen !== "string") return chosen;
  return ranked
    .map(({ record }) => record[field] as string)
    .reduce((text, other) => (other.length > text.length && other.startsWith(text) ? other : text), chosen) as PaperRecord[K];
}

/** The newest word of the most trusted source decides: a paper may come back. */
function pickWithdrawn(records: readonly SourcedRecord[]): boolean {
  const [first] = sorted(records);
  return first!.record.isWithdrawn;
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function rank({ source }: SourcedRecord): number {
  const place = TRUST.indexOf(source);
  return place < 0 ? TRUST.length : place;
}

/** By trust, then the newest record, then the longer value, then whatever stays the same whatever came first. */
function compareRecords(field: keyof PaperRecord, a: SourcedRecord, b: SourcedRecord): number {
  const length = ({ record }: SourcedRecord) => JSON.stringify(record[field]).length;
  return (
    rank(a) - rank(b) || compareText(changedAt(b), changedAt(a)) || length(b) - length(a) || compareText(nameOf(a), nameOf(b))
  );
}

const changedAt = ({ record }: SourcedRecord): string => record.changedAt ?? record.versionUpdatedOn ?? "";

const nameOf = ({ source, record }: SourcedRecord): string => `${source} ${record.sourceKey}`;

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function sorted(records: readonly SourcedRecord[]): SourcedRecord[] {
  return [...records].sort(
    (a, b) => rank(a) - rank(b) || compareText(changedAt(b), changedAt(a)) || compareText(nameOf(a), nameOf(b)),
  );
}

/** What a record states, and what its abstract and comment mention. */
function repositoriesOf({ source, record }: SourcedRecord): ComposedRepository[] {
  const stated = record.repositories.flatMap(({ url, isOfficial, framework, evidence }) => {
    const address = parseRepositoryUrl(url);
    return address
      ? [{ ...address, isOfficial, framework, evidence, source, confidence: isOfficial ? STATED_OFFICIAL : STATED }]
      : [];
  });
  const mentioned = repositoriesIn(`${record.abstract ?? ""}\n${record.comment ?? ""}`).map((address) => ({
    ...address,
    isOfficial: false,
    framework: null,
    evidence: "MENTIONED_IN_PAPER" as const,
    source,
    confidence: MENTIONED,
  }));
  return [...stated, ...mentioned];
}
