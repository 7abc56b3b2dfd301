import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { arxivListing } from "../../src/importers/arxiv-listing";
import type { Importer } from "../../src/importers/importer";
import { listing } from "../../src/importers/listing";
import type { ImportOptions } from "../../src/importers/run-import";
import { importFile } from "../import-file";
import { useTestApp } from "../test-app";

const app = useTestApp();
const folder = mkdtempSync(join(tmpdir(), "papergraph-resume-"));
let number = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => app.db.query("truncate paper, author, repository, import_run, topic_count, daily_entry cascade"));

function fileOf(...lines: string[]): string {
  const file = join(folder, `${++number}.txt`);
  writeFileSync(file, lines.join("\n"));
  return file;
}

/** Lines of an arXiv listing, as many as asked, with one that cannot be read after each five. */
const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const line = JSON.stringify({
      id: `2401.${10_000 + index}`,
      title: `Paper ${index}`,
      summary: "Short.",
      authors: [],
      categories: [],
    });
    return index % 5 === 4 ? [line, "not JSON"] : [line];
  }).flat();

/** Imports in batches of ten until a progress of so many records is seen, then has it stopped. */
async function stopAt(records: number, importer: Importer, file: string, options: Partial<ImportOptions> = {}) {
  const controller = new AbortController();
  const reason = new Error("enough");
  const onProgress: ImportOptions["onProgress"] = ({ read }) => {
    if (read >= records) controller.abort(reason);
  };
  const work = importFile(app.db, importer, file, { batchRecords: 10, onProgress, signal: controller.signal, ...options });
  await expect(work).rejects.toBe(reason);
}

const runs = () =>
  app.db.query(
    "select records_read as read, added, rejected, position, finished_at is not null as done, listed_on from import_run order by row_id",
  );
const rejects = async () => (await app.db.query("select line from import_reject order by line")).map(({ line }: any) => line);

test("who stops an import gets the batch in hand whole; started again it goes on after it, with the counts of both", async () => {
  const file = fileOf(...lines(40));
  await stopAt(10, arxivListing, file);
  const [{ read, added, rejected, position, done }] = await runs();
  expect([read, position, done]).toEqual([added + rejected, read, false]);
  expect([read >= 10, read < 30]).toEqual([true, true]);
  let resumedAt = 0;
  const onResume = (records: number) => {
    resumedAt = records;
  };
  const counts = await importFile(app.db, arxivListing, file, { batchRecords: 10, onResume });
  expect(resumedAt).toBe(read);
  expect(counts).toEqual({ read: 48, added: 40, changed: 0, unchanged: 0, rejected: 8, merged: 0 });
  expect(await runs()).toMatchObject([{ read: 48, added: 40, rejected: 8, position: 48, done: true }]);
  expect(await rejects()).toEqual([6, 12, 18, 24, 30, 36, 42, 48]);
});

test("an import that waits for its source stops at once", async () => {
  const silent: Importer = {
    ...arxivListing,
    async *read() {
      await new Promise(() => {});
    },
  };
  const controller = new AbortController();
  const work = importFile(app.db, silent, fileOf(""), { signal: controller.signal });
  await sleep(50);
  controller.abort(new Error("enough"));
  await expect(work).rejects.toThrow("enough");
});

test("the last batch of an import that was killed may come through late: it is not written twice", async () => {
  const file = fileOf(...lines(40));
  await stopAt(10, arxivListing, file);
  const [{ read }] = await runs();
  const killed = new Client({ connectionString: app.databaseUrl });
  await killed.connect();
  await killed.query("begin; select pg_advisory_xact_lock(4170002)");
  await killed.query("insert into import_reject (run, line, reason) select row_id, 12, 'late' from import_run");
  await killed.query(
    "update import_run set position = position + 12, records_read = records_read + 12, added = added + 10, rejected = rejected + 2",
  );
  const work = importFile(app.db, arxivListing, file, { batchRecords: 10 });
  await sleep(200);
  await killed.query("commit");
  await killed.end();
  const counts = await work;
  expect(counts.read).toBe(48);
  expect(counts.added).toBe(40);
  expect((await rejects()).length).toBe(8 - 2 + 1);
  expect(read).toBeLessThan(36);
});

test("of two processes that import the same at once one goes on and the other says so; nothing is written or counted twice", async () => {
  const file = fileOf(...lines(100));
  await stopAt(10, arxivListing, file);
  const results = await Promise.allSettled([1, 2].map(() => importFile(app.db, arxivListing, file, { batchRecords: 10 })));
  const failed = results.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
  expect(failed.map(({ reason }) => reason.message)).toEqual(["another process imports the same, and goes on with it"]);
  expect(await runs()).toMatchObject([{ read: 120, added: 100, rejected: 20, position: 120, done: true }]);
  expect(await rejects()).toHaveLength(20);
});

const HEAD = ["new", "Get them by email", "Subscribe", "by somebody", "Nov 20"];
const aListing = () =>
  fileOf(
    ...[...HEAD, ...Array.from({ length: 30 }, (_, index) => [`Title ${index}`, `Abstract ${index}.`]).flat()].flatMap((line) => [
      line,
      "",
    ]),
  );

test("a day without a year is the same after a stop, however late the import goes on", async () => {
  const file = aListing();
  await stopAt(10, listing, file);
  await app.db.query("update import_run set started_at = '2026-11-23T12:00:00Z'");
  await importFile(app.db, listing, file, { batchRecords: 10, today: "2031-12-24" });
  expect(await app.db.query("select distinct day from daily_entry")).toEqual([{ day: "2026-11-20" }]);
  expect(await runs()).toMatchObject([{ added: 30, done: true, listed_on: "2026-11-20" }]);
});

test("a day that was given once is kept after a stop, and the day of an import that was stopped after its last batch too", async () => {
  const file = aListing();
  await stopAt(10, listing, file, { listedOn: "2020-01-02" });
  await importFile(app.db, listing, file, { batchRecords: 10 });
  expect(await app.db.query("select distinct day from daily_entry")).toEqual([{ day: "2020-01-02" }]);
  await app.db.query("truncate paper, import_run, daily_entry cascade");
  await importFile(app.db, listing, file, { batchRecords: 10 });
  await app.db.query("update import_run set finished_at = null, listed_on = null");
  await importFile(app.db, listing, file, { batchRecords: 10 });
  expect(await runs()).toMatchObject([{ read: 30, added: 30, done: true, listed_on: "2026-11-20" }]);
});
