import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startThrowAway } from "../src/database/embedded";
import { chunksOf, repeatedLines } from "./arxiv-lines";
import { runImport } from "./import-command";

/**
 * The most memory that the import command holds while it reads a stream of generated arXiv metadata of so many bytes.
 * So many of its papers differ; then they come again, as in catalogues that are loaded anew.
 *
 *   npm run bench:import:memory -- 5000000000 200000
 */
async function measure(bytes: number, papers: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-bench-"));
  const server = await startThrowAway(folder);
  try {
    const { seconds, peakBytes } = await runImport(server.url, "arxiv-snapshot", chunksOf(repeatedLines(papers, bytes)));
    console.log(
      `${bytes} bytes, ${papers} papers: ${seconds.toFixed(0)} s, peak memory of the importer ${Math.round(peakBytes / 1e6)} MB`,
    );
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

measure(Number(process.argv[2] ?? 5_000_000_000), Number(process.argv[3] ?? 200_000));
