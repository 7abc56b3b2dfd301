import fc from "fast-check";
import { type DeletedRecord, emptyRecord, type PaperRecord } from "../../src/importers/importer";
import { isNewer } from "../../src/importers/newer";
import { papergraph } from "../../src/importers/papergraph";
import { type BatchCounts, upsertBatch } from "../../src/importers/upsert";
import { exportFile } from "../export-file";
import { importFile, testTagger } from "../import-file";
import { useTestApp } from "../test-app";

const app = useTestApp();

type Told = PaperRecord | DeletedRecord;

const told = (changedAt: string | null, abstract: string, changes: Partial<PaperRecord> = {}): PaperRecord => ({
  ...emptyRecord,
  sourceKey: "2401.00001",
  arxivId: "2401.00001",
  title: "Told more than once",
  abstract,
  changedAt,
  ...changes,
});

const gone = (changedAt: string | null): DeletedRecord => ({ kind: "deleted", sourceKey: "2401.00001", changedAt });

const day = (number: number): string => `2024-01-0${number}T00:00:00.000Z`;

const write = (...batch: readonly Told[]): Promise<BatchCounts> => upsertBatch(app.db, "arxiv", batch, testTagger());

const forgetAll = () => app.db.query("truncate paper, topic_count, deleted_record cascade");

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((first, index) => ordersOf(items.filter((_, other) => other !== index)).map((rest) => [first, ...rest]));
}

/** The abstracts of all papers in the end; fails where the order of arrival, or whether all come in one batch, makes a difference. */
async function abstractsAfter(...records: readonly Told[]): Promise<string[]> {
  const ends: string[][] = [];
  for (const order of ordersOf(records))
    for (const batches of [[order], order.map((record) => [record])]) {
      await forgetAll();
      for (const batch of batches) await write(...batch);
      const { papers } = await app.query("{ papers { nodes { abstract } } }");
      ends.push(papers.nodes.map(({ abstract }: any) => abstract));
      expect(await write(...order)).toMatchObject({ added: 0, changed: 0, unchanged: records.length });
    }
  for (const end of ends) expect(end).toEqual(ends[0]);
  return ends[0]!;
}

test("of what a source says of several days the newest is believed, in any order, though its text be cut", async () => {
  expect(await abstractsAfter(told(day(1), "The whole text."), told(day(2), "The whole"))).toEqual(["The whole"]);
});

test("of what a source says of one day the longer is believed, in any order", async () => {
  expect(await abstractsAfter(told(day(1), "Short."), told(day(1), "Longer text."))).toEqual(["Longer text."]);
});

test("what has a day is believed before what has none, in any order", async () => {
  expect(await abstractsAfter(told(day(1), "Dated."), told(null, "Undated, and longer."))).toEqual(["Dated."]);
});

test("of two records without a day that come in one batch the last counts, as in two, and a cut one takes nothing away", async () => {
  for (const write2 of [
    (a: Told, b: Told) => write(a, b),
    async (a: Told, b: Told) => {
      await write(a);
      await write(b);
    },
  ]) {
    await forgetAll();
    await write2(told(null, "The whole text."), told(null, "The whole", { comment: "Cut." }));
    const { papers } = await app.query("{ papers { nodes { abstract comment } } }");
    expect(papers.nodes).toEqual([{ abstract: "The whole text.", comment: "Cut." }]);
  }
});

test("a deletion counts for what its source said before, in any order, and for nothing that it said later", async () => {
  expect(await abstractsAfter(told(day(1), "Before."), gone(day(2)))).toEqual([]);
  expect(await abstractsAfter(told(day(1), "Before."), gone(day(2)), told(day(3), "After."))).toEqual(["After."]);
});

test("whatever comes, of records and deletions with and without days, the same is believed in the end, in any order", () => {
  const one = fc.oneof(
    fc.constantFrom(gone(day(1)), gone(day(2))),
    fc
      .tuple(fc.constantFrom(null, day(1), day(2)), fc.constantFrom("a", "b", "ab", "bb"))
      .map(([changedAt, abstract]) => told(changedAt, abstract)),
  );
  const last = (records: readonly Told[]) => records.reduce((known, record) => (isNewer(record, known) ? record : known));
  const orders = fc
    .array(one, { minLength: 2, maxLength: 6 })
    .filter((records) => records.some((record) => record.changedAt !== null))
    .chain((records) => fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })));
  fc.assert(fc.property(orders, ([records, shuffled]) => expect(last(shuffled)).toEqual(last(records))));
});

test("a deletion without a day counts for what came before it", async () => {
  await forgetAll();
  await write(told(day(1), "Before."));
  expect(await write(gone(null))).toMatchObject({ changed: 1 });
  expect(await write(told(day(1), "Before."))).toMatchObject({ added: 1 });
  expect(await write(gone(null), told(day(1), "Before."))).toMatchObject({ changed: 0, unchanged: 2 });
});

test("a deletion of what is not known is unchanged, and no change of the catalogue", async () => {
  await forgetAll();
  const version = async () => (await app.db.query("select version from catalogue_version"))[0].version;
  const before = await version();
  for (const _again of [1, 2]) expect(await write(gone(day(2)))).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
  expect(await version()).toBe(before);
});

test("an export of before does not bring back what its source deleted, and one of after does", async () => {
  for (const [changedAt, expected] of [
    [day(1), 0],
    [day(3), 1],
  ] as const) {
    await forgetAll();
    await write(told(changedAt, "Exported."));
    const { path } = await exportFile(app.db);
    await forgetAll();
    await write(gone(day(2)));
    for (const _again of [1, 2]) await importFile(app.db, papergraph, path);
    expect((await app.query("{ papers { totalCount } }")).papers.totalCount).toBe(expected);
  }
});
