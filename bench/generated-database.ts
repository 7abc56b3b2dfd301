import { Client } from "pg";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { migrate } from "../src/database/migrate";
import { generateGraph } from "./generated-graph";

/** Fills an empty database with so many generated papers, the same each time; leaves one alone that holds as many or more. Throws when it holds fewer. */
export async function fillDatabase(url: string, papers: number): Promise<void> {
  const db = await createDataSource(url, { ...loadConfig({}), statementTimeoutMs: 0 }).initialize();
  try {
    await migrate(db);
    const [{ count }] = await db.query("select count(*)::int as count from paper");
    if (count >= papers) return;
    if (count > 0) throw new Error(`The database holds ${count} papers: give an empty one, or one of at least ${papers}`);
    await generateGraph(db, papers, (done) => console.error(`${done} papers`));
  } finally {
    await db.destroy();
  }
}

/** The slugs of the topics that most papers are about, each with a full page of them. */
export async function largeTopics(url: string, count: number): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "select slug from topic where paper_count > 20 order by paper_count desc, row_id limit $1",
    [count],
  );
  await client.end();
  return rows.map(({ slug }) => slug);
}
