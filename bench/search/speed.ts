import type { DataSource } from "typeorm";
import { globalId } from "../../src/graphql/node-id";
import { randomNumbers } from "../random";
import type { Ask } from "./ask";

/** Queries that are measured, and as many others before them. */
const QUERIES = 200;

/** The longest query, in words. */
const MOST_WORDS = 12;

/** What must be reached at the 95th percentile, in milliseconds. */
export const REACHED_MS = { search: 100, suggest: 20 };

/** The longest beginning of a text that somebody types before a suggestion is taken, in characters. */
const MOST_TYPED = 12;

/** How long queries took, in milliseconds, and the slowest of them. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
  readonly slowest: readonly { readonly text: string; readonly ms: number }[];
}

const SEARCH = "query ($query: String!) { search(query: $query) { totalCount edges { score node { id title publishedOn } } } }";

const PAGE =
  "query ($query: String!) { search(query: $query) { totalCount edges { score highlights { field fragments { text isMatch } } node { id title publishedOn authors { name } } } } }";
const SUGGEST = "query ($prefix: String!) { suggest(prefix: $prefix) { text kind node { id } } }";
const RELATED = "query ($id: ID!) { paper(by: { id: $id }) { related { score reasons paper { title } } } }";

/** Asks for runs of 1 to 12 words from random papers' titles and abstracts, one query after the other. */
export async function searchTimes(db: DataSource, ask: Ask): Promise<Times> {
  return timesOf(await queriesOf(db), (query) => ask(SEARCH, { query }));
}

/** The same as a page of results shows it: with highlights and authors. */
export async function pageTimes(db: DataSource, ask: Ask): Promise<Times> {
  return timesOf(await queriesOf(db), (query) => ask(PAGE, { query }));
}

/** The same with two letters of the longest word swapped. */
export async function mistypedTimes(db: DataSource, ask: Ask): Promise<Times> {
  return timesOf((await queriesOf(db)).map(mistyped), (query) => ask(SEARCH, { query }));
}

/** Types 1 to 12 characters of names and titles, from the beginning of a word. */
export async function suggestTimes(db: DataSource, ask: Ask): Promise<Times> {
  const prefixes = (await queriesOf(db)).map((text, index) => text.slice(0, 1 + (index % MOST_TYPED)));
  return timesOf(prefixes, (prefix) => ask(SUGGEST, { prefix }));
}

/** Asks for what is related to random papers. */
export async function relatedTimes(db: DataSource, ask: Ask): Promise<Times> {
  const papers = await readTexts(db, 2 * QUERIES);
  return timesOf(
    papers.map(({ uid }) => globalId({ __typename: "Paper", uid })),
    (id) => ask(RELATED, { id }),
  );
}

async function queriesOf(db: DataSource): Promise<string[]> {
  const random = randomNumbers(7);
  return (await readTexts(db, 2 * QUERIES)).map(({ text }, index) => {
    const words = text.split(" ");
    const length = 1 + (index % MOST_WORDS);
    const start = Math.floor(random() * Math.max(1, words.length - length));
    return words.slice(start, start + length).join(" ");
  });
}

function mistyped(query: string): string {
  const longest = query.split(" ").reduce((one, other) => (other.length > one.length ? other : one));
  const middle = Math.floor(longest.length / 2);
  const swapped = `${longest.slice(0, middle - 1)}${longest[middle]}${longest[middle - 1]}${longest.slice(middle + 1)}`;
  return longest.length < 4 ? query : query.replace(longest, swapped);
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

/** Random papers with their texts, the same each time. */
async function readTexts(db: DataSource, count: number): Promise<{ uid: string; text: string }[]> {
  const random = randomNumbers(3);
  const [{ most }] = await db.query("select max(row_id) as most from paper");
  const rows = Array.from({ length: count }, () => 1 + Math.floor(random() * most));
  return db.query(
    `select p.uid, concat_ws(' ', p.title, p.abstract) as text from unnest($1::bigint[]) with ordinality as r(row, place) join paper p on p.row_id = r.row order by place`,
    [rows],
  );
}
