import type { AddressInfo } from "node:net";
import { constants } from "node:os";
import pino from "pino";
import type { DataSource } from "typeorm";
import { createApp } from "./app";
import { type Config, loadConfig } from "./config";
import { migrate } from "./database/migrate";
import { openDatabase } from "./database/open";
import { probePort } from "./database/ports";
import { explain, StartupError } from "./database/startup-error";
import { prepareDrain } from "./http/drain";
import { LISTED_ON, loadSample } from "./importers/sample";
import { storeVocabulary } from "./importers/store-vocabulary";
import { computeTrending } from "./trending/recompute";
import { gatherMetrics } from "./workers/all-metrics";
import { startWorkers } from "./workers/supervisor";
import { isWorker, obey, report } from "./workers/worker";

/** One Ctrl-C reaches us twice under `npm start`: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500;

/** What undoes the start, in reverse. */
const closers: (() => Promise<void>)[] = [];

async function start(): Promise<void> {
  const config = loadConfig();
  if (isWorker) return startAsWorker(config);
  const port = await probePort(config.port, config.host).catch(whyNoPort(config)); // before the work of opening a database

  const database = await openDatabase(config, say);
  closers.push(database.close);
  const ran = await migrate(database.db).catch(
    explain(
      "Cannot migrate the database",
      "Correct that, or set DATABASE_URL to another database; the failed migration changed nothing.",
    ),
  );
  if (ran.length > 0) say(`Migrated the database: ${ran.join(", ")}`);
  await storeVocabulary(database.db); // topics can be browsed before the first import
  const sample = database.isEmbedded ? await loadSample(database.db) : 0;
  if (sample > 0) await computeTrending(database.db, LISTED_ON); // so that there is something to see
  if (sample > 0) say(`Loaded the bundled sample: ${sample} papers`);

  if (config.workers === 1) return sayReady(config, await serve(database.db, config));
  const workers = await startWorkers({ ...config, port }, database.url);
  closers.push(workers.stop);
  sayReady(config, port);
}

/** What is done once for all workers was done by the process that started this one. */
async function startAsWorker(config: Config): Promise<void> {
  obey(finish);
  const database = await openDatabase(config);
  closers.push(database.close);
  await serve(database.db, config);
  await report({ isReady: true });
}

/** Gives the port. */
async function serve(db: DataSource, config: Config): Promise<number> {
  const app = await createApp(db, config, isWorker ? { gatherMetrics } : {});
  closers.push(prepareDrain(app, { delay: config.operation.shutdownDelayMs, timeout: config.shutdownTimeoutMs }));
  const whyNoMetrics = explain("Cannot serve metrics", "Set METRICS_ADDRESS to an address that is free, or to service or off.");
  await app.ready().then(undefined, whyNoMetrics);
  await app.listen({ port: config.port, host: config.host }).catch(whyNoPort(config));
  return (app.server.address() as AddressInfo).port;
}

/** For `catch`, where the port is to be had. */
const whyNoPort = ({ host, port }: Config) =>
  explain(`Cannot listen on ${host}:${port}`, "Stop the program that uses it, or set PORT and HOST to an address that is free.");

async function stop(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** Stops when the start is through, and ends this process. */
function finish(): void {
  started.then(stop).then(() => process.exit(0), fail);
}

async function fail(error: unknown): Promise<never> {
  if (!(error instanceof StartupError)) pino().fatal(error, "unexpected fault");
  else if (!isWorker) console.error(`Papergraph cannot start. ${error.message}`);
  if (isWorker) await report({ fault: String((error as Error)?.message ?? error) });
  await stop().catch((second) => pino().error(second, "while closing"));
  process.exit(1);
}

/** Says where a person finds the playground. An address that means "all" is reached as localhost. */
function sayReady({ host }: Config, port: number): void {
  const name = ["127.0.0.1", "0.0.0.0", "::1", "::"].includes(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  say(`Papergraph is ready: http://${name}:${port}/ (GraphQL at /graphql)`);
}

function say(line: string): void {
  console.log(line);
}

const started = start().catch(fail);

let signalledAt = 0;
for (const signal of isWorker ? [] : (["SIGTERM", "SIGINT"] as const))
  process.on(signal, () => {
    if (signalledAt === 0) {
      signalledAt = Date.now();
      say("Papergraph finishes running requests and stops; a second signal stops it at once");
      finish();
    } else if (Date.now() - signalledAt > SAME_SIGNAL_MS) process.exit(128 + constants.signals[signal]);
  });
