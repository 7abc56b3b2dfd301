import type { Run, Transaction } from "../database/sql";
import type { createTagger } from "../topics/tagger";
import type { Owner } from "./assign-papers";
import { deriveIndexes } from "./derive-indexes";
import { type Draft, draftPaper } from "./draft";
import { mergeLinks } from "./merge-links";
import { mergePapers } from "./merge-papers";
import type { StoredRecord } from "./record-store";
import { addRows, type StagedTopic, stagePapers } from "./stage";
import { labelKey, resolveLabels } from "./topic-labels";

/** Who concluded topics from text. */
const TAGGER = "papergraph";

/** Computes papers from all their records, and everything that is derived from papers. */
export async function recompute(
  run: Transaction,
  papers: ReadonlyMap<Owner, readonly StoredRecord[]>,
  tagger: ReturnType<typeof createTagger>,
): Promise<void> {
  const drafts = [...papers].map(([owner, records]) => ({ ...owner, ...draftPaper(records, tagger) }));
  const labels = await resolveLabels(
    run,
    drafts.flatMap(({ composed }) => composed.labels),
  );
  const rows = await readRows(run, [...new Set(drafts.flatMap(({ tags }) => tags.map(({ slug }) => slug)))]);
  const topicsOf = ({ composed, tags }: Draft): StagedTopic[] => [
    ...composed.labels.flatMap((label): StagedTopic[] => {
      const topic = labels.get(labelKey(label));
      return topic === undefined ? [] : [{ topic, source: label.source, kind: "STATED_BY_SOURCE", confidence: label.confidence }];
    }),
    ...tags.flatMap(({ slug, confidence }): StagedTopic[] =>
      rows.has(slug) ? [{ topic: rows.get(slug)!, source: TAGGER, kind: "INFERRED_FROM_TEXT", confidence }] : [],
    ),
  ];
  const staged = drafts.map((draft) => ({ ...draft, topics: topicsOf(draft) }));
  await stagePapers(run, staged);
  await mergePapers(run);
  await addRows(run, staged);
  await mergeLinks(run);
  await deriveIndexes(run, "staged_paper");
}

async function readRows(run: Run, slugs: readonly string[]): Promise<Map<string, number>> {
  const rows = await run<{ slug: string; topic: number }>(
    "/* readRows */ select slug, row_id as topic from topic where slug = any($1::text[])",
    [slugs],
  );
  return new Map(rows.map(({ slug, topic }) => [slug, topic]));
}
