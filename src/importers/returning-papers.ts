import type { Run } from "../database/sql";
import { slugOf, slugSuffix } from "../papers/title";
import { keyOf, type StoredRecord } from "./record-store";

type Group = readonly StoredRecord[];

/** What the suffix of a slug is made of: the surest id, else the first record's name. */
export function identityOf(group: Group): string {
  const least = (values: string[]) => values.sort()[0];
  const idOf = (id: "arxivId" | "doi" | "openReviewId" | "papersWithCodeId") =>
    least(group.flatMap(({ record }) => record[id] ?? []));
  return (
    idOf("arxivId") ??
    idOf("doi") ??
    idOf("openReviewId") ??
    idOf("papersWithCodeId") ??
    least(group.map(({ source, record }) => keyOf(source, record.sourceKey)))!
  );
}

/**
 * The slugs under which groups were papers of their own, before they were merged with others from which they come apart now.
 * A group is known by the slug that its titles make; where several of one former paper make the same, none is.
 */
export async function returningSlugs(run: Run, groups: readonly Group[]): Promise<Map<Group, string>> {
  const returning = new Map<Group, string>();
  const sharers = new Map<number, Set<Group>>();
  for (const group of groups)
    for (const { paper } of group) if (paper !== null) sharers.set(paper, (sharers.get(paper) ?? new Set()).add(group));
  const parted = [...sharers].filter(([, { size }]) => size > 1).map(([paper]) => paper);
  if (parted.length === 0) return returning;
  const aliases = await run<{ paper: number; slug: string }>(
    "/* returningSlugs */ select paper, slug from paper_alias where paper = any($1::bigint[]) order by paper, slug",
    [parted],
  );
  for (const { paper, slug } of aliases) {
    const here = sharers.get(paper)!;
    const bearers = [...here].filter((group) => slugsOf(group).has(slug));
    // One group stays on the paper.
    if (bearers.length !== 1 || here.size === 1) continue;
    returning.set(bearers[0]!, slug);
    for (const sharing of sharers.values()) sharing.delete(bearers[0]!);
  }
  return returning;
}

/** The slugs that a paper of these records gets, with and without a suffix. */
function slugsOf(group: Group): Set<string> {
  const suffix = slugSuffix(identityOf(group));
  const slugs = group.map(({ record }) => slugOf(record.title, "paper"));
  return new Set(slugs.flatMap((slug) => [slug, `${slug}-${suffix}`]));
}
