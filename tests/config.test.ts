import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { defaults, loadConfig } from "../src/config";
import { StartupError } from "../src/database/startup-error";

const faultsOf = (env: NodeJS.ProcessEnv): string => {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(StartupError);
    return (error as Error).message;
  }
  return "";
};

test("defaults need no environment", () => {
  expect(loadConfig({})).toEqual({
    port: 4000,
    publicUrl: null,
    feedSize: 50,
    host: "127.0.0.1",
    workers: 1,
    databaseUrl: null,
    dataDir: resolve(__dirname, "../.papergraph"),
    logLevel: "info",
    databasePoolSize: 20,
    statementTimeoutMs: 5000,
    compiledExecution: true,
    responseCacheMb: 64,
    httpMaxAgeSeconds: 0,
    shutdownTimeoutMs: 10_000,
    database: { directUrl: null, preparedStatements: true, replicaUrls: [], replicaMaxLagMs: 5000 },
    limits: {
      countLimit: 10_000,
      countTimeLimitMs: 150,
      facetSampleSize: 10_000,
      pageSizeMax: 100,
      pageSizeDefault: 20,
      nodesMax: 100,
      resolveMax: 100,
      filterMaxLevels: 5,
      filterMaxConditions: 50,
      filterMaxValues: 100,
      filterMaxTextLength: 500,
      searchMaxLength: 1000,
      searchMaxWords: 32,
      searchCandidates: 5000,
      searchResultsMax: 1000,
      suggestionsMax: 50,
      relatedMax: 50,
      historyMaxPoints: 240,
      signalHistoryMaxDays: 366,
    },
    operation: {
      metricsAddress: "service",
      metricsOperationsMax: 100,
      otlpEndpoint: null,
      otlpHeaders: null,
      otlpServiceName: "papergraph",
      traceRatio: 1,
      poolWaitingMax: 500,
      eventLoopDelayMaxMs: 500,
      readyTimeoutMs: 2000,
      shutdownDelayMs: 0,
    },
    requests: {
      maxBodyBytes: 262_144,
      maxUrlLength: 8192,
      maxVariablesBytes: 65_536,
      maxBatchSize: 10,
      maxTokens: 5000,
      maxDepth: 15,
      maxFields: 500,
      maxRootFields: 50,
      maxAliases: 100,
      maxDirectives: 50,
      maxValueLevels: 50,
      maxQueryCost: 10_000,
      rateLimit: 120_000,
    },
    http: {
      trustProxy: [],
      corsOrigins: ["*"],
      requestTimeoutMs: 10_000,
      headersTimeoutMs: 5000,
      keepAliveTimeoutMs: 72_000,
      maxConnections: 5000,
    },
    community: {
      upvotesPerDay: 1_000,
      submissionsPerDay: 50,
      repositoryLinksPerDay: 200,
      disputesPerDay: 50,
      topicChangesPerDay: 200,
      savedFiltersMax: 100,
    },
    importing: { maxRecordBytes: 1_000_000, maxUnpackedBytes: 20_000_000_000, batchRecords: 1_000, maxRejectsInARow: 10_000 },
    harvest: {
      arxivUrl: "https://oaipmh.arxiv.org/oai",
      arxivDelayMs: 3000,
      huggingFaceUrl: "https://huggingface.co",
      githubUrl: "https://api.github.com",
      githubToken: null,
      userAgent: "Papergraph",
      contact: null,
      delayMs: 500,
      timeoutMs: 60_000,
      retries: 5,
      backoffMs: 1000,
      maxWaitMs: 900_000,
      maxReplyBytes: 64_000_000,
    },
  });
});

test("reads each setting from its variable", () => {
  const config = loadConfig({
    PORT: "0",
    HOST: "0.0.0.0",
    DATABASE_URL: "postgresql://a:b@db/papers",
    DATA_DIR: "/srv/papers",
    LOG_LEVEL: "warn",
    NODES_MAX: " 7 ",
  });
  expect(config).toMatchObject({
    port: 0,
    host: "0.0.0.0",
    databaseUrl: "postgresql://a:b@db/papers",
    dataDir: "/srv/papers",
    logLevel: "warn",
    limits: { nodesMax: 7 },
  });
});

test("reads lists of origins and of proxies", () => {
  const { http } = loadConfig({
    CORS_ORIGINS: "https://example.org, http://localhost:3000",
    TRUST_PROXY: "10.0.0.0/8,::1,2001:db8::/32,uniquelocal",
  });
  expect(http.corsOrigins).toEqual(["https://example.org", "http://localhost:3000"]);
  expect(http.trustProxy).toEqual(["10.0.0.0/8", "::1", "2001:db8::/32", "uniquelocal"]);
});

test.each([
  ["CORS_ORIGINS", "https://example.org/"],
  ["CORS_ORIGINS", "example.org"],
  ["CORS_ORIGINS", "https://a.org,,https://b.org"],
  ["CORS_ORIGINS", "file:///srv"],
  ["TRUST_PROXY", "10.0.0.0/33"],
  ["TRUST_PROXY", "10.0.0.0/0"],
  ["TRUST_PROXY", "10.0.0.0/8/8"],
  ["TRUST_PROXY", "proxy.example.org"],
  ["TRUST_PROXY", "1"],
  ["TRUST_PROXY", "true"],
])("%s is not taken from %j", (variable, text) => {
  expect(faultsOf({ [variable]: text })).toContain(`${variable} must be `);
});

test("refuses limits of which one can never be reached", () => {
  expect(faultsOf({ RATE_LIMIT: "100" })).toContain("MAX_QUERY_COST must not be above RATE_LIMIT, 10000 is above 100");
  expect(faultsOf({ REQUEST_TIMEOUT_MS: "1000" })).toContain("HEADERS_TIMEOUT_MS must not be above REQUEST_TIMEOUT_MS");
  expect(faultsOf({ RATE_LIMIT: "0" })).toBe("");
});

test("takes as many workers as there are cores when it is told to", () => {
  expect(loadConfig({ WORKERS: "auto" }).workers).toBe(availableParallelism());
  expect(faultsOf({ WORKERS: "0" })).toContain('WORKERS must be auto or a whole number from 1 to 256, not "0"');
});

test("reads where metrics and spans go", () => {
  const operation = (env: NodeJS.ProcessEnv) => loadConfig(env).operation;
  expect(operation({ METRICS_ADDRESS: "off" }).metricsAddress).toBe("off");
  expect(operation({ METRICS_ADDRESS: "metrics.local:80" }).metricsAddress).toEqual({ host: "metrics.local", port: 80 });
  expect(operation({ METRICS_ADDRESS: "[::1]:9464" }).metricsAddress).toEqual({ host: "::1", port: 9464 });
  expect(operation({ OTEL_EXPORTER_OTLP_HEADERS: "api-key=a%20b, x=" }).otlpHeaders).toEqual({ "api-key": "a b", x: "" });
  for (const share of ["0", "1", "1.0", "0.25", ".5"])
    expect(operation({ OTEL_TRACES_SAMPLER_ARG: share }).traceRatio).toBe(Number(share));
  const wrong = {
    METRICS_ADDRESS: "9464",
    OTEL_EXPORTER_OTLP_ENDPOINT: "localhost:4318",
    OTEL_EXPORTER_OTLP_HEADERS: "secret",
    OTEL_TRACES_SAMPLER_ARG: "1.5",
  };
  expect(faultsOf(wrong)).toBe(
    'Bad configuration: METRICS_ADDRESS must be service, off, or an address with a port like 127.0.0.1:9464, not "9464"; ' +
      "OTEL_EXPORTER_OTLP_ENDPOINT must be a web address like http://localhost:4318; " +
      "OTEL_EXPORTER_OTLP_HEADERS must be names and values like name=value,other=value; " +
      'OTEL_TRACES_SAMPLER_ARG must be a share from 0 to 1, like 0.1, not "1.5".',
  );
});

test("an empty variable means the default", () => {
  expect(loadConfig({ PORT: "", DATABASE_URL: "", LOG_LEVEL: " " })).toEqual(loadConfig({}));
});

test("cannot be changed afterwards", () => {
  const config = loadConfig({});
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.limits)).toBe(true);
});

test("reports every fault at once, on one line", () => {
  expect(faultsOf({ PORT: "65536", LOG_LEVEL: "loud", NODES_MAX: "1e2", HOST: "http://x/" })).toBe(
    'Bad configuration: PORT must be a whole number from 0 to 65535, not "65536"; ' +
      'HOST must be an address or a host name, not "http://x/"; ' +
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "loud"; ' +
      'NODES_MAX must be a whole number from 1 to 1000, not "1e2".',
  );
});

test("refuses a default page that is larger than the largest page", () => {
  expect(faultsOf({ PAGE_SIZE_MAX: "10" })).toContain("PAGE_SIZE_DEFAULT must not be above PAGE_SIZE_MAX, 20 is above 10");
});

test("does not repeat a database address, which may hold a password", () => {
  const message = faultsOf({ DATABASE_URL: "mysql://user:secret@host/db" });
  expect(message).toContain("DATABASE_URL must be an address like postgres://");
  expect(message).not.toContain("secret");
});

test("takes replicas as a list, and repeats none of them", () => {
  const urls = ["postgres://a:b@one/papers", "postgres://a:b@two/papers"];
  const env = { DATABASE_URL: "postgres://a:b@zero/papers", DATABASE_REPLICA_URLS: ` ${urls[0]} , ${urls[1]}` };
  expect(loadConfig(env).database.replicaUrls).toEqual(urls);
  expect(faultsOf({ ...env, DATABASE_REPLICA_URLS: `${urls[0]},http://user:secret@host` })).toBe(
    "Bad configuration: DATABASE_REPLICA_URLS must be addresses between commas, like postgres://user:password@replica:5432/papergraph.",
  );
});

test("refuses replicas of the service's own database, and a pooler before it", () => {
  const url = "postgres://a:secret@host/papers";
  expect(faultsOf({ DATABASE_DIRECT_URL: url, DATABASE_REPLICA_URLS: url })).toBe(
    "Bad configuration: DATABASE_DIRECT_URL needs DATABASE_URL: the service's own database has neither a pooler nor replicas; " +
      "DATABASE_REPLICA_URLS needs DATABASE_URL: the service's own database has neither a pooler nor replicas.",
  );
});

test("does not repeat the token of GitHub, nor what stands in addresses of services", () => {
  const message = faultsOf({ GITHUB_TOKEN: "ghp secret", HUGGING_FACE_URL: "https://user:secret@host", ARXIV_OAI_URL: "arxiv" });
  expect(message).toBe(
    "Bad configuration: ARXIV_OAI_URL must be a web address like https://oaipmh.arxiv.org/oai; " +
      "HUGGING_FACE_URL must be a web address like https://huggingface.co; GITHUB_TOKEN must be a token without spaces.",
  );
});

describe(".env.example", () => {
  const text = readFileSync(resolve(__dirname, "../.env.example"), "utf8");
  const example = parseEnv(text);

  test("names the settings that are read, and no others", () => {
    expect(Object.keys(example).sort()).toEqual([...defaults.keys()].sort());
  });

  test("gives each the default that it has", () => {
    expect(loadConfig(example)).toEqual(loadConfig({}));
  });

  test("explains each group of settings in a comment above it", () => {
    for (const group of text.trim().split(/\n\n+/)) expect(group).toMatch(/^# /);
  });
});

test("docs/growing.md names settings that exist", () => {
  const text = readFileSync(resolve(__dirname, "../docs/growing.md"), "utf8");
  const named = new Set([...text.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b|\bWORKERS\b/g)].map(([name]) => name));
  expect([...named].filter((name) => !defaults.has(name))).toEqual([]);
  expect(named).toContain("DATABASE_REPLICA_MAX_LAG_MS");
});
