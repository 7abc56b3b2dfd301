import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { SourceError } from "../../src/importers/importer";
import type { Source } from "../../src/importers/open-source";
import { unpacked } from "../../src/importers/read/gunzip";
import { placeOf } from "../../src/importers/read/places";
import { importers } from "../../src/importers/registry";
import { importSource } from "../../src/importers/run-import";
import { testTagger } from "../import-file";
import { runs } from "../many";
import { useTestApp } from "../test-app";
import { mutated, sampled } from "./hostile-sources";
import { expectToBeStorable } from "./reading";

const app = useTestApp();

/** How many mutated sources are read in all, and how many of each format are imported. */
const READ = runs(500, 10_000);
const IMPORTED = runs(3, 25);

const MAX_LINE_BYTES = 1_000_000;
const MAX_UNPACKED_BYTES = 5_000_000;

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}

const options = { listedOn: null, today: "2026-11-23", maxLineBytes: MAX_LINE_BYTES };

/** A source as if it came from a pipe. */
const sourceOf = (bytes: Uint8Array): Source => ({
  name: "a pipe",
  fileName: "2025-03-12.any",
  contentKey: null,
  size: bytes.length,
  open: () => unpacked(inChunks(bytes), MAX_UNPACKED_BYTES),
});

/** Bytes of memory that are in use once what is not has been given back. */
function memoryInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The same once what is given back after a while, as the buffers of streams that were left are, has been given back too. */
async function memoryAtRest(): Promise<number> {
  for (let [least, inUse] = [Number.POSITIVE_INFINITY, memoryInUse()]; ; inUse = memoryInUse()) {
    if (inUse > least - 1_000_000) return Math.min(inUse, least);
    least = inUse;
    await sleep(100);
  }
}

/** What reading may leave in memory, of which a few megabytes are the rule: whoever keeps the sources, or six kilobytes of each, keeps more. */
const MOST_LEFT = 60_000_000;

/** Fails for any exception but a SourceError. */
function expectSourceError(error: unknown): void {
  if (!(error instanceof SourceError)) throw error;
  expect(error.message.length).toBeLessThan(1_000);
}

test("there is a hostile source for every format", () => {
  expect(sampled).toEqual(importers.map(({ name }) => name).sort());
});

test(`${READ} mutated sources of all formats give records, rejects with reasons, or say why they are refused; memory stays flat`, async () => {
  const begun = await memoryAtRest();
  let slowest = 0;
  for (const importer of importers)
    await fc.assert(
      fc.asyncProperty(mutated(importer.name), async (bytes) => {
        const start = Date.now();
        try {
          for await (const record of importer.read(
            sourceOf(bytes).open(),
            { ...options, fileName: "2025-03-12" },
            ({ reason, record }) => {
              expect([reason !== "", (record ?? "").length < 300]).toEqual([true, true]);
            },
          )) {
            if (record.kind !== "copy") expectToBeStorable(record);
            expect(placeOf(record)).toBeGreaterThan(0);
          }
        } catch (error) {
          expectSourceError(error);
        }
        slowest = Math.max(slowest, Date.now() - start);
      }),
      { numRuns: Math.ceil(READ / importers.length), endOnFailure: true },
    );
  expect(slowest).toBeLessThan(10_000);
  expect((await memoryAtRest()) - begun).toBeLessThan(MOST_LEFT);
}, 300_000);

test("what is left of mutated sources is imported, and every record is accounted for", async () => {
  for (const importer of importers)
    await fc.assert(
      fc.asyncProperty(mutated(importer.name), async (bytes) => {
        const reasons: string[] = [];
        const onProblem = ({ reason }: { reason: string }) => reasons.push(reason);
        try {
          const counts = await importSource(app.db, importer, sourceOf(bytes), testTagger(), { ...options, onProblem });
          const { read, added, changed, unchanged, rejected } = counts;
          expect([read, rejected]).toEqual([added + changed + unchanged + rejected, reasons.length]);
        } catch (error) {
          expectSourceError(error);
        }
        expect(reasons).not.toContain("");
      }),
      { numRuns: IMPORTED, endOnFailure: true },
    );
}, 300_000);

test("a small file that unpacks to more than the limit is refused by every format, in little memory", async () => {
  const bombs = ["\0", " ", "[", "\n", " \r\n", "<"].map((text) => gzipSync(text.repeat(50_000_000), { level: 1 }));
  const begun = await memoryAtRest();
  for (const importer of importers)
    for (const bomb of bombs) {
      const reading = async () => {
        for await (const _ of importer.read(sourceOf(bomb).open(), { ...options, fileName: null }, () => {}));
      };
      await expect(reading()).rejects.toThrow(SourceError);
    }
  expect((await memoryAtRest()) - begun).toBeLessThan(MOST_LEFT);
}, 300_000);

test("200 MB of lines that are all wrong but one are read in flat memory", async () => {
  const importer = importers.find(({ name }) => name === "arxiv-listing")!;
  const good = `${JSON.stringify({ id: "2401.00001", title: "T", summary: "S", authors: [], categories: [] })}\n`;
  const bad = Buffer.from(`${JSON.stringify({ id: "x".repeat(990) })}\n`.repeat(64));
  async function* source() {
    yield Buffer.from(good);
    for (let bytes = 0; bytes < 200_000_000; bytes += bad.length) yield bad;
  }
  const begun = memoryInUse();
  let [rejects, most] = [0, 0];
  for await (const _ of importer.read(source(), { ...options, fileName: null }, () => {
    if (++rejects % 50_000 === 0) most = Math.max(most, memoryInUse() - begun);
  }));
  expect(rejects).toBeGreaterThan(190_000);
  expect(most).toBeLessThan(30_000_000);
}, 120_000);

test("markup in a title comes out as it went in, as JSON, and no page embeds it", async () => {
  const title = `<script>alert("x")</script><img src=x onerror=alert(1)>`;
  await app.importRecords([{ title, abstract: title, authors: [title], arxivId: "2401.99999" }]);
  const answer = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/html, application/json" },
    body: JSON.stringify({ query: `{ paper(by: { arxivId: "2401.99999" }) { title abstract } }` }),
  });
  expect(answer.headers.get("content-type")).toMatch(/^application\/(graphql-response\+)?json/);
  expect(((await answer.json()) as any).data.paper).toEqual({ title, abstract: title });
  const page = await fetch(app.url, { headers: { accept: "text/html" } });
  expect(page.headers.get("content-type")).toContain("text/html");
  expect(await page.text()).not.toMatch(/alert\(|2401\.99999/);
});
