import type { DataSource } from "typeorm";
import { today } from "./calendar";
import type { Config } from "./config";
import type { Service } from "./context";
import { CatalogueVersion } from "./database/catalogue-version";
import { type NotedPool, poolOf } from "./database/pool";
import { type PoolState, stateOfPool } from "./database/pool-state";
import { createReadiness } from "./database/readiness";
import { type ReplicaLog, Replicas } from "./database/replicas";
import { createMonitorSql, createReplicaSql, createSql } from "./database/sql";
import { StoredAnswers } from "./http/stored-answers";
import { TopicDirectory } from "./topics/topic-directory";

/** What requests are answered from: the primary, and each replica. */
export interface Services {
  readonly primary: Service;
  /** The one whose turn it is to answer a request: a replica that is fresh enough, else the primary. */
  next(): Service;
  /** The stored answers of one of them; null when none are stored. */
  answersOf(service: Service): StoredAnswers | null;
  /** Statements that wait for a connection of one of them. */
  waitingFor(service: Service): number;
  /** How busy the connections to each of them are. */
  pools(): readonly PoolState[];
  /** Whether requests can be answered; rejects when no database answers. */
  isReady(): Promise<boolean>;
  /** Gives back all connections but those of `db`. */
  close(): Promise<void>;
}

/** The services over an initialised primary and the replicas of the configuration. What each knows of the data, it read from its own database. */
export async function createServices(db: DataSource, config: Config, log: ReplicaLog): Promise<Services> {
  const replicas = await Replicas.open(db, config, log);
  const answerBytes = Math.floor((config.responseCacheMb * 1_000_000) / (1 + replicas.all.length));
  const answers = new Map<Service, StoredAnswers>();
  /** Stored answers are kept apart for each database: they hold for the version that was read there. */
  function withAnswers(service: Service, catalogue: CatalogueVersion): Service {
    if (answerBytes > 0) answers.set(service, new StoredAnswers(() => stateOf(catalogue), answerBytes));
    return service;
  }

  const sql = createSql(db);
  const readiness = createReadiness(db, config);
  const catalogue = new CatalogueVersion(createMonitorSql(replicas.primaryMonitor, sql));
  const newestTopics = new TopicDirectory(sql, catalogue);
  const primary = withAnswers({ db, sql, config, topicDirectory: newestTopics }, catalogue);
  const pools = new Map<Service, NotedPool>();
  const services = new Map(
    replicas.all.map((replica) => {
      const own = createReplicaSql(replica, db, sql, true);
      const catalogue = new CatalogueVersion(createMonitorSql(replica.monitor, sql));
      const topics = new TopicDirectory(own, catalogue);
      const topicDirectory = { find: (names: readonly string[]) => topics.find(names).catch(() => newestTopics.find(names)) };
      const service = { db, sql: createReplicaSql(replica, db, sql), config, topicDirectory, newestTopics };
      pools.set(service, replica.pool);
      return [replica, withAnswers(service, catalogue)];
    }),
  );

  function next(): Service {
    const replica = replicas.next();
    return replica ? services.get(replica)! : primary;
  }
  return {
    primary,
    next,
    waitingFor: (service) => (pools.get(service) ?? poolOf(db)).waitingCount,
    pools: () => [stateOfPool("primary", poolOf(db)), ...replicas.all.map(({ name, pool }) => stateOfPool(name, pool))],
    answersOf: (service) => answers.get(service) ?? null,
    isReady: () =>
      readiness.isReady().catch((error) => {
        if (next() === primary) throw error; // else a replica answers, and it follows a primary that was migrated
        return true;
      }),
    close: async () => {
      await Promise.all([replicas.close(), readiness.close()]);
    },
  };
}

/** What answers depend on besides their request: the data, and the day that it is for the service. */
function stateOf(catalogue: CatalogueVersion): string | Promise<string> {
  const state = (version: number) => `${version} ${today()}`;
  const version = catalogue.current();
  return typeof version === "number" ? state(version) : version.then(state);
}
