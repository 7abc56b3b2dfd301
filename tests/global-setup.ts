import "reflect-metadata";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { startThrowAway } from "../src/database/embedded";
import { migrate } from "../src/database/migrate";
import { storeVocabulary } from "../src/importers/store-vocabulary";

/** One PostgreSQL for the whole run, with a migrated template that holds the topics and that every test file copies. */
export default async function setUp() {
  const server = await startThrowAway(mkdtempSync(join(tmpdir(), "papergraph-tests-")));
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  await admin.query("create database template_migrated");
  await admin.end();
  const url = new URL(server.url);
  url.pathname = "/template_migrated";
  const db = await createDataSource(url.href, loadConfig({})).initialize();
  await migrate(db);
  await storeVocabulary(db);
  await db.destroy();
  process.env.TEST_SERVER_URL = server.url;
  Object.assign(globalThis, { testServer: server });
}
