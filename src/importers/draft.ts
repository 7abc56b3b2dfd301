import type { createTagger, Tag } from "../topics/tagger";
import { type ComposedPaper, composePaper, type SourcedRecord } from "./compose";
import type { PaperRecord, SourceRecord } from "./importer";

type Tagger = ReturnType<typeof createTagger>;

/** A paper as its records make it, and the topics that its text names. */
export interface Draft {
  readonly composed: ComposedPaper;
  readonly tags: readonly Tag[];
}

/** Drafts of papers of one record, made ahead; they go with their records. */
const drafts = new WeakMap<PaperRecord, Draft & { readonly source: string; readonly tagger: Tagger }>();

/** The draft of a paper with these records, at least one. */
export function draftPaper(records: readonly SourcedRecord[], tagger: Tagger): Draft {
  const [first, second] = records;
  const ahead = second === undefined ? drafts.get(first!.record) : undefined;
  return ahead !== undefined && ahead.source === first!.source && ahead.tagger === tagger ? ahead : draft(records, tagger);
}

/** Makes the draft of a record on its own, as most are, while the database is busy with the batch before. */
export function draftAhead(source: string, record: SourceRecord, tagger: Tagger): void {
  if (record.kind === "paper") drafts.set(record, { ...draft([{ source, record }], tagger), source, tagger });
}

function draft(records: readonly SourcedRecord[], tagger: Tagger): Draft {
  const composed = composePaper(records);
  return { composed, tags: tagger(composed.title, composed.abstract) };
}
