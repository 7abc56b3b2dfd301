import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { DataSource } from "typeorm";
import { loadConfig } from "../../src/config";
import { createDataSource } from "../../src/database/data-source";
import { type EmbeddedDatabase, openEmbedded } from "../../src/database/embedded";
import { migrate } from "../../src/database/migrate";
import type { ImportCounts } from "../../src/importers/import-log";
import { storeVocabulary } from "../../src/importers/store-vocabulary";
import { upsertBatch } from "../../src/importers/upsert";
import { dumpGraph } from "../graph-dump";
import { testTagger } from "../import-file";
import { begin } from "../service-process";
import { recordsBefore, SOURCE, writeSource } from "./source";

/** What an import left behind: the graph, what is noted of the import, and of each record that it did not take. The same file once more, after its end, is another import. */
export interface Outcome {
  readonly graph: readonly string[];
  readonly run: (ImportCounts & { readonly position: number; readonly finished: boolean }) | undefined;
  readonly rejects: readonly object[];
  /** Records of the source that are kept. */
  readonly records: number;
}

/** A process that imports. */
export type Importing = ReturnType<typeof begin>;

/** An embedded database of the test's own, whose processes may be killed, and a file to import into it. */
export interface Ground {
  /** Makes the database what it was before the import. */
  renew(): Promise<void>;
  /** Starts the real command. `isOwner`: it starts the database itself, and nobody else uses it. */
  begin(isOwner?: boolean): Promise<Importing>;
  /** The id of the database's first process, as it noted it; null when it has ended in order. */
  serverPid(): number | null;
  /** The id of the process that works for the importer in the database; null when none does. */
  workerPid(): Promise<number | null>;
  /** The id of a process of the database that is a new one after a crash; null when the database does not answer. */
  checkpointerPid(): Promise<number | null>;
  /** Starts the database again where it does not run; resolves when it answers. */
  recover(): Promise<void>;
  outcome(): Promise<Outcome>;
}

const SETTINGS = { STATEMENT_TIMEOUT_MS: "600000" };

/** The ground for the tests of a file: a source of so many papers, imported in batches of so many records. */
export function useGround(papers: number, batchRecords: number): Ground {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-interruptions-"));
  const dataDir = join(folder, "data");
  const file = join(folder, "source.jsonl");
  const pidFile = join(dataDir, "postgres/cluster/postmaster.pid");
  let database: EmbeddedDatabase;

  /** "postgres" is the one that the command opens in a data folder. */
  const urlOf = (name: string) => Object.assign(new URL(database.url), { pathname: `/${name}` }).href;

  async function ask(sql: string): Promise<any[]> {
    const client = new Client({ connectionString: urlOf("template1") });
    client.on("error", () => {}); // the server may be killed
    await client.connect();
    return client
      .query(sql)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  }

  async function within<T>(name: string, work: (db: DataSource) => Promise<T>): Promise<T> {
    const db = await createDataSource(urlOf(name), loadConfig(SETTINGS)).initialize();
    return work(db).finally(() => db.destroy());
  }

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    writeSource(file, papers);
    database = await openEmbedded(dataDir);
    await ask("create database before");
    await within("before", async (db) => {
      await migrate(db);
      await storeVocabulary(db);
      for (const [source, records] of recordsBefore(papers)) await upsertBatch(db, source, records, testTagger());
    });
  }, 60_000);

  afterAll(async () => {
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    async renew() {
      await ask("drop database if exists postgres with (force)");
      // A copy through the log (the default) takes sequences back to where they were copied when the server is killed before its next checkpoint.
      await ask("create database postgres template before strategy file_copy");
    },
    async begin(isOwner = false) {
      if (isOwner) await database.close();
      return begin("cli.js", ["import", "arxiv-snapshot", file], {
        IMPORT_BATCH_RECORDS: String(batchRecords),
        ...(isOwner ? { DATA_DIR: dataDir } : { DATABASE_URL: urlOf("postgres") }),
      });
    },
    serverPid: () => (existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8").split("\n")[0]) : null),
    async workerPid() {
      const [worker] = await ask(
        "select pid from pg_stat_activity where datname = 'postgres' and backend_type = 'client backend' order by xact_start nulls last limit 1",
      );
      return worker?.pid ?? null;
    },
    async checkpointerPid() {
      const rows = await ask("select pid from pg_stat_activity where backend_type = 'checkpointer'").catch(() => []);
      return rows[0]?.pid ?? null;
    },
    async recover() {
      const again = await openEmbedded(dataDir);
      await database.close();
      database = again;
    },
    outcome: () =>
      within("postgres", async (db) => {
        const [run] = await db.query(
          "select records_read as read, added, changed, unchanged, rejected, merged, position, finished_at is not null as finished from import_run order by row_id limit 1",
        );
        const rejects = await db.query(
          "select line, reason, record from import_reject where run = (select min(row_id) from import_run) order by line, reason, record",
        );
        const [{ records }] = await db.query("select count(*) as records from paper_source where source = $1", [SOURCE]);
        return { graph: await dumpGraph(db), run, rejects, records };
      }),
  };
}
