import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { DataSource } from "typeorm";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { startThrowAway } from "../src/database/embedded";
import { migrate } from "../src/database/migrate";
import { arxivSnapshot } from "../src/importers/arxiv-snapshot";
import { MAX_LINE_BYTES } from "../src/importers/importer";
import type { Source } from "../src/importers/open-source";
import { importSource } from "../src/importers/run-import";
import { storeVocabulary } from "../src/importers/store-vocabulary";
import { createTagger } from "../src/topics/tagger";
import { loadVocabulary } from "../src/topics/vocabulary";
import { arxivLines } from "./arxiv-lines";

/**
 * How long the import of generated arXiv metadata takes, against a bare COPY of the same final rows into the same tables with the same indexes.
 *
 *   npm run bench:import -- 500000
 */
async function measure(papers: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-bench-"));
  const server = await startThrowAway(folder);
  try {
    const imported = await emptyDatabase(server.url, "imported");
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 200);
    const importSeconds = await seconds(() => importPapers(imported, papers));
    clearInterval(watch);
    const copied = await emptyDatabase(server.url, "copied");
    const copySeconds = await copyTables(imported, copied);
    console.log(
      `${papers} papers: import ${importSeconds.toFixed(1)} s (${Math.round(papers / importSeconds)}/s), bare COPY ${copySeconds.toFixed(1)} s, ` +
        `ratio ${(copySeconds / importSeconds).toFixed(2)} of the speed of COPY; peak memory of the importer ${Math.round(peak / 1e6)} MB`,
    );
    await imported.destroy();
    await copied.destroy();
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function emptyDatabase(serverUrl: string, name: string): Promise<DataSource> {
  const admin = new Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const db = await createDataSource(url.href, { ...loadConfig({}), statementTimeoutMs: 0 }).initialize();
  await migrate(db);
  return db;
}

async function importPapers(db: DataSource, papers: number): Promise<void> {
  const vocabulary = loadVocabulary();
  await storeVocabulary(db, vocabulary);
  const source: Source = {
    name: "generated",
    fileName: null,
    contentKey: null,
    size: null,
    async *open() {
      for (const line of arxivLines(papers)) yield Buffer.from(`${line}\n`);
    },
  };
  let shown = 0;
  await importSource(db, arxivSnapshot, source, createTagger(vocabulary), {
    listedOn: null,
    today: "2026-11-23",
    maxLineBytes: MAX_LINE_BYTES,
    onProgress({ read }) {
      if (read - shown < papers / 10) return;
      shown = read;
      console.error(`${read} papers`);
    },
  });
}

/** Tables that others refer to, in the order of their references. */
const REFERRED = ["topic", "author", "repository", "paper", "repository_link", "import_run"];

/** Seconds of all COPYs in; what they read was written to memory before, a table at a time. */
async function copyTables(from: DataSource, to: DataSource): Promise<number> {
  const [source, target] = await Promise.all([connected(from), connected(to)]);
  await target.query("delete from catalogue_version");
  const { rows } = await source.query<{ name: string; columns: string }>(
    `select c.table_name as name, string_agg(quote_ident(c.column_name), ', ' order by c.ordinal_position) as columns
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' and c.table_name <> 'migrations' group by 1`,
  );
  const columns = new Map(rows.map(({ name, columns }) => [name, columns]));
  let total = 0;
  for (const name of [...REFERRED, ...[...columns.keys()].filter((name) => !REFERRED.includes(name))]) {
    const chunks: Buffer[] = [];
    await pipeline(
      source.query(copyTo(`copy ${name} (${columns.get(name)}) to stdout`)),
      async (bytes: AsyncIterable<Buffer>) => {
        for await (const chunk of bytes) chunks.push(chunk);
      },
    );
    total += await seconds(() => pipeline(chunks, target.query(copyFrom(`copy ${name} (${columns.get(name)}) from stdin`))));
  }
  await Promise.all([source.end(), target.end()]);
  return total;
}

async function connected(db: DataSource): Promise<Client> {
  const client = new Client({ connectionString: (db.options as { url: string }).url });
  await client.connect();
  return client;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

measure(Number(process.argv[2] ?? 100_000));
