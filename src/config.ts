import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { StartupError } from "./database/startup-error";
import { projectDir } from "./project-dir";
import { type CommunitySettings, communitySettings } from "./settings/community";
import { type DatabaseSettings, databaseAddress, databaseSettings, faultsOfDatabase } from "./settings/database";
import { faultsOfHttp, type HttpSettings, httpSettings } from "./settings/http";
import { type OperationSettings, operationSettings } from "./settings/operation";
import { faultsOfRequestLimits, type RequestLimits, requestLimits } from "./settings/requests";
import { integer, matching, optional, processes, type Setting, webAddress, yesOrNo } from "./settings/setting";

export type { CommunitySettings, DatabaseSettings, HttpSettings, OperationSettings, RequestLimits };

/** What a client may ask for at most, and where counts begin to be lower bounds. */
export interface Limits {
  readonly countLimit: number;
  readonly countTimeLimitMs: number;
  readonly facetSampleSize: number;
  readonly pageSizeMax: number;
  readonly pageSizeDefault: number;
  readonly nodesMax: number;
  readonly resolveMax: number;
  /** Related papers, or topics, of one. */
  readonly relatedMax: number;
  readonly historyMaxPoints: number;
  /** Days of a history of upvotes or stars. */
  readonly signalHistoryMaxDays: number;
  readonly filterMaxLevels: number;
  readonly filterMaxConditions: number;
  readonly filterMaxValues: number;
  readonly filterMaxTextLength: number;
  /** Characters of a search that are read. */
  readonly searchMaxLength: number;
  /** Words by which a search ranks. */
  readonly searchMaxWords: number;
  /** Papers that are looked at closely for one search. */
  readonly searchCandidates: number;
  readonly searchResultsMax: number;
  readonly suggestionsMax: number;
}

/** How other services are asked for papers and repositories. */
export interface HarvestSettings {
  readonly arxivUrl: string;
  readonly arxivDelayMs: number;
  readonly huggingFaceUrl: string;
  readonly githubUrl: string;
  /** Null: GitHub is asked without a name, and allows little. */
  readonly githubToken: string | null;
  readonly userAgent: string;
  readonly contact: string | null;
  readonly delayMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly backoffMs: number;
  readonly maxWaitMs: number;
  readonly maxReplyBytes: number;
}

/** What a source may hold at most when it is imported, and how it is written. */
export interface ImportSettings {
  /** One line or record. */
  readonly maxRecordBytes: number;
  /** A whole source, unpacked. */
  readonly maxUnpackedBytes: number;
  /** Records that are written in one transaction: what an import that is stopped may lose of its work. */
  readonly batchRecords: number;
  /** Rejects in a row that end an import. */
  readonly maxRejectsInARow: number;
}

/** Everything that can be set from outside. `.env.example` says what each setting means; a test compares the two. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Processes that answer; 1: the one that was started. */
  readonly workers: number;
  /** Null: the service starts a PostgreSQL of its own in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  readonly databasePoolSize: number;
  readonly statementTimeoutMs: number;
  readonly compiledExecution: boolean;
  /** 0: no answer is stored. */
  readonly responseCacheMb: number;
  readonly httpMaxAgeSeconds: number;
  readonly shutdownTimeoutMs: number;
  /** The address of the service as others see it, without a slash at its end; null: this machine. */
  readonly publicUrl: string | null;
  /** Papers in a feed. */
  readonly feedSize: number;
  readonly database: DatabaseSettings;
  readonly limits: Limits;
  readonly requests: RequestLimits;
  readonly http: HttpSettings;
  readonly operation: OperationSettings;
  readonly importing: ImportSettings;
  readonly harvest: HarvestSettings;
  readonly community: CommunitySettings;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** The levels that pino knows. */
export type LogLevel = (typeof LOG_LEVELS)[number];

type Single = Omit<Config, "database" | "limits" | "requests" | "http" | "operation" | "importing" | "harvest" | "community">;

const settings: { readonly [K in keyof Single]: Setting<Single[K]> } = {
  port: integer("PORT", 4000, 0, 65_535),
  host: matching("HOST", "127.0.0.1", /^[\w.:-]+$/, "an address or a host name"),
  workers: processes("WORKERS", 1, 256),
  databaseUrl: optional(databaseAddress("DATABASE_URL")),
  dataDir: {
    variable: "DATA_DIR",
    fallback: join(projectDir, ".papergraph"),
    parse: (text) => resolve(text),
    expected: "a folder",
  },
  logLevel: {
    variable: "LOG_LEVEL",
    fallback: "info",
    parse: (text) => LOG_LEVELS.find((level) => level === text) ?? null,
    expected: `one of ${LOG_LEVELS.join(", ")}`,
  },
  databasePoolSize: integer("DATABASE_POOL_SIZE", 20, 1, 1_000),
  statementTimeoutMs: integer("STATEMENT_TIMEOUT_MS", 5_000, 1, 3_600_000),
  compiledExecution: yesOrNo("COMPILED_EXECUTION", true),
  responseCacheMb: integer("RESPONSE_CACHE_MB", 64, 0, 1_000_000),
  httpMaxAgeSeconds: integer("HTTP_MAX_AGE_SECONDS", 0, 0, 86_400),
  shutdownTimeoutMs: integer("SHUTDOWN_TIMEOUT_MS", 10_000, 0, 600_000),
  publicUrl: optional(webAddress("PUBLIC_URL", "")),
  feedSize: integer("FEED_SIZE", 50, 1, 100),
};

const limits: { readonly [K in keyof Limits]: Setting<number> } = {
  countLimit: integer("COUNT_LIMIT", 10_000, 1, 10_000_000),
  countTimeLimitMs: integer("COUNT_TIME_LIMIT_MS", 150, 1, 3_600_000),
  facetSampleSize: integer("FACET_SAMPLE_SIZE", 10_000, 1, 10_000_000),
  pageSizeMax: integer("PAGE_SIZE_MAX", 100, 1, 1_000),
  pageSizeDefault: integer("PAGE_SIZE_DEFAULT", 20, 1, 1_000),
  nodesMax: integer("NODES_MAX", 100, 1, 1_000),
  resolveMax: integer("RESOLVE_MAX", 100, 1, 1_000),
  relatedMax: integer("RELATED_MAX", 50, 10, 1_000), // 10 are given when nothing is said
  historyMaxPoints: integer("HISTORY_MAX_POINTS", 240, 1, 10_000),
  signalHistoryMaxDays: integer("SIGNAL_HISTORY_MAX_DAYS", 366, 90, 10_000),
  filterMaxLevels: integer("FILTER_MAX_LEVELS", 5, 1, 20),
  filterMaxConditions: integer("FILTER_MAX_CONDITIONS", 50, 1, 1_000),
  filterMaxValues: integer("FILTER_MAX_VALUES", 100, 1, 10_000),
  filterMaxTextLength: integer("FILTER_MAX_TEXT_LENGTH", 500, 1, 10_000),
  searchMaxLength: integer("SEARCH_MAX_LENGTH", 1_000, 1, 100_000),
  searchMaxWords: integer("SEARCH_MAX_WORDS", 32, 1, 1_000),
  searchCandidates: integer("SEARCH_CANDIDATES", 5_000, 1, 1_000_000),
  searchResultsMax: integer("SEARCH_RESULTS_MAX", 1_000, 1, 100_000),
  suggestionsMax: integer("SUGGESTIONS_MAX", 50, 10, 1_000),
};

const importing: { readonly [K in keyof ImportSettings]: Setting<number> } = {
  maxRecordBytes: integer("IMPORT_MAX_RECORD_BYTES", 1_000_000, 1_000, 100_000_000),
  maxUnpackedBytes: integer("IMPORT_MAX_UNPACKED_BYTES", 20_000_000_000, 1_000, 100_000_000_000_000),
  batchRecords: integer("IMPORT_BATCH_RECORDS", 1_000, 1, 100_000),
  maxRejectsInARow: integer("IMPORT_MAX_REJECTS_IN_A_ROW", 10_000, 1, 1_000_000),
};

const harvest: { readonly [K in keyof HarvestSettings]: Setting<HarvestSettings[K]> } = {
  arxivUrl: webAddress("ARXIV_OAI_URL", "https://oaipmh.arxiv.org/oai"),
  arxivDelayMs: integer("ARXIV_DELAY_MS", 3_000, 0, 3_600_000),
  huggingFaceUrl: webAddress("HUGGING_FACE_URL", "https://huggingface.co"),
  githubUrl: webAddress("GITHUB_API_URL", "https://api.github.com"),
  githubToken: { ...optional(matching("GITHUB_TOKEN", "", /^[\x21-\x7e]+$/, "a token without spaces")), isSecret: true },
  userAgent: matching("HARVEST_USER_AGENT", "Papergraph", /^[\x20-\x7e]+$/, "printable ASCII"),
  contact: optional(matching("HARVEST_CONTACT", "", /^[\x21-\x27\x2a-\x7e]+$/, "an e-mail or web address in ASCII")),
  delayMs: integer("HARVEST_DELAY_MS", 500, 0, 3_600_000),
  timeoutMs: integer("HARVEST_TIMEOUT_MS", 60_000, 1, 3_600_000),
  retries: integer("HARVEST_RETRIES", 5, 0, 100),
  backoffMs: integer("HARVEST_BACKOFF_MS", 1_000, 0, 3_600_000),
  maxWaitMs: integer("HARVEST_MAX_WAIT_MS", 900_000, 0, 86_400_000),
  maxReplyBytes: integer("HARVEST_MAX_REPLY_BYTES", 64_000_000, 1_000, 1_000_000_000),
};

/** The variables that are read, each with its default as text; "" where there is none. */
export const defaults: ReadonlyMap<string, string> = new Map(
  [settings, databaseSettings, limits, requestLimits, httpSettings, operationSettings, importing, harvest, communitySettings]
    .flatMap((table) => Object.values<Setting<unknown>>(table))
    .map(({ variable, fallback }) => [variable, String(fallback ?? "")]),
);

/**
 * The only reader of the environment. Gives a frozen configuration, or one StartupError that names every fault at once.
 * A variable of the process goes before the same one in the file `.env` of the project folder.
 */
export function loadConfig(env: NodeJS.ProcessEnv = { ...readEnvFile(), ...process.env }): Config {
  const faults: string[] = [];
  const read = <T>({ variable, fallback, parse, expected, isSecret }: Setting<T>): T => {
    const text = env[variable]?.trim();
    if (!text) return fallback; // compose files pass on what is unset as ""
    const value = parse(text);
    if (value === null) faults.push(`${variable} must be ${expected}${isSecret ? "" : `, not "${text}"`}`);
    return value ?? fallback;
  };
  const readAll = <T extends object>(table: { readonly [K in keyof T]: Setting<T[K]> }) =>
    Object.freeze(Object.fromEntries(Object.entries<Setting<unknown>>(table).map(([key, setting]) => [key, read(setting)])) as T);

  const config: Config = Object.freeze({
    ...readAll<Single>(settings),
    database: readAll<DatabaseSettings>(databaseSettings),
    limits: readAll<Limits>(limits),
    requests: readAll<RequestLimits>(requestLimits),
    http: readAll<HttpSettings>(httpSettings),
    operation: readAll<OperationSettings>(operationSettings),
    importing: readAll<ImportSettings>(importing),
    harvest: readAll<HarvestSettings>(harvest),
    community: readAll<CommunitySettings>(communitySettings),
  });
  const { pageSizeDefault, pageSizeMax } = config.limits;
  if (pageSizeDefault > pageSizeMax)
    faults.push(`PAGE_SIZE_DEFAULT must not be above PAGE_SIZE_MAX, ${pageSizeDefault} is above ${pageSizeMax}`);
  faults.push(...faultsOfDatabase(config.databaseUrl, config.database));
  faults.push(...faultsOfRequestLimits(config.requests), ...faultsOfHttp(config.http));
  if (faults.length > 0) throw new StartupError(`Bad configuration: ${faults.join("; ")}.`);
  return config;
}

function readEnvFile(): Record<string, string | undefined> {
  const file = join(projectDir, ".env");
  return existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
}
