import type { Run } from "../database/sql";
import { deriveIndexes } from "./derive-indexes";
import { writeAncestors } from "./store-vocabulary";

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
