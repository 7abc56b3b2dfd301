import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { Client } from "pg";
import request from "supertest";
import type { DataSource } from "typeorm";
import { createApp } from "../src/app";
import { type Config, loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import type { SharedSql } from "../src/database/sql";
import { createLog } from "../src/http/log";
import { emptyRecord, type PaperRecord, type RepositoryMention } from "../src/importers/importer";
import { upsertBatch } from "../src/importers/upsert";
import { testTagger } from "./import-file";

/**
 * Tests ask more in a minute than a client may: those of limits set their own. A stored answer would show nothing of what a test is about:
 * those that are about stored answers set the cache.
 */
const ofTests = { LOG_LEVEL: "silent", RATE_LIMIT: "0", RESPONSE_CACHE_MB: "0" };

export interface TestApp {
  db: DataSource;
  config: Config;
  http: FastifyInstance;
  /** The database, also for other processes. */
  databaseUrl: string;
  /** Where the service listens, for example `http://127.0.0.1:41234`. */
  url: string;
  /** Runs a query over HTTP and gives its data; fails the test when the answer has errors. */
  query<T = any>(source: string, variables?: object): Promise<T>;
  /** Runs a query and gives the raw answer, errors included. */
  send(source: string, variables?: object): Promise<any>;
  /** The SQL statements that `action` made the service send. What is asked once a second, and not for a request, is left out. */
  statements(action: () => Promise<unknown>): Promise<string[]>;
  /** Imports records of a source, as an importer would. */
  importRecords(records: readonly TestRecord[], source?: string): Promise<void>;
}

/** A record of which a test says only what matters to it. */
export type TestRecord = Partial<Omit<PaperRecord, "repositories">> &
  Pick<PaperRecord, "title"> & {
    readonly repositories?: readonly (Partial<RepositoryMention> & Pick<RepositoryMention, "url">)[];
  };

const stated: Omit<RepositoryMention, "url"> = {
  isOfficial: false,
  framework: null,
  evidence: "STATED_BY_SOURCE",
  starCount: null,
};

/** Statements that keep processes and the topics of filters in step: at most once a second, whatever is asked. */
const NOT_OF_A_REQUEST = /^\/\* (catalogueVersion|topicDirectory|exchangeRates|sweepRates) \*\//;

/** A database of its own, copied from the migrated template. Gone after the tests of the file. */
export function useTestDatabase(): { readonly url: string } {
  const database = { url: "" };
  const server = process.env.TEST_SERVER_URL!;
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  beforeAll(async () => {
    await runOnServer(`create database ${name} template template_migrated`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    database.url = url.href;
  });
  afterAll(() => runOnServer(`drop database if exists ${name} with (force)`));
  return database;
}

/** A whole service on a database of its own, listening on a free port, for one test file. `env` are settings that differ from their defaults; `lines` receives what it logs. */
export function useTestApp(env: Record<string, string> = {}, lines: any[] = []): TestApp {
  const app = {} as TestApp;
  const database = useTestDatabase();
  const tagger = testTagger();
  let seen: string[] | null = null;
  beforeAll(async () => {
    app.databaseUrl = database.url;
    app.config = loadConfig({ ...ofTests, ...env });
    app.db = await createDataSource(database.url, app.config).initialize();
    const log = createLog(app.config.logLevel, { write: (line) => lines.push(JSON.parse(line)) });
    app.http = await createApp(app.db, app.config, { log });
    app.url = await app.http.listen({ port: 0, host: "127.0.0.1" });
    const { sql } = app.http as unknown as { sql: SharedSql };
    sql.onStatement = (text) => seen?.push(text);
  });
  afterAll(async () => {
    await app.http?.close();
    await app.db?.destroy();
  });
  app.send = async (query, variables) => (await request(app.url).post("/graphql").send({ query, variables })).body;
  app.query = async (query, variables) => {
    const { data, errors } = await app.send(query, variables);
    expect(errors).toBeUndefined();
    return data;
  };
  app.statements = async (action) => {
    const statements: string[] = [];
    seen = statements;
    await action().finally(() => {
      seen = null;
    });
    return statements.filter((text) => !NOT_OF_A_REQUEST.test(text));
  };
  app.importRecords = async (records, source = "test") => {
    const whole = records.map((record) => ({
      ...emptyRecord,
      sourceKey: record.arxivId ?? record.title,
      ...record,
      repositories: (record.repositories ?? []).map((repository) => ({ ...stated, ...repository })),
    }));
    await upsertBatch(app.db, source, whole, tagger);
  };
  return app;
}

async function runOnServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: process.env.TEST_SERVER_URL });
  await client.connect();
  await client.query(sql);
  await client.end();
}
