import type { Run } from "../database/sql";
import type { CopiedTopic } from "./copied";

/** A copy with the topic that it is here. */
export interface PlacedTopic {
  readonly copy: CopiedTopic;
  /** Its row. */
  readonly topic: number;
  readonly isCurated: boolean;
  /** Whether it was made just now. */
  readonly isNew: boolean;
}

/** Puts topics that are new, and that the copy's vocabulary made, below those that stand above them in the copy; gives those that moved. Records tell the places of the others. A parent that would close a circle is left out. */
export async function restoreParents(run: Run, placed: readonly PlacedTopic[]): Promise<number[]> {
  const wanted = placed
    .filter(({ isNew, isCurated }) => isNew && isCurated)
    .flatMap(({ copy, topic }) => copy.parents.map((slug) => ({ topic, slug })));
  if (wanted.length === 0) return [];
  const rows = await run<{ slug: string; topic: number }>(
    "/* restoreParents */ select slug, row_id as topic from topic where slug = any($1::text[])",
    [wanted.map(({ slug }) => slug)],
  );
  const rowOf = new Map([
    ...rows.map(({ slug, topic }) => [slug, topic] as const),
    ...placed.map(({ copy, topic }) => [copy.slug, topic] as const),
  ]);
  const edges = wanted.flatMap(({ topic, slug }) => {
    const parent = rowOf.get(slug);
    return parent === undefined ? [] : [{ topic, parent }];
  });
  const fitting = withoutCircles(
    edges,
    await readAncestors(
      run,
      edges.flatMap(({ topic, parent }) => [topic, parent]),
    ),
  );
  const moved = await run<{ topic: number }>(
    `/* restoreParents */ insert into topic_parent (topic, parent) select * from unnest($1::int[], $2::int[]) on conflict do nothing returning topic`,
    [fitting.map(({ topic }) => topic), fitting.map(({ parent }) => parent)],
  );
  return [...new Set(moved.map(({ topic }) => topic))];
}

interface Edge {
  readonly topic: number;
  readonly parent: number;
}

async function readAncestors(run: Run, topics: readonly number[]): Promise<Map<number, Set<number>>> {
  const rows = await run<{ topic: number; ancestor: number }>(
    "/* readAncestors */ select topic, ancestor from topic_ancestor where topic = any($1::int[])",
    [topics],
  );
  const above = new Map<number, Set<number>>(topics.map((topic) => [topic, new Set()]));
  for (const { topic, ancestor } of rows) above.get(topic)!.add(ancestor);
  return above;
}

/** The edges, in their order, but for those that would put a topic above itself; `above` is what stands above each already. */
function withoutCircles(edges: readonly Edge[], above: Map<number, Set<number>>): Edge[] {
  const reaches = (from: number, to: number): boolean => {
    const seen = new Set([from]);
    for (const topic of seen) {
      if (topic === to) return true;
      for (const upper of above.get(topic) ?? []) seen.add(upper);
    }
    return false;
  };
  return edges.filter(({ topic, parent }) => {
    if (reaches(parent, topic)) return false;
    above.get(topic)!.add(parent);
    return true;
  });
}
