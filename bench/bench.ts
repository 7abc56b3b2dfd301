import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { startThrowAway } from "../src/database/embedded";
import { projectDir } from "../src/project-dir";
import { fillDatabase } from "./generated-database";
import { type Group, groups, measureGrowth } from "./growth";
import { measureHits } from "./hits";
import { describeResults, type Results } from "./results";
import { measureServing } from "./serve";
import { measureStart } from "./start";

/**
 * Measures all that performance promises rest on, and writes bench/results.md: how fast a page is served beside its peers, and how long the reference queries take as the graph grows.
 * The machine should do nothing else. With 3,000,000 papers it takes an hour and 20 GB, most of it to generate them.
 *
 *   npm run bench                                   30,000, 300,000 and 3,000,000 papers
 *   npm run bench -- --papers 3000,30000            other sizes; the page is served from the second
 *   npm run bench -- --server postgres://...        databases papergraph_bench_30000 ... on a server that keeps them, and takes 200 connections
 *   npm run bench -- --only serving,counts          some of start, serving, hits, pages, filters, counts, facets
 */
const { values: options } = parseArgs({
  options: {
    papers: { type: "string", default: "30000,300000,3000000" },
    server: { type: "string" },
    rounds: { type: "string", default: "7" },
    seconds: { type: "string", default: "4" },
    requests: { type: "string", default: "200" },
    only: { type: "string" },
  },
});

/** For how long hits are counted, with changes and without. */
const HIT_SECONDS = 15;

async function bench(): Promise<void> {
  const sizes = options.papers.split(",").map(Number);
  const folder = mkdtempSync(join(tmpdir(), "papergraph-bench-"));
  const server = options.server
    ? { url: options.server, close: async () => {} }
    : await startThrowAway(join(folder, "database"), ["max_connections = 200"]);
  try {
    const urls: string[] = [];
    for (const papers of sizes) urls.push(await databaseOf(server.url, papers));
    const rounds = { rounds: Number(options.rounds), seconds: Number(options.seconds) };
    const isAsked = (part: string) => options.only === undefined || options.only.split(",").includes(part);
    const asked = (Object.keys(groups) as Group[]).filter(isAsked);
    const results: Results = {
      machine: `${availableParallelism()} cores of ${cpus()[0]!.model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
      day: new Date().toISOString().slice(0, 10),
      sizes,
      start: isAsked("start") ? await measureStart(urls[0]!) : null,
      serving: isAsked("serving")
        ? { papers: sizes[1] ?? sizes[0]!, ...rounds, ...(await measureServing(urls[1] ?? urls[0]!, rounds)) }
        : null,
      hits: isAsked("hits") ? { seconds: HIT_SECONDS, ...(await measureHits(urls[1] ?? urls[0]!, HIT_SECONDS)) } : null,
      growth: asked.length > 0 ? await measureGrowth(urls, asked, Number(options.requests)) : null,
    };
    writeFileSync(join(projectDir, "bench/results.md"), describeResults(results));
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The address of a database of so many papers, made where there is none. */
async function databaseOf(serverUrl: string, papers: number): Promise<string> {
  const name = `papergraph_bench_${papers}`;
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
  if (rowCount === 0) await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await fillDatabase(url.href, papers);
  return url.href;
}

bench();
