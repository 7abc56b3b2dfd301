import type { Run } from "../database/sql";
import { deriveIndexes } from "./derive-indexes";

/** Brings what is derived up to date after topics got other places in the hierarchy: what stands above a topic counts for its papers too. */
export async function moveTopics(run: Run, topics: readonly number[]): Promise<void> {
  if (topics.length === 0) return;
  await writeAncestors(run);
  await run(
    "/* moveTopics */ create temp table moved_paper on commit drop as select distinct l.paper from topic_link l left join topic_ancestor a using (topic) where l.topic = any($1::int[]) or a.ancestor = any($1::int[])",
    [topics],
  );
  await deriveIndexes(run, "moved_paper");
}

/** Levels of the hierarchy: sources that contradict each other may close a circle, which must end somewhere. */
const DEEPEST = 30;

/** The closure of the hierarchy, each ancestor at its least distance. */
export async function writeAncestors(run: Run): Promise<void> {
  await run("/* writeAncestors */ delete from topic_ancestor");
  await run(`/* writeAncestors */ with recursive above as (
      select topic, parent as ancestor, 1 as distance from topic_parent
      union select a.topic, p.parent, a.distance + 1 from above a join topic_parent p on p.topic = a.ancestor where a.distance < ${DEEPEST}
    )
    insert into topic_ancestor (topic, ancestor, distance) select topic, ancestor, min(distance) from above where topic <> ancestor group by topic, ancestor`);
}
