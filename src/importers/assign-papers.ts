import type { Run } from "../database/sql";
import { slugOf, slugSuffix } from "../papers/title";
import { titleOf } from "./compose";
import { moveUpvotes } from "./derive-upvotes";
import { type Left, namedBy, nothingLeft } from "./left";
import { moveMemberLinks } from "./member-links";
import { placeOnDays } from "./merge-papers";
import { keyOf, type StoredRecord } from "./record-store";
import { identityOf, returningSlugs } from "./returning-papers";

/** The paper of a group of records. */
export interface Owner {
  readonly paper: number;
  /** The slug of a paper that is new, and has a row id but no row yet; null for one that is there. */
  readonly slug: string | null;
}

/**
 * The paper of each group of records, in their order. A group keeps the oldest paper that its records were on; where two groups were one paper,
 * the one that is identified best keeps it. Groups without a paper get new ones, or the one that they were before it was merged.
 * `brought` are slugs that records bring with them, by keyOf: a new paper gets the first that is free.
 */
export async function assignPapers(
  run: Run,
  groups: readonly (readonly StoredRecord[])[],
  brought: ReadonlyMap<string, string>,
): Promise<Owner[]> {
  const owners = new Map<readonly StoredRecord[], Owner>();
  const taken = new Set<number>();
  const returning = await returningSlugs(run, groups);
  for (const group of groups.filter((group) => !returning.has(group)).sort(byIdentity)) {
    const former = group.flatMap(({ paper }) => (paper === null || taken.has(paper) ? [] : [paper]));
    if (former.length === 0) continue;
    const paper = Math.min(...former);
    taken.add(paper);
    owners.set(group, { paper, slug: null });
  }
  const homeless = groups.filter((group) => !owners.has(group));
  const created = await newPapers(run, homeless, returning, brought);
  for (const [index, group] of homeless.entries()) owners.set(group, created[index]!);
  return groups.map((group) => owners.get(group)!);
}

/** Best identified first: with an arXiv id, then with more records, then by name. */
function byIdentity(a: readonly StoredRecord[], b: readonly StoredRecord[]): number {
  const named = (group: readonly StoredRecord[]) => (group.some(({ record }) => record.arxivId !== null) ? 1 : 0);
  return named(b) - named(a) || b.length - a.length || (identityOf(a) < identityOf(b) ? -1 : 1);
}

/** Row ids that nobody has, and slugs that nobody else has or had. */
async function newPapers(
  run: Run,
  groups: readonly (readonly StoredRecord[])[],
  returning: ReadonlyMap<readonly StoredRecord[], string>,
  brought: ReadonlyMap<string, string>,
): Promise<Owner[]> {
  if (groups.length === 0) return [];
  const wanted = groups.map((group) => ({
    slug: slugOf(titleOf(group), "paper"),
    suffix: slugSuffix(identityOf(group)),
    brought: group.flatMap(({ source, record }) => brought.get(keyOf(source, record.sourceKey)) ?? []),
  }));
  const rows = await run<{ slug: string }>(
    "/* usedSlugs */ select slug from paper where slug = any($1::text[]) union all select slug from paper_alias where slug = any($1::text[])",
    [wanted.flatMap(({ slug, suffix, brought }) => [slug, `${slug}-${suffix}`, ...brought])],
  );
  const used = new Set(rows.map(({ slug }) => slug));
  const named = wanted.map(({ brought }, index) => {
    const name = returning.get(groups[index]!) ?? brought.find((slug) => !used.has(slug));
    if (name !== undefined) used.add(name);
    return name;
  });
  const slugs = wanted.map(({ slug, suffix }, index) => {
    if (named[index] !== undefined) return named[index];
    let free = used.has(slug) ? `${slug}-${suffix}` : slug;
    for (let more = 2; used.has(free); more++) free = `${slug}-${suffix}-${more}`;
    used.add(free);
    return free;
  });
  const ids = await run<{ paper: number }>(
    "/* newRowIds */ select nextval(pg_get_serial_sequence('paper', 'row_id')) as paper from generate_series(1, $1::int)",
    [groups.length],
  );
  return slugs.map((slug, index) => ({ paper: ids[index]!.paper, slug }));
}

/** A paper that is gone, and the one that took its records; null when none did. */
export interface GonePaper {
  readonly paper: number;
  readonly heir: number | null;
}

/** Removes papers whose records went elsewhere: their slugs and ids lead to the heir from now on, and what is derived from them goes with them. Gives what they named. */
export async function removePapers(run: Run, gone: readonly GonePaper[]): Promise<Left> {
  if (gone.length === 0) return nothingLeft;
  const left = await namedBy(
    run,
    gone.map(({ paper }) => paper),
  );
  const values = [gone.map(({ paper }) => paper), gone.map(({ heir }) => heir)];
  await run(
    `/* removePapers */ with moved as (select * from unnest($1::bigint[], $2::bigint[]) as m(paper, heir) where heir is not null)
     insert into paper_alias (uid, slug, paper)
     select p.uid, p.slug, m.heir from moved m join paper p on p.row_id = m.paper
     union all select a.uid, a.slug, m.heir from moved m join paper_alias a using (paper)
     on conflict (uid) do update set paper = excluded.paper`,
    values,
  );
  await moveUpvotes(run, values[0] as number[], values[1]!);
  await moveMemberLinks(run, values[0] as number[], values[1]!);
  await run(
    `/* removePapers */ with gone as (select i.* from paper_index i where i.paper = any($1::bigint[])),
     pages as (delete from paper_topic_page t using gone g, unnest(g.topic_ids) as own where t.topic = own and t.sort_on = g.sort_on and t.paper = g.paper),
     counted as (
       select topic, date_trunc('month', sort_on)::date as month, count(*) as papers, count(*) filter (where has_repository) as papers_with_code
       from gone, unnest(topic_ids || 0) as topic group by 1, 2
     ),
     topics as (update topic t set paper_count = t.paper_count - c.papers from (select topic, sum(papers) as papers from counted group by topic) c where t.row_id = c.topic)
     update topic_count t set papers = t.papers - c.papers, papers_with_code = t.papers_with_code - c.papers_with_code from counted c where t.topic = c.topic and t.month = c.month`,
    [values[0]],
  );
  await run(
    `/* removePapers */ update repository r set paper_count = r.paper_count - l.papers
     from (select repository, count(*) as papers from repository_link where paper = any($1::bigint[]) group by repository) l where r.row_id = l.repository`,
    [values[0]],
  );
  await run(
    "/* removePapers */ create temp table left_day on commit drop as select distinct day from daily_entry where paper = any($1::bigint[])",
    [values[0]],
  );
  await run("/* removePapers */ delete from paper where row_id = any($1::bigint[])", [values[0]]);
  await placeOnDays(run, "left_day");
  await run("/* removePapers */ drop table left_day");
  return left;
}
