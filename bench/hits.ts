import { Client } from "pg";
import { largeTopics } from "./generated-database";
import { type Load, load } from "./load";
import { type Server, startOwn } from "./processes";
import { randomNumbers, zipf } from "./random";

/** How often answers are found in the store under load. */
export interface Hits extends Load {
  /** Of all answers, from 0 to 1. */
  readonly hitRate: number;
}

/** How many different pages are asked for; few of them most of the time. */
const PAGES = 500;

const query = `query Page($topics: [String!]) {
  papers(filter: { topics: { anyOf: $topics } }, first: 20) { nodes { title abstract topics { name } repositories { url starCount } } }
}`;

/** Loads the service with pages as people ask for them, for so many seconds without a change of the data, and as many with one each second, as an upvote is one. */
export async function measureHits(databaseUrl: string, seconds: number): Promise<{ quiet: Hits; changing: Hits }> {
  const topics = await largeTopics(databaseUrl, PAGES);
  const random = randomNumbers(13);
  const anyPage = () => JSON.stringify({ query, variables: { topics: [topics[zipf(random, topics.length)]!] } });
  const writer = new Client({ connectionString: databaseUrl });
  await writer.connect();
  const server = await startOwn({ DATABASE_URL: databaseUrl });
  try {
    await load(server, anyPage, { amount: 2_000 });
    const quiet = await hitsOf(server, anyPage, seconds);
    const changes = setInterval(() => writer.query("update catalogue_version set version = version + 1"), 1_000);
    const changing = await hitsOf(server, anyPage, seconds).finally(() => clearInterval(changes));
    return { quiet, changing };
  } finally {
    await server.stop();
    await writer.end();
  }
}

async function hitsOf(server: Server, anyPage: () => string, seconds: number): Promise<Hits> {
  const before = await counted(server);
  const loaded = await load(server, anyPage, { duration: seconds });
  const after = await counted(server);
  const hits = after.hits - before.hits;
  return { ...loaded, hitRate: hits / (hits + after.misses - before.misses) };
}

async function counted({ url }: Server): Promise<{ hits: number; misses: number }> {
  const text = await (await fetch(url.replace(/graphql$/, "metrics"))).text();
  const of = (name: string) => Number(new RegExp(`^papergraph_response_cache_${name}_total (\\d+)$`, "m").exec(text)?.[1] ?? 0);
  return { hits: of("hits"), misses: of("misses") };
}
