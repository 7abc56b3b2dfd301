import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { createApp } from "../src/app";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { startThrowAway } from "../src/database/embedded";
import { migrate } from "../src/database/migrate";
import { fillDatabase } from "./generated-database";
import { askOf } from "./search/ask";
import { importSet, quality, REACHED, TEST_SETS, type TestSet } from "./search/quality";
import { mistypedTimes, pageTimes, REACHED_MS, relatedTimes, searchTimes, suggestTimes, type Times } from "./search/speed";

const config = loadConfig({ LOG_LEVEL: "silent", RATE_LIMIT: "0", RESPONSE_CACHE_MB: "0" });

/**
 * How well search ranks, and how fast it is. Fails where one is not what must be reached.
 *
 *   npm run bench:search                           how well it ranks, on the test sets beside the project
 *   npm run bench:search -- 30000 300000 3000000   that, and how fast it is over so many generated papers
 *   npm run bench:search -- 3000000 --database postgres://...   in a database that is kept, and filled where it holds less
 */
const { positionals, values: options } = parseArgs({ allowPositionals: true, options: { database: { type: "string" } } });

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-search-"));
  const server = await startThrowAway(folder);
  try {
    if (options.database) return await measureSpeed(options.database, Number(positionals[0] ?? 0));
    if (existsSync(TEST_SETS)) await measureQuality(server.url);
    else console.error(`How well it ranks is not measured: ${TEST_SETS} is not there`);
    for (const papers of positionals) await measureSpeed(await createDatabase(server.url, `generated_${papers}`), Number(papers));
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureQuality(serverUrl: string): Promise<void> {
  console.log("| set | queries | nDCG@10 | to reach |\n| --- | ---: | ---: | ---: |");
  for (const set of Object.keys(REACHED) as TestSet[]) {
    const db = await createDataSource(await createDatabase(serverUrl, set), config).initialize();
    await migrate(db);
    await importSet(db, set);
    const app = await createApp(db, config);
    const { queries, ndcg } = await quality(askOf(app), set);
    console.log(`| ${set} | ${queries} | ${ndcg.toFixed(4)} | ${REACHED[set]} |`);
    if (ndcg < REACHED[set]) process.exitCode = 1;
    await app.close();
    await db.destroy();
  }
}

async function measureSpeed(url: string, papers: number): Promise<void> {
  await fillDatabase(url, papers);
  const db = await createDataSource(url, config).initialize();
  const app = await createApp(db, config);
  const ask = askOf(app);
  await warm(url);
  const [{ count }] = await db.query("select count(*) as count from paper");
  console.log(`\n${count} papers\n\n| what | p50 ms | p95 ms | to reach |\n| --- | ---: | ---: | ---: |`);
  print("search, 200 queries of 1 to 12 words", await searchTimes(db, ask), REACHED_MS.search);
  print("the same with highlights and authors", await pageTimes(db, ask), REACHED_MS.search);
  print("the same with a word mistyped", await mistypedTimes(db, ask), REACHED_MS.search);
  print("suggest, 200 texts of 1 to 12 characters", await suggestTimes(db, ask), REACHED_MS.suggest);
  print("related, 200 papers", await relatedTimes(db, ask), REACHED_MS.search);
  await app.close();
  await db.destroy();
}

/** Reads into memory what searching reads, as far as there is room: a service has done so after a while. */
async function warm(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("create extension if not exists pg_prewarm");
  await client.query(
    "select pg_prewarm(oid, 'read') from pg_class where relname ~ '^(paper_search|paper_title_search|term_frequency|title_word|paper_title$|paper_pkey)' and relkind in ('r', 'i')",
  );
  await client.end();
}

function print(name: string, { p50, p95, slowest }: Times, most: number): void {
  console.log(`| ${name} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${most} |`);
  for (const { text, ms } of slowest) console.error(`  ${ms.toFixed(0)} ms: ${text}`);
  if (p95 > most) process.exitCode = 1;
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const admin = new Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

measure();
