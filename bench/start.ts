import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { median } from "./load";
import { type Server, startOwn } from "./processes";

/** How the service starts; medians. */
export interface Start {
  /** Milliseconds from its process to the line that says it is ready, over a database that runs. */
  readonly readyMs: number;
  /** The same where it starts its own PostgreSQL too, which is there from an earlier start. */
  readonly readyWithOwnMs: number;
  /** Megabytes of a process that has answered one request and then rests. */
  readonly idleMemory: number;
}

const TIMES = 5;

/** Milliseconds after which a process rests. */
const REST = 3_000;

/** Starts the service several times over a database, and several times over one of its own. */
export async function measureStart(databaseUrl: string): Promise<Start> {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-bench-"));
  try {
    await (await startOwn({ DATA_DIR: folder })).stop(); // makes the database
    const own = await startSeveralTimes({ DATA_DIR: folder });
    const given = await startSeveralTimes({ DATABASE_URL: databaseUrl });
    return { readyMs: given.readyMs, readyWithOwnMs: own.readyMs, idleMemory: given.idleMemory };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startSeveralTimes(database: Parameters<typeof startOwn>[0]) {
  const times: number[] = [];
  const memory: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const startedAt = performance.now();
    const server = await startOwn(database);
    times.push(performance.now() - startedAt);
    memory.push(await idleMemory(server));
    await server.stop();
  }
  return { readyMs: median(times), idleMemory: median(memory) };
}

async function idleMemory(server: Server): Promise<number> {
  await fetch(`${server.url}?query={papers{nodes{title}}}`, { headers: { "apollo-require-preflight": "true" } });
  await sleep(REST);
  return server.memory();
}
