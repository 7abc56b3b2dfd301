import type { SourceRecord, TopicRecord } from "../importer";

/** One of the areas of research into which Papers with Code divided tasks and methods. */
export function areaRecord(name: string): TopicRecord {
  return {
    kind: "topic",
    sourceKey: `area ${name}`,
    scheme: "PAPERS_WITH_CODE_AREA",
    name,
    parents: [],
    aliases: [],
    recordLicense: "CC-BY-SA-4.0",
  };
}

/** The records in lists of them, one by one; of topics, which come with everything that stands below them, each only once. */
export async function* topicsOnce(lists: AsyncIterable<readonly SourceRecord[]>): AsyncGenerator<SourceRecord> {
  const told = new Set<string>();
  for await (const records of lists)
    for (const record of records) {
      if (record.kind === "topic") {
        if (told.has(record.sourceKey)) continue;
        told.add(record.sourceKey);
      }
      yield record;
    }
}
