import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { type OperationDefinitionNode, parse } from "graphql";
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

const config = loadConfig({
  LOG_LEVEL: "silent",
  RATE_LIMIT: "0",
  RESPONSE_CACHE_MB: "0",
  MAX_QUERY_COST: "1000000000",
  STATEMENT_TIMEOUT_MS: "60000",
});
const price = createPricing(schema, costWeights(config.limits), 100_000);

/**
 * How long queries take against what they cost: one at a time, so that nothing waits for anything else. The machine should do nothing else.
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
    const lines: { name: string; points: number; ms: number }[] = [];
    for (const [name, query] of Object.entries(probes(known))) {
      const document = parse(query);
      const points = pointsOf(price(document, document.definitions[0] as OperationDefinitionNode, {}));
      lines.push({ name, points, ms: await fastTime(app, query) });
    }
    console.log(`| query | points | ms | points a tenth of a ms |\n| --- | ---: | ---: | ---: |`);
    for (const { name, points, ms } of lines)
      console.log(`| ${name} | ${points} | ${ms.toFixed(2)} | ${(points / ms / 10).toFixed(2)} |`);
    await app.close();
  } finally {
    await db.destroy();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of the fastest tenth of runs that together take a second: what else the machine does is no cost of the query. */
async function fastTime(app: FastifyInstance, query: string): Promise<number> {
  const times: number[] = [];
  const startedAt = performance.now();
  while (times.length < 10 || (performance.now() - startedAt < 1_000 && times.length < 300)) {
    const before = performance.now();
    await ask(app, query);
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 10)]!;
}

async function ask<Data>(app: FastifyInstance, query: string): Promise<Data> {
  const answer = await app.inject({ method: "POST", url: "/graphql", payload: { query } });
  const { data, errors } = answer.json();
  if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return data;
}

/** Ids of papers that exist. */
async function knownIds(app: FastifyInstance): Promise<{ ids: string[]; arxivIds: string[] }> {
  type Data = { papers: { nodes: { id: string; arxivId: string }[] } };
  const { nodes } = (await ask<Data>(app, "{ papers(first: 100) { nodes { id arxivId } } }")).papers;
  return { ids: nodes.map(({ id }) => id), arxivIds: nodes.map(({ arxivId }) => arxivId) };
}

measure(Number(process.argv[2] ?? 100_000));
