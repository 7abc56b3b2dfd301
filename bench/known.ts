import { Client } from "pg";
import { randomNumbers, zipf } from "./random";

/** What may be asked for in a database: each call gives another one of its things, those more often that more people ask for. */
export interface Known {
  topic(): string;
  author(): string;
  paper(): { readonly slug: string; readonly arxivId: string };
  /** The address of a repository with a full page of papers. */
  repository(): string;
  day(): string;
  /** A word that papers hold. */
  word(): string;
  /** Where a page of the newest papers ends: of the first, or of one as far as the thousandth; null: begin. */
  cursor(): string | null;
}

/** How many of each kind are known. */
const MOST = 500;

/** Looks around in a database of generated papers; `cursors` are those of its newest papers. */
export async function lookAround(url: string, cursors: readonly (string | null)[]): Promise<Known> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const read = async <Row>(sql: string): Promise<Row[]> => (await client.query(sql)).rows;
    const [{ papers }] = (await read<{ papers: number }>("select max(row_id)::int as papers from paper")) as [{ papers: number }];
    const random = randomNumbers(7);
    const rowIds = Array.from({ length: MOST }, () => 1 + Math.floor(random() * papers)).join(",");
    const texts = async (sql: string) => (await read<{ value: string }>(sql)).map(({ value }) => value);
    const known = {
      topics: await texts(
        `select slug as value from topic where paper_count > 0 order by paper_count desc, row_id limit ${MOST}`,
      ),
      authors: await texts(
        `select slug as value from author where row_id in (select author from authorship where paper in (${rowIds}) and position = 1) order by row_id`,
      ),
      papers: await read<{ slug: string; arxivId: string }>(
        `select slug, arxiv_id as "arxivId" from paper where row_id in (${rowIds}) order by row_id`,
      ),
      repositories: await texts(`select url as value from repository where paper_count >= 20 order by row_id limit ${MOST}`),
      days: await texts(`select distinct day::text as value from daily_entry order by 1 desc limit ${MOST}`),
      words: await texts(
        `select distinct split_part(abstract, ' ', 1 + (row_id % 50)::int) as value from paper where row_id in (${rowIds}) order by 1`,
      ),
    };
    const anyOf = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;
    return {
      topic: () => known.topics[zipf(random, known.topics.length)]!,
      author: () => anyOf(known.authors),
      paper: () => anyOf(known.papers),
      repository: () => anyOf(known.repositories),
      day: () => anyOf(known.days),
      word: () => anyOf(known.words),
      cursor: () => anyOf(cursors),
    };
  } finally {
    await client.end();
  }
}
