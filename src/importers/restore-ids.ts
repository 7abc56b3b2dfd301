import type { Run } from "../database/sql";
import type { PlacedPaper } from "./restore-papers";

/** What a paper was known by where the copy was made. */
interface Name {
  readonly uid: string;
  readonly slug: string;
  readonly paper: number;
}

/**
 * Gives papers that are new (`fresh`) the id and the times of their copy, where nobody has the id; of several copies that are one paper here the first counts.
 * All other ids and slugs of the copies lead to their papers from now on, but for those that lead somewhere already. Gives the papers of which anything changed.
 */
export async function restoreIds(run: Run, placed: readonly PlacedPaper[], fresh: ReadonlySet<number>): Promise<Set<number>> {
  const uids = placed.flatMap(({ copy }) => [copy.uid, ...copy.aliases.map(({ uid }) => uid)]);
  const known = await run<{ uid: string }>(
    "/* knownIds */ select uid from paper where uid = any($1::uuid[]) union all select uid from paper_alias where uid = any($1::uuid[])",
    [uids],
  );
  const taken = new Set(known.map(({ uid }) => uid));
  const named = new Map<number, PlacedPaper>();
  for (const one of placed)
    if (fresh.has(one.paper) && !named.has(one.paper) && !taken.has(one.copy.uid)) named.set(one.paper, one);
  const winners = [...named.values()];
  await giveIds(run, winners);
  for (const { copy } of winners) taken.add(copy.uid);
  const names = placed.flatMap(({ copy, paper }): Name[] =>
    [copy, ...copy.aliases].map(({ uid, slug }) => ({ uid, slug, paper })).filter(({ uid }) => !taken.has(uid)),
  );
  const added = await addAliases(run, [...new Map(names.map((name) => [name.uid, name])).values()]);
  return new Set([...winners.map(({ paper }) => paper), ...added]);
}

async function giveIds(run: Run, winners: readonly PlacedPaper[]): Promise<void> {
  const rows = winners.map(({ paper, copy }) => ({
    paper,
    uid: copy.uid,
    created_at: copy.createdAt,
    updated_at: copy.updatedAt,
  }));
  await run(
    `/* giveIds */ update paper p set uid = n.uid, created_at = n.created_at, updated_at = n.updated_at
     from jsonb_to_recordset($1::jsonb) as n(paper bigint, uid uuid, created_at timestamptz, updated_at timestamptz) where p.row_id = n.paper`,
    [JSON.stringify(rows)],
  );
}

/** A slug that a paper has or had already gets the beginning of the id as its suffix. */
async function addAliases(run: Run, names: readonly Name[]): Promise<number[]> {
  if (names.length === 0) return [];
  const slugs = names.flatMap(({ slug, uid }) => [slug, `${slug}-${uid.slice(0, 8)}`]);
  const used = await run<{ slug: string }>(
    "/* usedSlugs */ select slug from paper where slug = any($1::text[]) union all select slug from paper_alias where slug = any($1::text[])",
    [slugs],
  );
  const taken = new Set(used.map(({ slug }) => slug));
  const rows = names.map(({ uid, slug, paper }) => {
    const free = [slug, `${slug}-${uid.slice(0, 8)}`].find((one) => !taken.has(one)) ?? `${slug}-${uid}`;
    taken.add(free);
    return { uid, slug: free, paper };
  });
  const added = await run<{ paper: number }>(
    `/* addAliases */ insert into paper_alias (uid, slug, paper) select uid, slug, paper from jsonb_populate_recordset(null::paper_alias, $1::jsonb)
     on conflict do nothing returning paper`,
    [JSON.stringify(rows)],
  );
  return added.map(({ paper }) => paper);
}
