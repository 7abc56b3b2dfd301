import type { Run } from "../database/sql";

/** A topic right below another. */
interface Edge {
  readonly topic: number;
  readonly parent: number;
}

/**
 * Puts topics that sources brought below those that all records together put above them, and gives those that moved. The vocabulary decides on the place of its own topics.
 * Sources that contradict each other may close a circle: in the order of the alphabet, what would close one is left out, whatever came first.
 */
export async function placeTopics(run: Run): Promise<number[]> {
  const told = await run<Edge>(
    `/* placeTopics */ select distinct c.topic, p.topic as parent, n.of_key, n.label_key
     from topic_naming n join topic_alias c on c.alias_key = n.of_key join topic_alias p on p.alias_key = n.label_key join topic t on t.row_id = c.topic
     where n.role = 'PARENT' and not t.is_curated and c.topic <> p.topic order by n.of_key, n.label_key`,
  );
  const wanted = new Set(withoutCircles(told).map(({ topic, parent }) => `${topic} ${parent}`));
  const present = await run<Edge>(
    "/* placeTopics */ select o.topic, o.parent from topic_parent o join topic t on t.row_id = o.topic where not t.is_curated",
  );
  const known = new Set(present.map(({ topic, parent }) => `${topic} ${parent}`));
  const gone = present.filter(({ topic, parent }) => !wanted.has(`${topic} ${parent}`));
  const news = [...wanted].filter((edge) => !known.has(edge)).map((edge) => edge.split(" ").map(Number));
  const edges = [...news.map(([topic, parent]) => ({ topic: topic!, parent: parent! })), ...gone];
  if (edges.length === 0) return [];
  await run(
    "/* placeTopics */ delete from topic_parent o using unnest($1::int[], $2::int[]) as n(topic, parent) where o.topic = n.topic and o.parent = n.parent",
    [gone.map(({ topic }) => topic), gone.map(({ parent }) => parent)],
  );
  await run("/* placeTopics */ insert into topic_parent (topic, parent) select * from unnest($1::int[], $2::int[])", [
    news.map(([topic]) => topic),
    news.map(([, parent]) => parent),
  ]);
  return [...new Set(edges.map(({ topic }) => topic))];
}

/** The edges, in their order, but for those that would put a topic above itself. */
function withoutCircles(edges: readonly Edge[]): Edge[] {
  const above = new Map<number, number[]>();
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
    above.set(topic, [...(above.get(topic) ?? []), parent]);
    return true;
  });
}
