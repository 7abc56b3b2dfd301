import type { Run, Transaction } from "../database/sql";
import type { createTagger } from "../topics/tagger";
import type { Owner } from "./assign-papers";
import { deriveIndexes } from "./derive-indexes";
import { deriveUpvotes } from "./derive-upvotes";
import { type Draft, draftPaper } from "./draft";
import { type Left, leftByStaged, nothingLeft, otherwiseWritten, settleAuthors, settleRepositories } from "./left";
import { excludeTopics } from "./member-links";
import { mergeLinks } from "./merge-links";
import { mergePapers } from "./merge-papers";
import { labelPapers } from "./paper-labels";
import type { StoredRecord } from "./record-store";
import { relinkPapers, removeTopics } from "./relink-papers";
import { addRows, type StagedTopic, stagePapers } from "./stage";
import { vectorsOf } from "./text-vectors";
import { labelKey } from "./topic-labels";

/** Who concluded topics from text. */
export const TAGGER = "papergraph";

/** Computes papers from all their records, and everything that is derived from papers. `before` is what papers that are gone have left. */
export async function recompute(
  run: Transaction,
  papers: ReadonlyMap<Owner, readonly StoredRecord[]>,
  tagger: ReturnType<typeof createTagger>,
  before: Left,
): Promise<void> {
  const drafts = [...papers].map(([owner, records]) => ({ ...owner, ...draftPaper(records, tagger) }));
  const { topics: labels, moves } = await labelPapers(run, drafts, before.names);
  const rows = await readTopicRows(run, [...new Set(drafts.flatMap(({ tags }) => tags.map(({ slug }) => slug)))]);
  const topicsOf = ({ composed, tags }: Draft): StagedTopic[] => [
    ...composed.labels.flatMap((label): StagedTopic[] => {
      const topic = labels.get(labelKey(label));
      return topic === undefined ? [] : [{ topic, source: label.source, kind: "STATED_BY_SOURCE", confidence: label.confidence }];
    }),
    ...tags.flatMap(({ slug, confidence }): StagedTopic[] =>
      rows.has(slug) ? [{ topic: rows.get(slug)!, source: TAGGER, kind: "INFERRED_FROM_TEXT", confidence }] : [],
    ),
  ];
  const staged = await Promise.all(
    drafts.map(async (draft) => ({
      ...draft,
      topics: topicsOf(draft),
      vectors: draft.slug === null ? null : await vectorsOf(draft.composed),
    })),
  );
  await stagePapers(run, staged);
  const left = staged.some(({ slug }) => slug === null) ? await leftByStaged(run) : nothingLeft;
  await mergePapers(run.send);
  await addRows(run, staged);
  await mergeLinks(run.send);
  await excludeTopics(run, "staged_paper");
  await relinkPapers(run, moves, "staged_paper");
  await deriveIndexes(run.send, "staged_paper", "select paper from staged_paper where not has_vectors");
  await deriveUpvotes(run.send, "staged_paper");
  await removeTopics(run, moves);
  await settleAuthors(run, [...before.authors, ...left.authors]);
  await settleRepositories(run, [...before.repositories, ...left.repositories, ...(await otherwiseWritten(run))]);
}

/** The topics of these slugs, by slug; what does not exist is absent. */
export async function readTopicRows(run: Run, slugs: readonly string[]): Promise<Map<string, number>> {
  const rows = await run<{ slug: string; topic: number }>(
    "/* readTopicRows */ select slug, row_id as topic from topic where slug = any($1::text[])",
    [slugs],
  );
  return new Map(rows.map(({ slug, topic }) => [slug, topic]));
}
