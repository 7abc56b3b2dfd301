import { today } from "../src/calendar";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { migrate } from "../src/database/migrate";
import { sampleSignals } from "../src/importers/sample-signals";
import { computeTrending } from "../src/trending/recompute";

/**
 * How long the lists of a day take over the generated papers of DATABASE_URL: of the newest papers' day, when few gained anything, and of today, when a third of all papers did.
 *
 *   DATABASE_URL=postgres://... npm run bench:trending
 */
async function measure(): Promise<void> {
  const config = loadConfig();
  if (config.databaseUrl === null) throw new Error("DATABASE_URL must name a database that bench:generate has filled");
  const db = await createDataSource(config.databaseUrl, { ...config, statementTimeoutMs: 0 }).initialize();
  await migrate(db);
  const timed = async (what: string, work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    console.log(`${what}: ${((performance.now() - start) / 1_000).toFixed(1)} s`);
  };
  await db.query(`insert into paper_signal (paper, sort_on, source_upvotes) select row_id, sort_on, 1 + (row_id * 7919) % 300 from paper where row_id % 3 = 0
    on conflict (paper) do update set source_upvotes = excluded.source_upvotes`);
  await timed("samples", () => sampleSignals(db));
  await db.query("analyze");
  const [{ newest }] = await db.query("select max(sort_on)::text as newest from paper_index");
  await timed(`lists of ${newest}, when few gained`, () => computeTrending(db, newest));
  await timed("lists of today, when a third of all papers gained", () => computeTrending(db, today()));
  await db.destroy();
}

measure();
