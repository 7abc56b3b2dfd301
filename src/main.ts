import type { AddressInfo } from "node:net";
import { constants } from "node:os";
import type { FastifyInstance } from "fastify";
import pino from "pino";
import { createApp } from "./app";
import { type Config, loadConfig } from "./config";
import { migrate } from "./database/migrate";
import { openDatabase } from "./database/open";
import { probePort } from "./database/ports";
import { explain, StartupError } from "./database/startup-error";
import { prepareDrain } from "./http/drain";
import { loadSample } from "./importers/sample";
import { storeVocabulary } from "./importers/store-vocabulary";

/** One Ctrl-C reaches us twice under `npm start`: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500;

/** What undoes the start, in reverse. */
const closers: (() => Promise<void>)[] = [];

async function start(): Promise<void> {
  const config = loadConfig();
  const whyNot = explain(
    `Cannot listen on ${config.host}:${config.port}`,
    "Stop the program that uses it, or set PORT and HOST to an address that is free.",
  );
  await probePort(config.port, config.host).catch(whyNot); // before the work of opening a database

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
  if (sample > 0) say(`Loaded the bundled sample: ${sample} papers`);

  const app = await createApp(database.db, config);
  closers.push(prepareDrain(app, config.shutdownTimeoutMs));
  await app.listen({ port: config.port, host: config.host }).catch(whyNot);
  say(`Papergraph is ready: ${addressOf(app, config)} (GraphQL at /graphql)`);
}

async function stop(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

async function fail(error: unknown): Promise<never> {
  if (error instanceof StartupError) console.error(`Papergraph cannot start. ${error.message}`);
  else pino().fatal(error, "unexpected fault");
  await stop().catch((second) => pino().error(second, "while closing"));
  process.exit(1);
}

/** Where a person finds the playground. An address that means "all" is reached as localhost. */
function addressOf(app: FastifyInstance, { host }: Config): string {
  const name = ["127.0.0.1", "0.0.0.0", "::1", "::"].includes(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${(app.server.address() as AddressInfo).port}/`;
}

function say(line: string): void {
  console.log(line);
}

const started = start().catch(fail);

let signalledAt = 0;
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => {
    if (signalledAt === 0) {
      signalledAt = Date.now();
      say("Papergraph finishes running requests and stops; a second signal stops it at once");
      started.then(stop).then(() => process.exit(0), fail);
    } else if (Date.now() - signalledAt > SAME_SIGNAL_MS) process.exit(128 + constants.signals[signal]);
  });
