import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { type OperationDefinitionNode, parse } from "graphql";
import type { DataSource } from "typeorm";
import { createApp } from "../src/app";
import { loadConfig } from "../src/config";
import { costWeights } from "../src/cost-weights";
import { createDataSource } from "../src/database/data-source";
import { startThrowAway } from "../src/database/embedded";
import { migrate } from "../src/database/migrate";
import { createPricing } from "../src/graphql/cost/price";
import { pointsOf } from "../src/graphql/cost/price-tree";
import { schema } from "../src/schema";
import { generateRows } from "../tests/generated-rows";
import { probes } from "./cost-probes";

const config = loadConfig({ LOG_LEVEL: "silent", RATE_LIMIT: "0", MAX_QUERY_COST: "1000000000", STATEMENT_TIMEOUT_MS: "60000" });
const price = createPricing(schema, costWeights(config.limits), 100_000);

/** How much work is measured for each query. */
const MEASURED_MS = 500;

/**
 * How much work queries are against what they cost: asked one at a time, on Linux.
 *
 *   npm run bench:cost -- 300000
 */
async function measure(papers: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-cost-"));
  const server = await startThrowAway(folder);
  const db = await createDataSource(server.url, config).initialize();
  try {
    await migrate(db);
    console.error(`generating ${papers} papers ...`);
    await generateRows({ db }, papers);
    const app = await createApp(db, config);
    const known = await knownIds(app);
    const database = await databaseOf(db);
    const lines: { name: string; points: number; ms: number }[] = [];
    for (const [name, query] of Object.entries(probes(known))) {
      const document = parse(query);
      const points = pointsOf(price(document, document.definitions[0] as OperationDefinitionNode, {}));
      lines.push({ name, points, ms: await workOf(app, database, query) });
    }
    console.log(`| query | points | ms of work | points a tenth of a ms |\n| --- | ---: | ---: | ---: |`);
    for (const { name, points, ms } of lines)
      console.log(`| ${name} | ${points} | ${ms.toFixed(2)} | ${(points / ms / 10).toFixed(2)} |`);
    await app.close();
  } finally {
    await db.destroy();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of work for one answer: processor time of the service and of the database, so that what else the machine does counts little. */
async function workOf(app: FastifyInstance, database: Database, query: string): Promise<number> {
  const measure = async (runs: number) => {
    const [before, databaseBefore] = [process.cpuUsage(), database.cpuMs()];
    for (let run = 0; run < runs; run++) await ask(app, query);
    const { user, system } = process.cpuUsage(before);
    return ((user + system) / 1_000 + database.cpuMs() - databaseBefore) / runs;
  };
  const rough = await measure(10); // and warms up
  return measure(Math.min(2_000, Math.max(10, Math.ceil(MEASURED_MS / rough))));
}

async function ask<Data>(app: FastifyInstance, query: string): Promise<Data> {
  const answer = await app.inject({ method: "POST", url: "/graphql", payload: { query } });
  const { data, errors } = answer.json();
  if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return data;
}

/** The processes of the database on this machine. */
interface Database {
  readonly cpuMs: () => number;
}

/** Linux counts the processor time of a process in ticks of 10 ms: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function databaseOf(db: DataSource): Promise<Database> {
  const [{ folder }] = await db.query("select current_setting('data_directory') as folder");
  const postmaster = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")[0]!;
  const statOf = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
    } catch {
      return []; // it has ended
    }
  };
  return {
    cpuMs() {
      const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
      const own = [statOf(postmaster), ...all.map(statOf).filter(([, parent]) => parent === postmaster)];
      // User and system time, and those of parallel workers that have ended.
      return own.reduce((sum, stat) => sum + stat.slice(11, 15).reduce((ticks, text) => ticks + Number(text), 0) * 10, 0);
    },
  };
}

/** Ids of papers that exist. */
async function knownIds(app: FastifyInstance): Promise<{ ids: string[]; arxivIds: string[] }> {
  type Data = { papers: { nodes: { id: string; arxivId: string }[] } };
  const { nodes } = (await ask<Data>(app, "{ papers(first: 100) { nodes { id arxivId } } }")).papers;
  return { ids: nodes.map(({ id }) => id), arxivIds: nodes.map(({ arxivId }) => arxivId) };
}

measure(Number(process.argv[2] ?? 100_000));
