import type { DataSource } from "typeorm";
import { randomNumbers } from "../random";
import type { Ask } from "./ask";

/** Queries that are measured, and as many others before them. */
const QUERIES = 200;

/** The longest query, in words. */
const MOST_WORDS = 12;

/** What must be reached at the 95th percentile, in milliseconds. */
export const REACHED_MS = 100;

/** How long queries took, in milliseconds, and the slowest of them. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
  readonly slowest: readonly { readonly text: string; readonly ms: number }[];
}

const SEARCH = "query ($query: String!) { search(query: $query) { totalCount edges { score node { id title publishedOn } } } }";

/** Asks for runs of 1 to 12 words from random papers' titles and abstracts, one query after the other. */
export async function searchTimes(db: DataSource, ask: Ask): Promise<Times> {
  const texts = await readTexts(db, 2 * QUERIES);
  const random = randomNumbers(7);
  const queries = texts.map((text, index) => {
    const words = text.split(" ");
    const length = 1 + (index % MOST_WORDS);
    const start = Math.floor(random() * Math.max(1, words.length - length));
    return words.slice(start, start + length).join(" ");
  });
  return timesOf(queries, (query) => ask(SEARCH, { query }));
}

/** Times the second half of the texts, after the first. */
export async function timesOf(texts: readonly string[], ask: (text: string) => Promise<unknown>): Promise<Times> {
  const times: { text: string; ms: number }[] = [];
  for (const text of texts) {
    const startedAt = performance.now();
    await ask(text);
    times.push({ text, ms: performance.now() - startedAt });
  }
  const measured = times.slice(texts.length / 2).sort((a, b) => a.ms - b.ms);
  const at = (share: number) => measured[Math.floor(share * (measured.length - 1))]!.ms;
  return { p50: at(0.5), p95: at(0.95), slowest: measured.slice(-5).reverse() };
}

/** The texts of random papers, the same each time. */
async function readTexts(db: DataSource, count: number): Promise<string[]> {
  const random = randomNumbers(3);
  const [{ most }] = await db.query("select max(row_id) as most from paper");
  const rows = Array.from({ length: count }, () => 1 + Math.floor(random() * most));
  const papers: { text: string }[] = await db.query(
    `select concat_ws(' ', p.title, p.abstract) as text from unnest($1::bigint[]) with ordinality as r(row, place) join paper p on p.row_id = r.row order by place`,
    [rows],
  );
  return papers.map(({ text }) => text);
}
