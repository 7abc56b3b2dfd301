import { slugOf, titleKey } from "../papers/title";
import type { createTagger, Tag } from "../topics/tagger";
import { type ComposedPaper, composePaper, type SourcedRecord } from "./compose";
import type { PaperRecord, SourceRecord } from "./importer";
import { storedLineOf } from "./record-store";
import { linesOf, type StagedLines } from "./staged-tables";

type Tagger = ReturnType<typeof createTagger>;

/** A paper as its records make it, and the topics that its text names. */
export interface Draft {
  readonly composed: ComposedPaper;
  readonly tags: readonly Tag[];
  readonly lines: StagedLines;
}

/** An author as a paper prints them. */
export interface DraftAuthor {
  readonly position: number;
  readonly name: string;
  readonly key: string;
  readonly slug: string;
}

/** Drafts of papers of one record, made ahead; they go with their records. */
const drafts = new WeakMap<PaperRecord, Draft & { readonly source: string; readonly tagger: Tagger }>();

/** The draft of a paper with these records, at least one. */
export function draftPaper(records: readonly SourcedRecord[], tagger: Tagger): Draft {
  const [first, second] = records;
  const ahead = second === undefined ? drafts.get(first!.record) : undefined;
  return ahead !== undefined && ahead.source === first!.source && ahead.tagger === tagger ? ahead : draft(records, tagger);
}

/** What a record on its own was made ahead to; null where it was not. */
export const draftedPaper = (record: SourceRecord): ComposedPaper | null =>
  record.kind === "paper" ? (drafts.get(record)?.composed ?? null) : null;

/** Makes the draft of a record on its own, as most are, while the database is busy with the batch before. */
export function draftAhead(source: string, record: SourceRecord, tagger: Tagger): void {
  if (record.kind !== "paper") return;
  drafts.set(record, { ...draft([{ source, record }], tagger), source, tagger });
  storedLineOf(source, record);
}

function draft(records: readonly SourcedRecord[], tagger: Tagger): Draft {
  const composed = composePaper(records);
  // A name that holds no letter or digit stands for nobody.
  const authors = composed.authors.flatMap((name, index) => {
    const key = titleKey(name);
    return key === "" ? [] : [{ position: index + 1, name, key, slug: slugOf(name, "author") }];
  });
  return {
    composed,
    tags: tagger(composed.title, composed.abstract, composed.categories.length > 0),
    lines: linesOf(composed, authors),
  };
}
