import type { DataSource } from "typeorm";
import type { Config } from "../config";
import { createDataSource } from "./data-source";
import { openEmbedded } from "./embedded";
import { migrate } from "./migrate";
import { explainPooler, refusePooler } from "./pooler";
import { explain } from "./startup-error";

/** A database that can be asked. */
export interface OpenDatabase {
  readonly db: DataSource;
  /** Good for psql as well; holds the password. */
  readonly url: string;
  /** Whether the server is our own, and not one of DATABASE_URL. */
  readonly isEmbedded: boolean;
  /** Closes the pool, then gives back the embedded server. */
  close(): Promise<void>;
}

/** Opens the database of the configuration, which need not be migrated; starts the embedded server where it has none. Throws a StartupError when it cannot. */
export async function openDatabase(config: Config, log?: (line: string) => void): Promise<OpenDatabase> {
  const embedded = config.databaseUrl === null ? await openEmbedded(config.dataDir, log) : null;
  const url = embedded?.url ?? config.databaseUrl!;
  const db = createDataSource(url, config);
  try {
    const advice =
      "Check that it runs and that DATABASE_URL is right, or unset DATABASE_URL for a database of the service's own.";
    await db
      .initialize()
      .catch(explainPooler)
      .catch(explain(`Cannot open the database ${withoutPassword(url)}`, advice));
    if (config.database.directUrl === null) await refusePooler(db);
  } catch (error) {
    if (db.isInitialized) await db.destroy();
    await embedded?.close();
    throw error;
  }
  return {
    db,
    url,
    isEmbedded: embedded !== null,
    async close() {
      await db.destroy();
      await embedded?.close();
    },
  };
}

/** Opens the database of the configuration as `openDatabase` does, and brings it to the newest version. Throws a StartupError when it cannot. */
export async function openMigrated(config: Config, log?: (line: string) => void): Promise<OpenDatabase> {
  const database = await openDatabase(config, log);
  try {
    await migrate(database.db).catch(explain("Cannot migrate the database", "Correct that, and run the command again."));
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function withoutPassword(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
