import type { Run, Transaction } from "../database/sql";
import type { createTagger } from "../topics/tagger";
import type { CopiedPaper } from "./copied";
import { forgetDeleted } from "./deleted-records";
import { identifyPapers } from "./identify";
import type { PaperRecord } from "./importer";
import { recompute } from "./recompute";
import { keyOf } from "./record-store";
import { restoreIds } from "./restore-ids";
import { restoreLinkIds, restoreMemberLinks, restoreTimes } from "./restore-links";
import { type News, newsOf } from "./restore-sources";

type Tagger = ReturnType<typeof createTagger>;

/** A copy with the paper that its records are on here. */
export interface PlacedPaper {
  readonly copy: CopiedPaper;
  /** Its row. */
  readonly paper: number;
}

/** Writes what is new of the records of papers, computes the papers, and gives ids and times to those that are new. */
export async function restorePapers(
  run: Transaction,
  copies: readonly CopiedPaper[],
  tagger: Tagger,
): Promise<{ added: number; changed: number; merged: number }> {
  const news = await newsOf<PaperRecord, CopiedPaper>(run, "paper_source", copies);
  const { fresh, merged } = await writeNews(run, news, tagger);
  const placed = await placePapers(run, copies);
  const named = await restoreIds(run, placed, fresh);
  const made = placed.filter(({ paper }) => fresh.has(paper));
  await restoreLinkIds(run, made);
  const linked = await restoreMemberLinks(run, placed);
  const told = placed.filter(({ copy, paper }) => news.get(copy)!.sources.length > 0 || named.has(paper) || linked.has(paper));
  await restoreTimes(run, told);
  const added = told.filter(({ copy }) => news.get(copy)!.isUnknown).length;
  return { added, changed: told.length - added, merged };
}

/** Gives the papers that were made, but for those that came back to an id that they had before they were merged. */
async function writeNews(run: Transaction, news: ReadonlyMap<CopiedPaper, News<PaperRecord>>, tagger: Tagger) {
  const told = [...news].flatMap(([{ slug }, { sources }]) => sources.map((one) => ({ ...one, slug })));
  if (told.length === 0) return { fresh: new Set<number>(), merged: 0 };
  const slugs = new Map(told.map(({ source, record, slug }) => [keyOf(source, record.sourceKey), slug]));
  await forgetDeleted(
    run,
    told.map(({ source, record }) => ({ source, sourceKey: record.sourceKey })),
  );
  const { papers, merged, left } = await identifyPapers(run, told, [], slugs);
  const made = [...papers.keys()].filter(({ slug }) => slug !== null);
  const former = await run<{ slug: string }>("/* formerSlugs */ select slug from paper_alias where slug = any($1::text[])", [
    made.map(({ slug }) => slug),
  ]);
  const returning = new Set(former.map(({ slug }) => slug));
  await recompute(run, papers, tagger, left);
  await run(
    `/* noteFetched */ update paper_source s set fetched_at = n.fetched_at from unnest($1::text[], $2::text[], $3::timestamptz[]) as n(source, source_key, fetched_at)
     where s.source = n.source and s.source_key = n.source_key`,
    [told.map(({ source }) => source), told.map(({ record }) => record.sourceKey), told.map(({ fetchedAt }) => fetchedAt)],
  );
  return { fresh: new Set(made.filter(({ slug }) => !returning.has(slug!)).map(({ paper }) => paper)), merged };
}

/** Where records of one copy are on several papers, its first record decides. */
async function placePapers(run: Run, copies: readonly CopiedPaper[]): Promise<PlacedPaper[]> {
  const firsts = copies.map(({ sources }) => sources[0]!);
  const rows = await run<{ key: string; paper: number }>(
    `/* placePapers */ select source || ' ' || source_key as key, paper from paper_source where (source, source_key) in (select * from unnest($1::text[], $2::text[]))`,
    [firsts.map(({ source }) => source), firsts.map(({ record }) => record.sourceKey)],
  );
  const paperOf = new Map(rows.map(({ key, paper }) => [key, paper]));
  return copies.flatMap((copy, index) => {
    const { source, record } = firsts[index]!;
    const paper = paperOf.get(keyOf(source, record.sourceKey));
    return paper === undefined ? [] : [{ copy, paper }];
  });
}
