import { MAX_LINE_BYTES, type SourceRecord } from "../src/importers/importer";
import { matchKey } from "../src/importers/match-key";
import { openSources } from "../src/importers/open-source";
import { MAX_UNPACKED_BYTES } from "../src/importers/read/gunzip";
import { importers } from "../src/importers/registry";
import { titleKey } from "../src/papers/title";
import { parseRepositoryUrl, repositoriesIn } from "../src/repositories/repository-url";
import { foldPhrase } from "../src/topics/phrase";
import { loadVocabulary } from "../src/topics/vocabulary";
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
    for (const source of (await openSources(realFile(place), importer.fileEndings, MAX_UNPACKED_BYTES)).sources) {
      const options = { listedOn: null, today: "2026-11-23", maxLineBytes: MAX_LINE_BYTES, fileName: source.fileName };
      for await (const record of importer.read(source.open(), options, () => {}))
        all.push({ number: all.length, format, source: importer.source, record });
    }
  }
  return all;
}

/** Lots of records that have to do with each other, by what they share: at least two in each that say it in another way. */
export interface RealLots {
  /** A paper: an arXiv id or a title that several formats name, or one format in several ways. */
  readonly papers: readonly RealRecord[][];
  /** A name of a topic that the vocabulary does not know: records that call a topic so, below such a one or known as such, and papers labelled so. */
  readonly names: readonly RealRecord[][];
  /** The same of names that are keywords of papers, or are written in several ways. */
  readonly contested: readonly RealRecord[][];
  /** A repository of which papers and lists tell, or that is written in several cases. */
  readonly repositories: readonly RealRecord[][];
  /** An author whose name is printed in several ways. */
  readonly authors: readonly RealRecord[][];
  /** All records of a format, for those that stand alone. */
  readonly formats: readonly RealRecord[][];
}

/** What a record says: the thing, and the way in which it is said. */
type Saying = readonly [thing: string, way: string];

/** More that say one thing in one way would tell no more, and take long to import. */
const MOST_OF_A_WAY = 2;
const MOST_OF_A_LOT = 8;

/** Divides records into lots; a record may be in several. */
export function lotsOf(all: readonly RealRecord[]): RealLots {
  const known = new Set(loadVocabulary().flatMap(({ slug, name, aliases }) => [slug, name, ...aliases].map(foldPhrase)));
  const names = lotsBy(all, namesIn).filter(({ thing }) => !known.has(thing));
  const isContested = ({ ways }: Lot) =>
    ways.has("KEYWORD") || new Set([...ways].map((way) => way.slice(way.indexOf(" ")))).size > 1;
  return {
    papers: lotsBy(all, papersIn).map(({ lot }) => lot),
    names: names.map(({ lot }) => lot),
    contested: names.filter(isContested).map(({ lot }) => lot),
    repositories: lotsBy(all, repositoriesOf).map(({ lot }) => lot),
    authors: lotsBy(all, authorsIn).map(({ lot }) => lot),
    formats: [...new Set(all.map(({ format }) => format))].map((format) => all.filter((real) => real.format === format)),
  };
}

interface Lot {
  readonly thing: string;
  readonly lot: RealRecord[];
  readonly ways: ReadonlySet<string>;
}

function lotsBy(all: readonly RealRecord[], sayingsOf: (real: RealRecord) => readonly Saying[]): Lot[] {
  const lots = new Map<string, Map<string, RealRecord[]>>();
  for (const real of all)
    for (const [thing, way] of sayingsOf(real)) {
      const ways = lots.get(thing) ?? new Map<string, RealRecord[]>();
      const alike = ways.get(way) ?? [];
      if (alike.length < MOST_OF_A_WAY) ways.set(way, [...alike, real]);
      lots.set(thing, ways);
    }
  return [...lots].flatMap(([thing, ways]) => {
    const lot = [...new Set([...ways.values()].flat())].slice(0, MOST_OF_A_LOT);
    return ways.size > 1 && lot.length > 1 ? [{ thing, lot, ways: new Set(ways.keys()) }] : [];
  });
}

function papersIn({ format, record }: RealRecord): Saying[] {
  if (record.kind !== "paper") return [];
  const { arxivId, title, abstract } = record;
  return [...(arxivId === null ? [] : [arxivId]), `title ${matchKey(title)}`].map((thing) => [
    thing,
    `${format} ${title} ${abstract}`,
  ]);
}

const authorsIn = ({ record }: RealRecord): Saying[] =>
  record.kind === "paper" ? record.authors.map((name) => [titleKey(name), name]) : [];

function namesIn({ record }: RealRecord): Saying[] {
  if (record.kind === "topic") {
    const { name, parents, aliases } = record;
    const sayings = Object.entries({ NAME: [name], PARENT: parents, ALIAS: aliases });
    return sayings.flatMap(([role, labels]) => labels.map((label): Saying => [foldPhrase(label), `${role} ${label}`]));
  }
  const labels = record.kind === "paper" ? record.labels : [];
  return labels.map(({ scheme, label }) => [foldPhrase(label), scheme === "KEYWORD" ? scheme : `LABEL ${label}`]);
}

function repositoriesOf({ record }: RealRecord): Saying[] {
  if (record.kind === "repository") return [[record.url.toLowerCase(), `list ${record.url}`]];
  if (record.kind !== "paper") return [];
  const stated = record.repositories.flatMap(({ url }) => parseRepositoryUrl(url) ?? []);
  const mentioned = repositoriesIn(`${record.abstract ?? ""}\n${record.comment ?? ""}`);
  return [...stated, ...mentioned].map(({ url }) => [url.toLowerCase(), `paper ${url}`]);
}
