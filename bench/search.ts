import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { createApp } from "../src/app";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { startThrowAway } from "../src/database/embedded";
import { migrate } from "../src/database/migrate";
import { askOf } from "./search/ask";
import { importSet, quality, REACHED, TEST_SETS, type TestSet } from "./search/quality";

const config = loadConfig({ LOG_LEVEL: "silent", RATE_LIMIT: "0", RESPONSE_CACHE_MB: "0" });

/**
 * How well search ranks, and how fast it is. Fails where one is not what must be reached.
 *
 *   npm run bench:search                                     how well it ranks, on the test sets beside the project
 */
async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-search-"));
  const server = await startThrowAway(folder);
  try {
    if (existsSync(TEST_SETS)) await measureQuality(server.url);
    else console.error(`How well it ranks is not measured: ${TEST_SETS} is not there`);
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
