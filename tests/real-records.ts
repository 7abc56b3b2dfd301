import { MAX_LINE_BYTES, type PaperRecord, type SourceRecord } from "../src/importers/importer";
import { matchKey } from "../src/importers/match-key";
import { openSources } from "../src/importers/open-source";
import { MAX_UNPACKED_BYTES } from "../src/importers/read/gunzip";
import { importers } from "../src/importers/registry";
import { titleKey } from "../src/papers/title";
import { parseRepositoryUrl, repositoriesIn } from "../src/repositories/repository-url";
import { foldPhrase } from "../src/topics/tagger";
import { realFile } from "./real-data";

/** Where real files of each format lie. */
const PLACES: readonly (readonly [format: string, place: string])[] = [
  ["listing", "seed-listing.txt"],
  ["hugging-face-daily", "hf-daily"],
  ["arxiv-listing", "arxiv-listing"],
  ["arxiv-snapshot", "arxiv-snapshot"],
  ["arxiv-oai", "arxiv-oai"],
  ["arxiv-atom", "arxiv-atom"],
  ["arxiv-topics", "arxiv-topics"],
  ["arxiv-topics", "arxiv-topics/nlp-monthly"],
  ["pwc-papers", "pwc/samples/papers-with-abstracts.sample.json"],
  ["pwc-links", "pwc/samples/links-between-papers-and-code.sample.json"],
  ["pwc-methods", "pwc/methods-2022.json.gz"],
  ["pwc-evaluations", "pwc/evaluation_tables-2020.json.gz"],
  ["github-rankings", "github"],
  ["github-stars", "github/BeHappy216-stars.json"],
];

/** A record of a real file, as the importer of its format reads it. */
export interface RealRecord {
  /** Which it is among all, from 0, in the order of the files. */
  readonly number: number;
  readonly format: string;
  readonly source: string;
  readonly record: SourceRecord;
}

/** Every record of every real file. */
export async function readRealRecords(): Promise<RealRecord[]> {
  const all: RealRecord[] = [];
  for (const [format, place] of PLACES) {
    const importer = importers.find(({ name }) => name === format)!;
    for (const source of await openSources(realFile(place), importer.fileEndings, MAX_UNPACKED_BYTES)) {
      const options = { listedOn: null, today: "2026-11-23", maxLineBytes: MAX_LINE_BYTES, fileName: source.fileName };
      for await (const record of importer.read(source.open(), options, () => {}))
        all.push({ number: all.length, format, source: importer.source, record });
    }
  }
  return all;
}

/** Lots of records that have to do with each other, by what they share. */
export interface RealLots {
  /** A paper: an arXiv id or a title that several formats or several files name. */
  readonly papers: readonly RealRecord[][];
  /** A name of a topic: topics called so, below such a one, or known as such, and papers labelled so. */
  readonly labels: readonly RealRecord[][];
  /** A repository of which lists tell and papers, or that is written in several cases. */
  readonly repositories: readonly RealRecord[][];
  /** An author whose name is printed in several ways. */
  readonly authors: readonly RealRecord[][];
  /** All records of a format, for those that stand alone. */
  readonly formats: readonly RealRecord[][];
}

/** More of one lot would tell no more, and take long to import. */
const MOST_OF_A_LOT = 12;

/** Divides records into lots; a record may be in several. */
export function lotsOf(all: readonly RealRecord[]): RealLots {
  const lotsBy = (
    namesOf: (record: SourceRecord) => readonly string[],
    isWanted: (lot: readonly RealRecord[], name: string) => boolean,
  ): RealRecord[][] => {
    const lots = new Map<string, RealRecord[]>();
    for (const real of all)
      for (const name of new Set(namesOf(real.record))) {
        const lot = lots.get(name);
        if (lot === undefined) lots.set(name, [real]);
        else if (lot.length < MOST_OF_A_LOT) lot.push(real);
      }
    return [...lots].filter(([name, lot]) => lot.length > 1 && isWanted(lot, name)).map(([, lot]) => lot);
  };
  const differ = (values: readonly unknown[]) => new Set(values).size > 1;
  const printed = ({ record }: RealRecord, key: string) =>
    (record.kind === "paper" ? record.authors : []).filter((name) => titleKey(name) === key);
  return {
    papers: lotsBy(paperNames, () => true),
    labels: lotsBy(labelNames, (lot) => lot.some(({ record }) => record.kind === "topic")),
    repositories: lotsBy(repositoryNames, (lot, key) =>
      differ(
        lot.flatMap(({ source, record }) => [
          record.kind === "repository" ? source : "paper",
          ...urlsOf(record).filter((url) => url.toLowerCase() === key),
        ]),
      ),
    ),
    authors: lotsBy(authorNames, (lot, key) => differ(lot.flatMap((real) => printed(real, key)))),
    formats: [...new Set(all.map(({ format }) => format))].map((format) => all.filter((real) => real.format === format)),
  };
}

const ofPaper =
  (namesOf: (record: PaperRecord) => readonly string[]) =>
  (record: SourceRecord): readonly string[] =>
    record.kind === "paper" ? namesOf(record) : [];

const paperNames = ofPaper(({ arxivId, title }) => [...(arxivId === null ? [] : [arxivId]), `title ${matchKey(title)}`]);
const authorNames = ofPaper(({ authors }) => authors.map(titleKey));

function labelNames(record: SourceRecord): readonly string[] {
  if (record.kind === "paper") return record.labels.map(({ label }) => foldPhrase(label));
  return record.kind === "topic" ? [record.name, ...record.parents, ...record.aliases].map(foldPhrase) : [];
}

function urlsOf(record: SourceRecord): string[] {
  if (record.kind === "repository") return [record.url];
  if (record.kind !== "paper") return [];
  const stated = record.repositories.flatMap(({ url }) => parseRepositoryUrl(url) ?? []);
  return [...stated, ...repositoriesIn(`${record.abstract ?? ""}\n${record.comment ?? ""}`)].map(({ url }) => url);
}

const repositoryNames = (record: SourceRecord): readonly string[] => urlsOf(record).map((url) => url.toLowerCase());
