import { parseRepositoryUrl, type RepositoryAddress, repositoriesIn } from "../repositories/repository-url";
import type { PaperRecord } from "./importer";

/** A source's record with the name of its source. */
export interface SourcedRecord {
  readonly source: string;
  readonly record: PaperRecord;
}

/** One piece of evidence for a repository of a paper. */
export interface ComposedRepository extends RepositoryAddress {
  readonly isOfficial: boolean;
  readonly framework: string | null;
  readonly kind: "STATED_BY_SOURCE" | "MENTIONED_IN_PAPER";
  readonly source: string;
  readonly confidence: number;
}

/** A paper as its source records make it. */
export interface ComposedPaper extends Omit<PaperRecord, "sourceKey" | "repositories" | "url" | "recordLicense"> {
  readonly repositories: readonly ComposedRepository[];
}

/** Whom to believe first, field by field; sources that are not named come after those that are, by name. */
const TRUST: { readonly [K in keyof ComposedPaper]?: readonly string[] } = {
  title: ["arxiv", "papers-with-code", "hugging-face"],
  abstract: ["arxiv", "papers-with-code", "hugging-face"],
  publishedOn: ["arxiv", "papers-with-code", "hugging-face"],
  authors: ["arxiv", "papers-with-code", "hugging-face"],
  categories: ["arxiv"],
};

// How sure a link to a repository is. A source that keeps such links is seldom wrong; an abstract may also name a tool or a rival.
const STATED_OFFICIAL = 0.95;
const STATED = 0.85;
const MENTIONED = 0.7;

/** Computes a paper from all its records: the same for any order of them. At least one record is needed. */
export function composePaper(records: readonly SourcedRecord[]): ComposedPaper {
  const pick = <K extends keyof ComposedPaper & keyof PaperRecord>(field: K): PaperRecord[K] => {
    const ranked = records
      .filter(({ record }) => isGiven(record[field]))
      .sort((a, b) => rank(field, a) - rank(field, b) || compareRecords(field, a, b));
    return (ranked[0] ?? records[0]!).record[field];
  };
  return {
    title: pick("title"),
    abstract: pick("abstract"),
    arxivId: pick("arxivId"),
    doi: pick("doi"),
    openReviewId: pick("openReviewId"),
    publishedOn: pick("publishedOn"),
    versionUpdatedOn: pick("versionUpdatedOn"),
    venue: pick("venue"),
    comment: pick("comment"),
    license: pick("license"),
    landingUrl: pick("landingUrl"),
    pdfUrl: pick("pdfUrl"),
    isWithdrawn: records.some(({ record }) => record.isWithdrawn),
    authors: pick("authors"),
    categories: pick("categories"),
    repositories: records.flatMap(repositoriesOf),
    days: records.flatMap(({ record }) => record.days),
  };
}

function isGiven(value: unknown): boolean {
  return value != null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function rank(field: keyof ComposedPaper, { source }: SourcedRecord): number {
  const trusted = TRUST[field] ?? [];
  const place = trusted.indexOf(source);
  return place < 0 ? trusted.length : place;
}

/** Within one rank: the newest version, then the longer text, then whatever stays the same whatever came first. */
function compareRecords(field: keyof PaperRecord, a: SourcedRecord, b: SourcedRecord): number {
  const newest = (b.record.versionUpdatedOn ?? "").localeCompare(a.record.versionUpdatedOn ?? "");
  const longest = JSON.stringify(b.record[field]).length - JSON.stringify(a.record[field]).length;
  const name = (sourced: SourcedRecord) => `${sourced.source} ${sourced.record.sourceKey}`;
  return newest || longest || (name(a) < name(b) ? -1 : 1);
}

/** What a record states, and what its abstract and comment mention. */
function repositoriesOf({ source, record }: SourcedRecord): ComposedRepository[] {
  const stated = record.repositories.flatMap(({ url, isOfficial, framework }) => {
    const address = parseRepositoryUrl(url);
    return address
      ? [
          {
            ...address,
            isOfficial,
            framework,
            kind: "STATED_BY_SOURCE" as const,
            source,
            confidence: isOfficial ? STATED_OFFICIAL : STATED,
          },
        ]
      : [];
  });
  const mentioned = repositoriesIn(`${record.abstract ?? ""}\n${record.comment ?? ""}`).map((address) => ({
    ...address,
    isOfficial: false,
    framework: null,
    kind: "MENTIONED_IN_PAPER" as const,
    source,
    confidence: MENTIONED,
  }));
  return [...stated, ...mentioned];
}
