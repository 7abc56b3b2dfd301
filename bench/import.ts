import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { startThrowAway } from "../src/database/embedded";
import { arxivLines, chunksOf } from "./arxiv-lines";
import { copyTables } from "./copy-tables";
import { runImport } from "./import-command";

/**
 * How long the command takes to import generated arXiv metadata, against a bare COPY of the same final rows into the same tables with the same indexes.
 *
 *   npm run bench:import -- 500000
 */
async function measure(papers: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-bench-"));
  const server = await startThrowAway(folder);
  try {
    const file = join(folder, "generated.jsonl");
    await pipeline(Readable.from(chunksOf(arxivLines(papers))), createWriteStream(file));
    const imported = await createDatabase(server.url, "imported");
    const copied = await createDatabase(server.url, "copied");
    const { seconds, peakBytes } = await runImport(imported, "arxiv-snapshot", file);
    const copySeconds = await copyTables(imported, copied);
    console.log(
      `${papers} papers: import ${seconds.toFixed(1)} s (${Math.round(papers / seconds)}/s), bare COPY ${copySeconds.toFixed(1)} s, ` +
        `ratio ${(copySeconds / seconds).toFixed(2)} of the speed of COPY; peak memory of the importer ${Math.round(peakBytes / 1e6)} MB`,
    );
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
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

measure(Number(process.argv[2] ?? 100_000));
