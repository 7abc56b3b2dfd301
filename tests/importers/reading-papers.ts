import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import type { Importer, PaperRecord, Problem, ReadOptions, SourceError } from "../../src/importers/importer";
import { MAX_LINE_BYTES } from "../../src/importers/importer";
import { MAX_UNPACKED_BYTES, unpacked } from "../../src/importers/read/gunzip";
import { realFile } from "../real-data";
import { reading } from "./reading";

/** The papers of a source, and what could not be read of it. */
export interface Papers {
  readonly records: PaperRecord[];
  readonly problems: Problem[];
}

/** Reads a source that holds papers alone; fails where it is refused. */
export async function papersIn(
  importer: Importer,
  source: unknown,
  changed?: Partial<ReadOptions>,
  chunkSize?: number,
): Promise<Papers> {
  const { records, problems, error } = await reading(importer, source, changed, chunkSize);
  expect(error).toBeNull();
  return { records: records as PaperRecord[], problems };
}

/** The SourceError with which a source is refused; null when it is not. */
export async function refusalOf(importer: Importer, source: unknown): Promise<SourceError | null> {
  return (await reading(importer, source)).error;
}

/** The papers of each file of a folder of real input, by the file's name. */
export async function realPapers(importer: Importer, folder: string): Promise<Record<string, Papers>> {
  const entries = await readdir(realFile(folder), { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && /\.(?:jsonl?|xml)(?:\.gz)?$/.test(entry.name))
    .map(({ name }) => name);
  const found: Record<string, Papers> = {};
  for (const fileName of names.sort()) {
    const bytes = unpacked(createReadStream(join(realFile(folder), fileName)), MAX_UNPACKED_BYTES);
    const papers: Papers = { records: [], problems: [] };
    const options = { listedOn: null, today: "2026-11-23", maxLineBytes: MAX_LINE_BYTES, fileName };
    for await (const record of importer.read(bytes, options, (problem) => papers.problems.push(problem)))
      papers.records.push(record as PaperRecord);
    found[fileName] = papers;
  }
  return found;
}

/** Reads what becomes of a valid XML source when parts of it are replaced by other markup: it must give records, problems or a SourceError. */
export async function expectToBearMarkup(importer: Importer, sample: string): Promise<void> {
  const markup = fc.constantFrom(
    ...[
      "<",
      ">",
      "</",
      "<a>",
      "</a>",
      "<a b='c'>",
      "<record>",
      "</entry>",
      "<id/>",
      "&",
      "&#0;",
      "&#xD800;",
      "&#x110000;",
      "&nope;",
      "&lt;",
    ],
    ...[
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "<?x ?>",
      "<?xml version='1.0'?>",
      "<!DOCTYPE a>",
      "'",
      '"',
      "\0",
      "\u001b",
      "\ufffe",
      "x:",
      " ",
    ],
    ...["<a>".repeat(2_000), "&lt;".repeat(5_000), "x".repeat(100_000), '<a b="'.repeat(500)],
  );
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const damages = fc.array(fc.record({ place, length: fc.nat(60), markup }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(damages, fc.integer({ min: 1, max: 2_000 }), async (places, chunkSize) => {
      const source = places.reduce((text, { place, length, markup }) => {
        const start = Math.floor(place * text.length);
        return text.slice(0, start) + markup + text.slice(start + length);
      }, sample);
      const { records, problems } = await reading(importer, source, {}, chunkSize);
      expect(JSON.stringify([records, problems])).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    }),
    { numRuns: 300 },
  );
}
