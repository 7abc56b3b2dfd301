import type { DataSource } from "typeorm";
import { type Run, type Send, transaction } from "../database/sql";

/** Papers whose words are counted at most: of more, a sample. A word in one of a thousand papers is then known to a seventh. */
const SAMPLE = 50_000;

/** Words are counted again when the number of papers has changed by this share. */
const GROWTH = 0.1;

/** Words of titles that are kept for typing errors: shorter ones are too alike, longer ones nobody types. Length in characters. */
const WORD_LENGTH = [4, 40] as const;

/** Any number that no other program takes on this database: statistics are made by one at a time. */
const STATISTICS_LOCK = 4_170_003;

/**
 * Counts anew in how many papers and titles each word stands, when there are a tenth more or fewer papers than when it was counted last; gives whether it did.
 * The counts before are kept for an hour: lists that somebody pages through are ranked by them to their end. Public data changes with them, so the catalogue's version is raised.
 */
export async function refreshTermStatistics(db: DataSource): Promise<boolean> {
  return transaction(db, async (run) => {
    await run("/* refreshTermStatistics */ set local statement_timeout = 0");
    const [lock] = await run<{ isFree: boolean }>(
      '/* refreshTermStatistics */ select pg_try_advisory_xact_lock($1) as "isFree"',
      [STATISTICS_LOCK],
    );
    if (!lock!.isFree) return false;
    const [sizes] = await run<{ papers: number; former: number }>(
      `/* refreshTermStatistics */ select coalesce((select sum(papers) from topic_count where topic = 0), 0)::bigint as papers,
         coalesce((select papers from term_statistics order by version desc limit 1), 0) as former`,
    );
    const { papers, former } = sizes!;
    if (Math.abs(papers - former) <= GROWTH * former) return false;
    await countTerms(run, papers);
    // Last: the version must not show before what it names.
    await run("/* raiseVersion */ update catalogue_version set version = version + 1");
    return true;
  });
}

async function countTerms(run: Run, papers: number): Promise<void> {
  await run("/* countTerms */ delete from term_statistics where replaced_at < now() - interval '1 hour'");
  await run("/* countTerms */ update term_statistics set replaced_at = now() where replaced_at is null");
  const isSample = papers > SAMPLE;
  const sample = isSample ? `tablesample system (${((100 * SAMPLE) / papers).toFixed(6)}) repeatable (1)` : "";
  await run(
    `/* countTerms */ create temp table counted_paper on commit drop as select paper, vector from paper_search ${sample}`,
  );
  const [made] = await run<{ version: number }>(
    "/* countTerms */ insert into term_statistics (papers, counted) select $1, count(*) from counted_paper returning version",
    [papers],
  );
  // A word that a sample holds once may be in hardly more papers than that: it counts as one that was not met.
  await run(
    `/* countTerms */ insert into term_frequency (version, term, papers, titles)
     select $1, term, sum(text), sum(title) from (
       select unnest(tsvector_to_array(vector)) as term, 1 as text, 0 as title from counted_paper
       union all select unnest(tsvector_to_array(t.vector)), 0, 1 from counted_paper join paper_title_search t using (paper)
     ) c group by term having sum(text) > $2`,
    [made!.version, isSample ? 1 : 0],
  );
  await run("/* countTerms */ drop table counted_paper");
}

/** Keeps the words of these papers' titles, for typing errors; those of papers that are gone stay. `papers` is a table with a column `paper`. */
export async function keepTitleWords(send: Send, papers: string): Promise<void> {
  await send(`/* keepTitleWords */ insert into title_word (word)
    select distinct word from (
      select unnest(tsvector_to_array(t.vector)) as word from paper_title_search t where t.paper in (select paper from ${papers})
    ) w where length(word) between ${WORD_LENGTH[0]} and ${WORD_LENGTH[1]} on conflict do nothing`);
}
