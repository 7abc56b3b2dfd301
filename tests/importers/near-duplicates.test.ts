import { clusterRecords } from "../../src/importers/cluster";
import { identityOf, keyOf, type StoredRecord } from "../../src/importers/record-store";
import { upsertBatch } from "../../src/importers/upsert";
import { testTagger } from "../import-file";
import { useTestApp } from "../test-app";
import { differentPapers } from "./different-papers";
import type { NearDuplicate } from "./near-duplicates";
import { samePaper } from "./same-paper";

const app = useTestApp();
const all = [...samePaper, ...differentPapers];
const recordsOf = ([_why, ...records]: NearDuplicate): StoredRecord[] => records;
const nameOf = ({ source, record }: StoredRecord): string => keyOf(source, record.sourceKey);

/** What a person would say of each pair, by what the pair is about. */
const judged = all.map((pair) => [pair[0], samePaper.includes(pair) ? "one paper" : "two papers"]);

/** Which papers the records of a pair are on, by `paperOf`. */
function found(paperOf: (record: StoredRecord) => unknown): string[][] {
  return all.map((pair) => [pair[0], paperOf(pair[1]) === paperOf(pair[2]) ? "one paper" : "two papers"]);
}

test("the list holds 100 pairs that are each about something else", () => {
  expect(new Set(all.map(([why]) => why)).size).toBe(100);
});

test("100 near-duplicates are told apart as a person would, each alone, in any order", () => {
  for (const turned of [false, true]) {
    const groups = all.flatMap((pair) => {
      const records = turned ? recordsOf(pair).reverse() : recordsOf(pair);
      return clusterRecords(records.map(identityOf)).map((group) => group.map(({ key }) => `${pair[0]}: ${key}`));
    });
    const groupOf = new Map(groups.flatMap((group) => group.map((key) => [key, group])));
    const pairs = all.map(([why, a, b]) => [
      why,
      groupOf.get(`${why}: ${nameOf(a)}`) === groupOf.get(`${why}: ${nameOf(b)}`) ? "one paper" : "two papers",
    ]);
    expect(pairs).toEqual(judged);
  }
});

test("they are told apart among each other too, imported record by record source after source, or turned round", async () => {
  for (const turned of [false, true]) {
    await app.db.query("truncate paper cascade");
    const records = all.flatMap(recordsOf);
    for (const source of new Set((turned ? records.reverse() : records).map(({ source }) => source)))
      await upsertBatch(
        app.db,
        source,
        records.filter((stored) => stored.source === source).map(({ record }) => record),
        testTagger(),
      );
    const rows = await app.db.query("select source || ' ' || source_key as key, paper from paper_source");
    const papers = new Map(rows.map(({ key, paper }: { key: string; paper: number }) => [key, paper]));
    expect(found((record) => papers.get(nameOf(record)))).toEqual(judged);
  }
});
