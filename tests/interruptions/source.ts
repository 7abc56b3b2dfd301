import { writeFileSync } from "node:fs";
import { arxivLines } from "../../bench/arxiv-lines";
import { emptyRecord, type PaperRecord } from "../../src/importers/importer";

/** The name of the source whose records are in the file. */
export const SOURCE = "arxiv";

/** Whether the line of this number is of a kind of which there is one in so many. */
const isOneIn = (every: number, line: number) => line % every === every - 1;

const doiOf = (line: number) => `10.1000/line.${line}`;

/** A title that is short as it comes, and too long for an index when its letters are written out. */
const UNKEPT_TITLE = "\uFDFA".repeat(400);

interface Line {
  readonly id: string;
  readonly title: string;
}

const linesOf = (papers: number): Line[] => [...arxivLines(papers)].map((line) => JSON.parse(line));

/**
 * Writes lines of arXiv's metadata: most are papers. Some come again as they were, some changed, some bear a DOI that ties two papers of before into one;
 * and some cannot be read, or not be kept.
 */
export function writeSource(file: string, papers: number): void {
  const lines = linesOf(papers).flatMap((line, number): (object | string)[] => {
    const own = isOneIn(7, number) ? { ...line, doi: doiOf(number) } : line;
    if (isOneIn(11, number)) return [own, `{ "id": "${line.id}", "title": `];
    if (isOneIn(13, number)) return [own, { ...line, abstract: null }];
    if (isOneIn(17, number)) return [own, { ...line, id: `9912.${10_000 + number}`, title: UNKEPT_TITLE }];
    if (isOneIn(19, number)) return [own, own];
    return [own];
  });
  const later = linesOf(papers)
    .filter((_line, number) => isOneIn(9, number))
    .map((line) => ({ ...line, title: `${line.title}, revised`, update_date: "2026-01-01" }));
  const all = [...lines, ...later].map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
  writeFileSync(file, `${all.join("\n")}\n`);
}

/** What is known before the file comes, by source: an older state of some of its papers, and of others a preprint and a publication that nobody knows to be one. */
export function recordsBefore(papers: number): [source: string, records: PaperRecord[]][] {
  const lines = linesOf(papers).map((line, number) => ({ ...line, number }));
  const record = (line: Line, ids: Partial<PaperRecord>): PaperRecord => ({
    ...emptyRecord,
    title: line.title,
    sourceKey: line.id,
    ...ids,
  });
  const published = lines.filter(({ number }) => isOneIn(7, number));
  return [
    [
      SOURCE,
      lines
        .filter(({ number }) => isOneIn(5, number))
        .map((line) => record(line, { arxivId: line.id, ownId: line.id, abstract: "An older text." })),
    ],
    ["papers-with-code", published.map((line) => record(line, { arxivId: line.id, title: `Preprint: ${line.title}` }))],
    ["hugging-face", published.map((line) => record(line, { doi: doiOf(line.number), title: `Published: ${line.title}` }))],
    ["listing", lines.filter(({ number }) => isOneIn(6, number)).map((line) => record(line, {}))],
  ];
}
