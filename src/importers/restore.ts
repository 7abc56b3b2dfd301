import type { Run, Transaction } from "../database/sql";
import type { createTagger } from "../topics/tagger";
import type { Copied } from "./copied";
import type { SourceRecord } from "./importer";
import { restoreAuthors } from "./restore-authors";
import { restorePapers } from "./restore-papers";
import { restoreRepositories } from "./restore-repositories";
import { restoreTopics } from "./restore-topics";

/** What became of lines of an export: those that are not counted were known. */
export interface RestoreCounts {
  readonly added: number;
  readonly changed: number;
  readonly merged: number;
}

/** Writes the lines of an export that are among these records: what is known already is not written. */
export async function restoreCopies(
  run: Transaction,
  batch: readonly SourceRecord[],
  tagger: ReturnType<typeof createTagger>,
): Promise<RestoreCounts> {
  const copies = batch.flatMap((record) => (record.kind === "copy" ? [record.copied] : []));
  // A paper's links need its topics, repositories and authors.
  const steps = [
    await restoring(run, ofKind(copies, "topic"), restoreTopics),
    await restoring(run, ofKind(copies, "repository"), restoreRepositories),
    await restoring(run, ofKind(copies, "author"), restoreAuthors),
    await restoring(run, ofKind(copies, "paper"), (_run, papers) => restorePapers(run, papers, tagger)),
  ];
  const sum = (name: keyof RestoreCounts) => steps.reduce((total, counts) => total + (counts[name] ?? 0), 0);
  return { added: sum("added"), changed: sum("changed"), merged: sum("merged") };
}

/** The copies of a kind, each id once. */
function ofKind<K extends Copied["kind"]>(copies: readonly Copied[], kind: K): Extract<Copied, { kind: K }>[] {
  const found = copies.filter((copy): copy is Extract<Copied, { kind: K }> => copy.kind === kind);
  return [...new Map(found.map((copy) => [copy.uid, copy])).values()];
}

async function restoring<C>(
  run: Run,
  copies: readonly C[],
  restore: (run: Run, copies: readonly C[]) => Promise<Partial<RestoreCounts>>,
): Promise<Partial<RestoreCounts>> {
  return copies.length === 0 ? {} : restore(run, copies);
}
