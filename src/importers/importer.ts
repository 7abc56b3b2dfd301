/** A repository as a source tells of it. */
export interface RepositoryRecord {
  /** Any address of it; what is no repository's address is left out. */
  readonly url: string;
  readonly isOfficial: boolean;
  readonly framework: string | null;
}

/** A day on whose list a source shows the paper. */
export interface DayRecord {
  readonly day: string;
  /** The place on the source's own list, from 1. */
  readonly position: number;
  readonly submittedBy: string | null;
}

/** One record of a source as it was understood, whole: papers are computed from these. Dates are YYYY-MM-DD. */
export interface PaperRecord {
  /** The source's own name of this record: the same record comes again under the same key. */
  readonly sourceKey: string;
  readonly title: string;
  readonly abstract: string | null;
  /** Canonical ids, or null where the source names none. */
  readonly arxivId: string | null;
  readonly doi: string | null;
  readonly openReviewId: string | null;
  readonly publishedOn: string | null;
  readonly versionUpdatedOn: string | null;
  readonly venue: string | null;
  readonly comment: string | null;
  readonly license: string | null;
  readonly landingUrl: string | null;
  readonly pdfUrl: string | null;
  readonly isWithdrawn: boolean;
  /** Names as printed, in order. */
  readonly authors: readonly string[];
  /** Codes of arXiv, the primary one first. */
  readonly categories: readonly string[];
  /** What the source states, besides what the text mentions. */
  readonly repositories: readonly RepositoryRecord[];
  readonly days: readonly DayRecord[];
  /** The source's page on the paper, and under which licence the record itself is given. */
  readonly url: string | null;
  readonly recordLicense: string | null;
}

/** A record of which only the title is known. */
export const emptyRecord: Omit<PaperRecord, "sourceKey" | "title"> = {
  abstract: null,
  arxivId: null,
  doi: null,
  openReviewId: null,
  publishedOn: null,
  versionUpdatedOn: null,
  venue: null,
  comment: null,
  license: null,
  landingUrl: null,
  pdfUrl: null,
  isWithdrawn: false,
  authors: [],
  categories: [],
  repositories: [],
  days: [],
  url: null,
  recordLicense: null,
};

/** A record that could not be read, and why. */
export interface Problem {
  readonly line: number;
  readonly reason: string;
}

/** The longest line of a source, in bytes, when the caller does not say. */
export const MAX_LINE_BYTES = 1_000_000;

/** What the caller of an importer decides. */
export interface ReadOptions {
  /** The day of a source that names none, or one without a year: YYYY-MM-DD; null to conclude it from the source. */
  readonly listedOn: string | null;
  /** Today: no day that is concluded lies after it. */
  readonly today: string;
  /** The longest line, in bytes. */
  readonly maxLineBytes: number;
}

/** A public format. To add one: write such an object and list it in registry.ts. */
export interface Importer {
  readonly name: string;
  /** One line for the command's help. */
  readonly description: string;
  /** Reads the source as a stream: memory stays flat whatever its size. A bad record is reported; a source that is not of this form throws a SourceError. */
  read(source: AsyncIterable<Uint8Array>, options: ReadOptions, report: (problem: Problem) => void): AsyncIterable<PaperRecord>;
}

/** The source is not of the form that it should have: what was expected and what came, with the line. */
export class SourceError extends Error {
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super(`line ${line}: ${reason}`);
  }
}
