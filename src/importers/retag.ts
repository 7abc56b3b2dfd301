import type { DataSource } from "typeorm";
import { copyLine } from "../database/copy";
import { type Run, type Transaction, transaction } from "../database/sql";
import type { Tagger } from "../topics/tagger";
import { deriveIndexes } from "./derive-indexes";
import { lockImports } from "./import-lock";
import { readTopicRows, TAGGER } from "./recompute";

/** Papers that are read and written in one transaction: imports wait no longer for it than for one another. */
const BATCH = 2_000;

/** How far tagging is: papers read, and those of them whose topics changed. */
export interface RetagCounts {
  readonly read: number;
  readonly changed: number;
}

export interface RetagOptions {
  /** When it is aborted, the batch in hand is ended, and the signal's reason thrown. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (counts: RetagCounts) => void;
}

/**
 * Brings the topics that papers' texts name to what the tagger says, in batches, each whole or not at all; what is so already is not written, so again changes nothing.
 * What sources and members say of topics is not touched. Readers and imports go on meanwhile.
 */
export async function retagPapers(db: DataSource, tagger: Tagger, options: RetagOptions = {}): Promise<RetagCounts> {
  let counts: RetagCounts = { read: 0, changed: 0 };
  for (let after: string | null = "0"; after !== null; ) {
    options.signal?.throwIfAborted();
    const from: string = after;
    const batch = await transaction(db, (run) => retagBatch(run, tagger, from));
    counts = { read: counts.read + batch.read, changed: counts.changed + batch.changed };
    options.onProgress?.(counts);
    after = batch.last;
  }
  return counts;
}

interface Text {
  readonly paper: string;
  readonly title: string;
  readonly abstract: string | null;
  readonly hasCategories: boolean;
}

/** `last` is the paper after which to go on; null when there is none. */
async function retagBatch(run: Transaction, tagger: Tagger, after: string): Promise<RetagCounts & { last: string | null }> {
  await lockImports(run);
  const papers = await readTexts(run, after);
  const last = papers.at(-1)?.paper ?? after;
  const tags = await readTags(run, after, last);
  const excluded = await readExcluded(run, after, last);
  const changes = papers.flatMap(({ paper, title, abstract, hasCategories }) => {
    const wanted = new Map(tagger(title, abstract, hasCategories).map(({ slug, confidence }) => [slug, Math.fround(confidence)]));
    for (const slug of excluded.get(paper) ?? []) wanted.delete(slug);
    const former = tags.get(paper) ?? new Map<string, number>();
    const isSame = former.size === wanted.size && [...former].every(([slug, confidence]) => wanted.get(slug) === confidence);
    return isSame ? [] : [{ paper, wanted }];
  });
  const changed = changes.length === 0 ? 0 : await writeTags(run, changes);
  return { read: papers.length, changed, last: papers.length < BATCH ? null : papers.at(-1)!.paper };
}

function readTexts(run: Run, after: string): Promise<Text[]> {
  return run(
    `/* readTexts */ select p.row_id as paper, p.title, p.abstract,
       exists (select from paper_source s where s.paper = p.row_id and jsonb_array_length(s.record -> 'categories') > 0) as "hasCategories"
     from paper p where p.row_id > $1 order by p.row_id limit ${BATCH}`,
    [after],
  );
}

/** What the texts of papers said of topics when they were tagged last: by paper, then by slug. In one range: paper by paper the planner may walk the index of topics for each. */
async function readTags(run: Run, after: string, last: string): Promise<Map<string, Map<string, number>>> {
  const rows = await run<{ paper: string; slug: string; confidence: number }>(
    `/* readTags */ select l.paper, t.slug, l.confidence from topic_link l join topic t on t.row_id = l.topic
     where l.paper > $1 and l.paper <= $2 and l.source = $3 and l.kind = 'INFERRED_FROM_TEXT'`,
    [after, last, TAGGER],
  );
  const tags = new Map<string, Map<string, number>>();
  for (const { paper, slug, confidence } of rows)
    tags.set(paper, (tags.get(paper) ?? new Map()).set(slug, Math.fround(confidence)));
  return tags;
}

/** What members took from papers: slugs of topics by paper. */
async function readExcluded(run: Run, after: string, last: string): Promise<Map<string, string[]>> {
  const rows = await run<{ paper: string; slugs: string[] }>(
    `/* readExcluded */ select x.paper, array_agg(t.slug) as slugs from topic_exclusion x join topic t on t.row_id = x.topic
     where x.paper > $1 and x.paper <= $2 group by x.paper`,
    [after, last],
  );
  return new Map(rows.map(({ paper, slugs }) => [paper, slugs]));
}

/** Writes the tags of these papers, and what is derived from them; gives the number of papers that changed: tags of which the database has no topic change nothing. */
async function writeTags(
  run: Transaction,
  changes: readonly { readonly paper: string; readonly wanted: ReadonlyMap<string, number> }[],
): Promise<number> {
  const rows = await readTopicRows(run, [...new Set(changes.flatMap(({ wanted }) => [...wanted.keys()]))]);
  await run("/* writeTags */ create temp table retagged_paper (paper bigint) on commit drop");
  await run("/* writeTags */ create temp table retagged_topic (paper bigint, topic int, confidence real) on commit drop");
  await run.copy(
    "retagged_paper",
    ["paper"],
    changes.map(({ paper }) => copyLine([paper])),
  );
  await run.copy(
    "retagged_topic",
    ["paper", "topic", "confidence"],
    changes.flatMap(({ paper, wanted }) =>
      [...wanted].flatMap(([slug, confidence]) => (rows.has(slug) ? [copyLine([paper, rows.get(slug), confidence])] : [])),
    ),
  );
  await run("/* writeTags */ analyze retagged_paper, retagged_topic");
  const touched = await run<{ paper: string }>(
    `/* writeTags */ with gone as (
       delete from topic_link l using retagged_paper p where l.paper = p.paper and l.source = $1 and l.kind = 'INFERRED_FROM_TEXT'
         and not exists (select from retagged_topic w where w.paper = l.paper and w.topic = l.topic) returning l.paper
     ), written as (
       insert into topic_link (paper, topic, source, kind, confidence) select paper, topic, $1, 'INFERRED_FROM_TEXT', confidence from retagged_topic
       on conflict (paper, topic, source) do update set confidence = excluded.confidence
         where topic_link.kind = 'INFERRED_FROM_TEXT' and topic_link.confidence <> excluded.confidence returning paper
     ) select paper from gone union select paper from written`,
    [TAGGER],
  );
  if (touched.length === 0) return 0;
  await deriveIndexes(run, "retagged_paper");
  await run(
    "/* writeTags */ update paper set updated_at = now() where row_id = any($1::bigint[]) and updated_at < now()::timestamptz(3)",
    [touched.map(({ paper }) => paper)],
  );
  // Last: the version must not show before what it names.
  await run("/* raiseVersion */ update catalogue_version set version = version + 1");
  return touched.length;
}
