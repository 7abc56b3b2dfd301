import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { StartupError } from "./database/startup-error";
import { projectDir } from "./project-dir";

/** What a client may ask for at most, and where counts begin to be lower bounds. */
export interface Limits {
  readonly countLimit: number;
  readonly facetSampleSize: number;
  readonly pageSizeMax: number;
  readonly pageSizeDefault: number;
  readonly nodesMax: number;
  readonly filterMaxLevels: number;
  readonly filterMaxConditions: number;
  readonly filterMaxValues: number;
  readonly filterMaxTextLength: number;
}

/** Everything that can be set from outside. `.env.example` says what each setting means; a test compares the two. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Null: the service starts a PostgreSQL of its own in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  readonly databasePoolSize: number;
  readonly statementTimeoutMs: number;
  readonly shutdownTimeoutMs: number;
  readonly limits: Limits;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** The levels that pino knows. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One setting: its variable, what an unset or empty variable means, and how its text becomes a value, or null when it cannot. */
interface Setting<T> {
  readonly variable: string;
  readonly fallback: T;
  readonly parse: (text: string) => T | null;
  /** Completes the sentence "PORT must be ...". */
  readonly expected: string;
  /** The value may hold a password: a fault does not repeat it. */
  readonly isSecret?: boolean;
}

const settings: { readonly [K in keyof Omit<Config, "limits">]: Setting<Config[K]> } = {
  port: integer("PORT", 4000, 0, 65_535),
  host: matching("HOST", "127.0.0.1", /^[\w.:-]+$/, "an address or a host name"),
  databaseUrl: {
    variable: "DATABASE_URL",
    fallback: null,
    parse: (text) => (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text) ? text : null),
    expected: "an address like postgres://user:password@host:5432/papergraph",
    isSecret: true,
  },
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
  shutdownTimeoutMs: integer("SHUTDOWN_TIMEOUT_MS", 10_000, 0, 600_000),
};

const limits: { readonly [K in keyof Limits]: Setting<number> } = {
  countLimit: integer("COUNT_LIMIT", 10_000, 1, 10_000_000),
  facetSampleSize: integer("FACET_SAMPLE_SIZE", 10_000, 1, 10_000_000),
  pageSizeMax: integer("PAGE_SIZE_MAX", 100, 1, 1_000),
  pageSizeDefault: integer("PAGE_SIZE_DEFAULT", 20, 1, 1_000),
  nodesMax: integer("NODES_MAX", 100, 1, 1_000),
  filterMaxLevels: integer("FILTER_MAX_LEVELS", 5, 1, 20),
  filterMaxConditions: integer("FILTER_MAX_CONDITIONS", 50, 1, 1_000),
  filterMaxValues: integer("FILTER_MAX_VALUES", 100, 1, 10_000),
  filterMaxTextLength: integer("FILTER_MAX_TEXT_LENGTH", 500, 1, 10_000),
};

/** The variables that are read, each with its default as text; "" where there is none. */
export const defaults: ReadonlyMap<string, string> = new Map(
  [...Object.values(settings), ...Object.values(limits)].map(({ variable, fallback }) => [variable, String(fallback ?? "")]),
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

  const config: Config = Object.freeze({ ...readAll<Omit<Config, "limits">>(settings), limits: readAll<Limits>(limits) });
  const { pageSizeDefault, pageSizeMax } = config.limits;
  if (pageSizeDefault > pageSizeMax)
    faults.push(`PAGE_SIZE_DEFAULT must not be above PAGE_SIZE_MAX, ${pageSizeDefault} is above ${pageSizeMax}`);
  if (faults.length > 0) throw new StartupError(`Bad configuration: ${faults.join("; ")}.`);
  return config;
}

function readEnvFile(): Record<string, string | undefined> {
  const file = join(projectDir, ".env");
  return existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
}

function integer(variable: string, fallback: number, min: number, max: number): Setting<number> {
  const parse = (text: string) => (/^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : null);
  return { variable, fallback, parse, expected: `a whole number from ${min} to ${max}` };
}

function matching(variable: string, fallback: string, pattern: RegExp, expected: string): Setting<string> {
  return { variable, fallback, parse: (text) => (pattern.test(text) ? text : null), expected };
}
