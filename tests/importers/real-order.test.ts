import { createHash } from "node:crypto";
import fc from "fast-check";
import type { ImportCounts } from "../../src/importers/import-log";
import { type Importer, MAX_LINE_BYTES } from "../../src/importers/importer";
import { importers } from "../../src/importers/registry";
import { importSource } from "../../src/importers/run-import";
import { upsertBatch } from "../../src/importers/upsert";
import { slugOf } from "../../src/papers/title";
import { dumpGraph, emptyGraph } from "../graph-dump";
import { testTagger } from "../import-file";
import { runs } from "../many";
import { testOnRealInput } from "../real-data";
import { lotsOf, type RealRecord, readRealRecords } from "../real-records";
import { useTestApp } from "../test-app";

const app = useTestApp();

/** How many subsets are tried. */
const RUNS = runs(2, 30);
const TIMEOUT = 60_000 + RUNS * 20_000;

/** Puts records into an order that a seed decides; between two of them it is the same whatever the others are. */
function shuffled(records: readonly RealRecord[], seed: number): RealRecord[] {
  const place = ({ number }: RealRecord) => createHash("md5").update(`${seed} ${number}`).digest("hex");
  return records
    .map((real) => ({ real, at: place(real) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ real }) => real);
}

/** Imports so many records at a time, those of each source among them as one batch. */
async function importInBatches(records: readonly RealRecord[], size: number): Promise<void> {
  for (let start = 0; start < records.length; start += size) {
    const together = records.slice(start, start + size);
    for (const name of new Set(together.map(({ source }) => source))) {
      const batch = together.filter(({ source }) => source === name).map(({ record }) => record);
      await upsertBatch(app.db, name, batch, testTagger());
    }
  }
}

/** Imports the records of each format as one file, the formats in the order of their first records; gives what became of them. */
async function importAsFiles(records: readonly RealRecord[]): Promise<ImportCounts[]> {
  const counts: ImportCounts[] = [];
  for (const name of new Set(records.map(({ format }) => format))) {
    const own = records.filter(({ format }) => format === name);
    const importer: Importer = {
      ...importers.find((one) => one.name === name)!,
      async *read() {
        for (const { record } of own) yield record;
      },
    };
    const source = { name, fileName: null, contentKey: null, size: null, async *open() {} };
    const options = { listedOn: null, today: "2026-11-23", maxLineBytes: MAX_LINE_BYTES };
    counts.push(await importSource(app.db, importer, source, testTagger(), options));
  }
  return counts;
}

const version = async () => (await app.db.query("select version from catalogue_version"))[0].version;

/** An address never changes, and so shows which title came first: but it is always made of one that the paper bears. */
async function expectSlugsOfTitles(): Promise<void> {
  const papers: { slug: string; titles: string[] }[] = await app.db.query(
    "select p.slug, array(select s.record->>'title' from paper_source s where s.paper = p.row_id) as titles from paper p",
  );
  for (const { slug, titles } of papers) {
    const stems = titles.map((title) => slugOf(title, "paper"));
    expect([...stems, ...stems.map((stem) => `${stem}-${slug.slice(-8)}`)]).toContain(slug);
  }
}

testOnRealInput(
  "the order in which records of real files of all formats come, and how they are batched, does not show in the graph; again they change nothing",
  async () => {
    const all = await readRealRecords();
    const { formats, ...lots } = lotsOf(all);
    const some = (from: readonly unknown[], most: number) =>
      fc.array(fc.nat(from.length - 1), { minLength: 1, maxLength: most, size: "max" });
    const drawn = fc.record({
      papers: some(lots.papers, 10),
      names: some(lots.names, 4),
      contested: some(lots.contested, 4),
      repositories: some(lots.repositories, 4),
      authors: some(lots.authors, 4),
      singles: fc.array(fc.tuple(fc.nat(formats.length - 1), fc.nat()), { maxLength: 20 }),
      seeds: fc.tuple(fc.integer(), fc.integer()),
      size: fc.constantFrom(1, 3, 10, 30, 100),
    });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ singles, seeds: [one, other], size, ...places }) => {
        const kinds = Object.entries(places) as [keyof typeof lots, number[]][];
        const subset = [
          ...kinds.flatMap(([kind, own]) => own.flatMap((place) => lots[kind][place]!)),
          ...singles.map(([format, place]) => formats[format]![place % formats[format]!.length]!),
        ];
        const records = [...new Set(subset)];
        await emptyGraph(app.db);
        await importInBatches(shuffled(records, other), Math.max(size, records.length / 20));
        const inBatches = await dumpGraph(app.db);
        await expectSlugsOfTitles();
        await emptyGraph(app.db);
        await importAsFiles(shuffled(records, one));
        expect(await dumpGraph(app.db)).toEqual(inBatches);
        const before = await version();
        for (const { read, unchanged } of await importAsFiles(shuffled(records, one + other))) expect(unchanged).toBe(read);
        expect(await dumpGraph(app.db)).toEqual(inBatches);
        expect(await version()).toBe(before);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  },
  TIMEOUT,
);
