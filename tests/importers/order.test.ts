import fc from "fast-check";
import { clusterRecords, type IdentityRecord } from "../../src/importers/cluster";
import { emptyRecord, type PaperRecord } from "../../src/importers/importer";
import { upsertBatch } from "../../src/importers/upsert";
import { dumpGraph, emptyGraph } from "../graph-dump";
import { testTagger } from "../import-file";
import { runs } from "../many";
import { useTestApp } from "../test-app";

const app = useTestApp();

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: null });

/** Records that share ids, titles and authors often: of three sources, one of which gives ids of its own. */
const recordOf = fc.record({
  source: some("arxiv", "papers-with-code", "listing"),
  number: fc.nat(20),
  ownId: maybe("own-1", "own-2"),
  title: some("Graph Neural Networks", "Graph neural networks!", "Object Detection", "Editorial", "On Memory"),
  abstract: maybe(
    "We study object detection.",
    "See https://github.com/a/b and https://github.com/C/D.",
    "Language models (https://github.com/c/d) are few-shot learners.",
  ),
  arxivId: maybe("2401.00001", "2401.00002"),
  doi: maybe("10.1000/a", "10.1000/b"),
  openReviewId: maybe("openreview1"),
  authors: some([], ["Ada Lovelace"], ["A. Lovelace", "José García"], ["Kurt Gödel"], ["Garcia, Jose"]),
  publishedOn: maybe("2019-05-01", "2020-01-01", "2024-03-03"),
  versionUpdatedOn: maybe("2021-01-01", "2022-01-01"),
  isWithdrawn: fc.boolean(),
  categories: some([], ["cs.LG", "cs.CV"], ["stat.ML"]),
  day: maybe("2025-03-12", "2025-03-13"),
  label: maybe("Node Wobbling", "Link Prediction"),
});

type Draft = typeof recordOf extends fc.Arbitrary<infer T> ? T : never;

function toRecord({ source, number, day, label, ownId, ...fields }: Draft): { source: string; record: PaperRecord } {
  const days = day === null ? [] : [{ day, position: number + 1, submittedBy: null }];
  const labels = label === null ? [] : [{ scheme: "PAPERS_WITH_CODE_TASK" as const, label, confidence: 0.9 }];
  return {
    source,
    record: {
      ...emptyRecord,
      ...fields,
      sourceKey: `key-${number}`,
      ownId: source === "papers-with-code" ? ownId : null,
      days,
      labels,
    },
  };
}

const records = fc
  .uniqueArray(recordOf, { selector: ({ source, number }) => `${source} ${number}`, minLength: 2, maxLength: 9 })
  .map((drafts) => drafts.map(toRecord));

async function importAll(batches: readonly { source: string; record: PaperRecord }[][]): Promise<string[]> {
  await emptyGraph(app.db);
  for (const batch of batches)
    for (const source of new Set(batch.map(({ source }) => source)))
      await upsertBatch(
        app.db,
        source,
        batch.filter((one) => one.source === source).map(({ record }) => record),
        testTagger(),
      );
  return dumpGraph(app.db);
}

test("the order in which records come, and how they are batched, does not show in the graph", async () => {
  const arrivals = records.chain((all) =>
    fc.record({
      all: fc.constant(all),
      shuffled: fc.shuffledSubarray(all, { minLength: all.length }),
      size: fc.integer({ min: 1, max: 4 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ({ all, shuffled, size }) => {
      const inBatches = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
        shuffled.slice(index * size, (index + 1) * size),
      );
      expect(await importAll(inBatches)).toEqual(await importAll([all]));
    }),
    { numRuns: runs(5, 25), endOnFailure: true },
  );
}, 180_000);

test("records that were changed on the way end in the same graph as if they had come so", async () => {
  const changes = records.chain((all) =>
    fc.record({ all: fc.constant(all), first: fc.array(recordOf.map(toRecord), { maxLength: 6 }) }),
  );
  await fc.assert(
    fc.asyncProperty(changes, async ({ all, first }) => {
      // Undated, so that what comes last counts.
      const plain = (list: typeof all) =>
        list.map(({ source, record }) => ({ source, record: { ...record, versionUpdatedOn: null } }));
      const keys = new Set(all.map(({ source, record }) => `${source} ${record.sourceKey}`));
      const former = plain(first).filter(({ source, record }) => keys.has(`${source} ${record.sourceKey}`));
      expect(await importAll([former, plain(all)])).toEqual(await importAll([plain(all)]));
    }),
    { numRuns: runs(3, 15), endOnFailure: true },
  );
}, 180_000);

test("groups of records are the same for any order of them", () => {
  const identities = records.map((all) =>
    all.map(
      ({ source, record }): IdentityRecord => ({
        ...record,
        source,
        key: `${source} ${record.sourceKey}`,
        titleKey: record.title.toLowerCase().replace("!", ""),
      }),
    ),
  );
  const named = (groups: IdentityRecord[][]) =>
    groups
      .map((group) =>
        group
          .map(({ key }) => key)
          .sort()
          .join("|"),
      )
      .sort();
  fc.assert(
    fc.property(
      identities.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(named(clusterRecords(shuffled))).toEqual(named(clusterRecords(all)));
      },
    ),
    { numRuns: 2_000 },
  );
});
