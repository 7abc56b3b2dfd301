import type { CopiedRecord } from "./copied";

/** Why a repository is believed to be the paper's. */
export type RepositoryEvidence = "STATED_BY_SOURCE" | "MENTIONED_IN_PAPER" | "MENTIONED_IN_REPOSITORY";

/** A repository as the record of a paper tells of it; what the text of abstract and comment mentions is found later, and not listed here. */
export interface RepositoryMention {
  /** Any address of it; what is no repository's address is left out later. */
  readonly url: string;
  readonly isOfficial: boolean;
  /** What it is written in, for example `pytorch`; null when the source does not say ("none" is null). */
  readonly framework: string | null;
  readonly evidence: RepositoryEvidence;
  /** Stars that the record tells; null when it does not. */
  readonly starCount: number | null;
}

/** A day on whose list a source shows the paper. */
export interface DayRecord {
  readonly day: string;
  /** The place on the source's own list, from 1. */
  readonly position: number;
  readonly submittedBy: string | null;
}

/** In which vocabulary a source names a topic. KEYWORD: free words, a hint and no topic. */
export type LabelScheme =
  | "ARXIV"
  | "PAPERS_WITH_CODE_TASK"
  | "PAPERS_WITH_CODE_METHOD"
  | "PAPERS_WITH_CODE_AREA"
  | "GITHUB"
  | "KEYWORD";

/** A topic as a source names it. */
export interface TopicLabel {
  readonly scheme: LabelScheme;
  readonly label: string;
  /** How sure the source is, above 0 up to 1. */
  readonly confidence: number;
}

/** A page about the paper besides its landing page and PDF. */
export interface LinkRecord {
  readonly kind: "PROJECT" | "VIDEO" | "IMAGE" | "OTHER";
  readonly url: string;
}

/** One record of a source about a paper, as it was understood, whole: papers are computed from these. Days are YYYY-MM-DD, moments ISO 8601 in UTC. */
export interface PaperRecord {
  readonly kind: "paper";
  /** The source's own name of this record: the same record comes again under the same key. */
  readonly sourceKey: string;
  /** The source's own id of the paper: two records of one source with different ones are two papers, whatever their titles. Null for sources that know no ids. */
  readonly ownId: string | null;
  /** Plain text: Unicode instead of TeX accents, white space folded. */
  readonly title: string;
  readonly abstract: string | null;
  /** Canonical (see papers/identifier.parse.ts), or null where the source names none. */
  readonly arxivId: string | null;
  readonly doi: string | null;
  readonly openReviewId: string | null;
  /** The page name on the former Papers with Code. */
  readonly papersWithCodeId: string | null;
  readonly publishedOn: string | null;
  readonly versionUpdatedOn: string | null;
  readonly venue: string | null;
  readonly comment: string | null;
  readonly license: string | null;
  readonly landingUrl: string | null;
  readonly pdfUrl: string | null;
  readonly links: readonly LinkRecord[];
  readonly isWithdrawn: boolean;
  /** Names as printed, in order, plain text. `areAuthorsWhole` is false where the source names only the first. */
  readonly authors: readonly string[];
  readonly areAuthorsWhole: boolean;
  /** Codes of arXiv, the primary one first; nothing of other schemes (MSC, ACM). */
  readonly categories: readonly string[];
  readonly labels: readonly TopicLabel[];
  readonly repositories: readonly RepositoryMention[];
  readonly days: readonly DayRecord[];
  /** The newest count that the source reports; null where it reports none. */
  readonly upvotes: number | null;
  /** When the source last changed the record, where it says; of two records of one source the newer is believed. */
  readonly changedAt: string | null;
  /** The source's page on the paper, and under which licence the record itself is given. */
  readonly url: string | null;
  readonly recordLicense: string | null;
}

/** A record about which only its key and title are known. */
export const emptyRecord: Omit<PaperRecord, "sourceKey" | "title"> = {
  kind: "paper",
  ownId: null,
  abstract: null,
  arxivId: null,
  doi: null,
  openReviewId: null,
  papersWithCodeId: null,
  publishedOn: null,
  versionUpdatedOn: null,
  venue: null,
  comment: null,
  license: null,
  landingUrl: null,
  pdfUrl: null,
  links: [],
  isWithdrawn: false,
  authors: [],
  areAuthorsWhole: true,
  categories: [],
  labels: [],
  repositories: [],
  days: [],
  upvotes: null,
  changedAt: null,
  url: null,
  recordLicense: null,
};

/** The source says that a record of it is gone: what it said no longer counts. */
export interface DeletedRecord {
  readonly kind: "deleted";
  readonly sourceKey: string;
  /** When, or on which day: what the source said later counts all the same, whichever comes first. Null where it does not say: then it counts for what came before. */
  readonly changedAt: string | null;
}

/** One record of a source about a repository, papers apart. */
export interface RepositoryRecord {
  readonly kind: "repository";
  readonly sourceKey: string;
  readonly url: string;
  /** Addresses from which its host leads here: it was renamed, or moved to another owner. */
  readonly formerUrls?: readonly string[];
  readonly description: string | null;
  readonly starCount: number | null;
  readonly language: string | null;
  readonly license: string | null;
  readonly isArchived: boolean | null;
  readonly pushedAt: string | null;
  /** Topics as its host names them. */
  readonly topics: readonly string[];
  /** The day of the ranking or list, where it has one, or the moment (ISO 8601, UTC) when its host was asked: of two counts the newer is believed. */
  readonly observedOn: string | null;
  readonly recordLicense: string | null;
}

/** One record of a source about a topic: a task, a method or an area, and where it stands. */
export interface TopicRecord {
  readonly kind: "topic";
  readonly sourceKey: string;
  readonly scheme: LabelScheme;
  readonly name: string;
  /** Names of wider topics in the same scheme. */
  readonly parents: readonly string[];
  readonly aliases: readonly string[];
  readonly recordLicense: string | null;
}

/** What an importer yields. */
export type SourceRecord = PaperRecord | DeletedRecord | RepositoryRecord | TopicRecord | CopiedRecord;

/** What the places of a source are counted in: lines of its text, or entries of an array or object in it. */
export type Unit = "line" | "entry";

/** A record that could not be read: where, why, and what it was (cut to a length that a person reads). */
export interface Problem {
  /** The place in the importer's unit, from 1; 0 where it is not known. */
  readonly line: number;
  readonly reason: string;
  readonly record: string | null;
}

/** The longest line of a source, in bytes, when the caller does not say. */
export const MAX_LINE_BYTES = 1_000_000;

/** What the caller of an importer decides. */
export interface ReadOptions {
  /** The day of a source that names none, or one without a year: YYYY-MM-DD; null to conclude it from the source. */
  readonly listedOn: string | null;
  /** Today: no day that is concluded lies after it. */
  readonly today: string;
  /** The longest line or single record, in bytes. */
  readonly maxLineBytes: number;
  /** The name of the file, without folders, where there is one: some sources keep their day there. */
  readonly fileName: string | null;
}

/** A public format. To add one: write such an object and list it in registry.ts. */
export interface Importer {
  /** The name in `npm run import -- NAME`. */
  readonly name: string;
  /** Who says it: several formats of one source share this, for example `arxiv`. */
  readonly source: string;
  /** One line for the command's help. */
  readonly description: string;
  /** How the names of such files end, before a `.gz`: of a folder only these are read. */
  readonly fileEndings: readonly string[];
  /** What the places of its problems count. */
  readonly unit: Unit;
  /** Whether `listedOn` means something to it. */
  readonly takesDay?: boolean;
  /** Whether a source is read through before anything of it is written, so that one that is not of this form leaves nothing behind. */
  readonly checksFirst?: boolean;
  /** Reads the source (already unpacked) as a stream: memory stays flat whatever its size. A bad record is reported, and every record knows its place (`placed`, which `recordsOf` does); a source that is not of this form throws a SourceError. */
  read(source: AsyncIterable<Uint8Array>, options: ReadOptions, report: (problem: Problem) => void): AsyncIterable<SourceRecord>;
}

/** The source is not of the form that it should have: what was expected and what came, with the line or the entry. */
export class SourceError extends Error {
  constructor(
    readonly line: number,
    reason: string,
    readonly unit: Unit = "line",
  ) {
    super(`${unit} ${line}: ${reason}`);
  }
}
