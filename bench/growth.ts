import { type Known, lookAround } from "./known";
import { type Server, startOwn } from "./processes";
import { counts, facets, filtered, pages, type ReferenceQuery } from "./reference-queries";

/** How far the newest papers are walked, in pages of a hundred: the thousandth page of ten lies there. */
const WALK = 100;

/** Times in milliseconds of one query in databases of different sizes. */
export interface Growth {
  readonly name: string;
  readonly times: readonly { readonly p50: number; readonly p95: number }[];
}

/** What is measured, by what it is. */
export const groups = {
  pages,
  filters: filtered,
  counts: counts,
  facets: facets,
} satisfies Record<string, readonly ReferenceQuery[]>;

export type Group = keyof typeof groups;

interface Subject {
  readonly server: Server;
  readonly known: Known;
}

/**
 * How long each reference query takes in databases of different sizes: one request at a time, the databases in turn, each request unlike all others, so that none is answered from memory.
 * Databases that are not given are made and thrown away.
 */
export async function measureGrowth(
  databases: readonly string[],
  names: readonly Group[],
  requests: number,
): Promise<Partial<Record<Group, Growth[]>>> {
  const subjects: Subject[] = [];
  try {
    for (const url of databases) subjects.push(await startSubject(url));
    const result: Partial<Record<Group, Growth[]>> = {};
    for (const group of names) {
      const rows: Growth[] = [];
      result[group] = rows;
      for (const query of groups[group]) {
        rows.push(await measure(subjects, query, requests));
        console.error(
          `${group}, ${query.name}: ${result[group]
            .at(-1)!
            .times.map(({ p50, p95 }) => `${p50.toFixed(1)} ${p95.toFixed(1)}`)
            .join(" | ")}`,
        );
      }
    }
    return result;
  } finally {
    await Promise.all(subjects.map(({ server }) => server.stop()));
  }
}

async function startSubject(url: string): Promise<Subject> {
  const server = await startOwn({ DATABASE_URL: url });
  return { server, known: await lookAround(url, await cursorsOf(server)) };
}

/** Cursors from the first page of the newest papers on. */
async function cursorsOf(server: Server): Promise<(string | null)[]> {
  const query = "query Walk($after: String) { papers(first: 100, after: $after) { pageInfo { endCursor } } }";
  const cursors: (string | null)[] = [null];
  for (let page = 0; page < WALK; page++) {
    const { data } = await ask(server, { query, variables: { after: cursors.at(-1) } });
    cursors.push((data as { papers: { pageInfo: { endCursor: string } } }).papers.pageInfo.endCursor);
  }
  return cursors;
}

async function measure(
  subjects: readonly Subject[],
  { name, query, variables }: ReferenceQuery,
  requests: number,
): Promise<Growth> {
  const times: number[][] = subjects.map(() => []);
  const warmUp = Math.ceil(requests / 2); // prepares statements, and reads what is read each time
  for (let number = -warmUp; number < requests; number++)
    for (const [index, { server, known }] of subjects.entries()) {
      const body = { query, variables: { ...variables(known), number } };
      const startedAt = performance.now();
      await ask(server, body);
      if (number >= 0) times[index]!.push(performance.now() - startedAt);
    }
  return { name, times: times.map((all) => ({ p50: quantile(all, 0.5), p95: quantile(all, 0.95) })) };
}

/** What takes longer than a statement may is an answer too: it took that long. */
async function ask({ url, name }: Server, body: object): Promise<{ readonly data: unknown }> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok || (text.startsWith('{"errors"') && !text.includes('"TIMEOUT"')))
    throw new Error(`${name} answers ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

function quantile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]!;
}
