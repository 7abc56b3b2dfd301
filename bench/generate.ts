import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { generateGraph } from "./generated-graph";

/**
 * Fills the empty database of DATABASE_URL with generated papers.
 *
 *   DATABASE_URL=postgres://... npm run bench:generate -- 3000000
 */
async function generate(papers: number): Promise<void> {
  const config = loadConfig();
  if (config.databaseUrl === null) throw new Error("DATABASE_URL must name the database to fill");
  const db = await createDataSource(config.databaseUrl, { ...config, statementTimeoutMs: 0 }).initialize();
  const startedAt = performance.now();
  await generateGraph(db, papers, (done) =>
    console.error(`${done} papers, ${Math.round((performance.now() - startedAt) / 1_000)} s`),
  );
  console.log(`${papers} papers in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  await db.destroy();
}

generate(Number(process.argv[2] ?? 30_000));
