import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { DataSource } from "typeorm";
import { emptyRecord } from "../../src/importers/importer";
import { analyse } from "../../src/importers/run-import";
import { upsertBatch } from "../../src/importers/upsert";
import { projectDir } from "../../src/project-dir";
import type { Ask } from "./ask";

/** Documents with judged queries, in the form of BEIR: https://github.com/beir-cellar/beir */
export type TestSet = "scifact" | "cacm";

/** What must be reached: the nDCG@10 of each set. */
export const REACHED: Readonly<Record<TestSet, number>> = { scifact: 0.69, cacm: 0.47 };

/** The folder of the sets, beside the project: their texts are not ours. */
export const TEST_SETS = join(projectDir, "../shared/data/search");

/** Results that are judged. */
const DEPTH = 10;

const BATCH = 1_000;

interface Text {
  readonly _id: string;
  readonly title?: string;
  readonly text: string;
}

const readTexts = (set: TestSet, name: string): Text[] =>
  gunzipSync(readFileSync(join(TEST_SETS, set, `${name}.jsonl.gz`)))
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** The documents that answer each judged query, and how well, by the query's id. */
function readJudgements(set: TestSet): Map<string, Map<string, number>> {
  const judged = new Map<string, Map<string, number>>();
  const [, ...lines] = readFileSync(join(TEST_SETS, set, "qrels.tsv"), "utf8")
    .trim()
    .split("\n");
  for (const [query, document, score] of lines.map((line) => line.split("\t")))
    if (Number(score) > 0) judged.set(query!, (judged.get(query!) ?? new Map()).set(document!, Number(score)));
  return judged;
}

/** A document's id as a DOI, which answers show. */
const doiOf = (set: TestSet, id: string) => `10.9999/${set}.${id}`;

/** Imports the documents of a set as papers. */
export async function importSet(db: DataSource, set: TestSet): Promise<void> {
  const records = readTexts(set, "corpus").map(({ _id, title, text }) => ({
    ...emptyRecord,
    sourceKey: _id,
    ownId: _id,
    doi: doiOf(set, _id),
    title: title?.trim() || "Untitled",
    abstract: text.trim() || null,
  }));
  for (let start = 0; start < records.length; start += BATCH)
    await upsertBatch(db, set, records.slice(start, start + BATCH), () => []);
  await analyse(db);
}

/** The mean nDCG@10 of a set's judged queries, as the public API answers them. (Järvelin and Kekäläinen 2002, Cumulated gain-based evaluation of IR techniques; gains as judged, log2 discount.) */
export async function quality(ask: Ask, set: TestSet): Promise<{ queries: number; ndcg: number }> {
  const judged = readJudgements(set);
  const queries = readTexts(set, "queries").filter(({ _id }) => judged.has(_id));
  let sum = 0;
  for (const { _id, text } of queries) {
    const { search } = await ask<{ search: { nodes: { doi: string }[] } }>(
      "query ($query: String!, $first: Int) { search(query: $query, first: $first) { nodes { doi } } }",
      { query: text, first: DEPTH },
    );
    const gains = new Map([...judged.get(_id)!].map(([id, gain]) => [doiOf(set, id).toLowerCase(), gain]));
    const shown = search.nodes.map(({ doi }) => gains.get(doi) ?? 0);
    const best = [...gains.values()].sort((a, b) => b - a).slice(0, DEPTH);
    sum += gainOf(shown) / gainOf(best);
  }
  return { queries: queries.length, ndcg: sum / queries.length };
}

const gainOf = (gains: readonly number[]) => gains.reduce((sum, gain, place) => sum + gain / Math.log2(place + 2), 0);
