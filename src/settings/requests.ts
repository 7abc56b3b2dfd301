import { integer, type Setting } from "./setting";

/** How much one request may hold and cost, and what a client may spend. */
export interface RequestLimits {
  readonly maxBodyBytes: number;
  readonly maxUrlLength: number;
  readonly maxVariablesBytes: number;
  /** Operations in one request; 1: no batches. */
  readonly maxBatchSize: number;
  readonly maxTokens: number;
  readonly maxDepth: number;
  readonly maxFields: number;
  readonly maxRootFields: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  /** Lists and objects in each other, in one value. */
  readonly maxValueLevels: number;
  /** In points, for one request. */
  readonly maxQueryCost: number;
  /** In points, for one client a minute; 0: nothing is counted. */
  readonly rateLimit: number;
}

export const requestLimits: { readonly [K in keyof RequestLimits]: Setting<number> } = {
  maxBodyBytes: integer("MAX_BODY_BYTES", 262_144, 1_000, 100_000_000),
  maxUrlLength: integer("MAX_URL_LENGTH", 8_192, 100, 12_000),
  maxVariablesBytes: integer("MAX_VARIABLES_BYTES", 65_536, 100, 100_000_000),
  maxBatchSize: integer("MAX_BATCH_SIZE", 10, 1, 1_000),
  maxTokens: integer("MAX_TOKENS", 5_000, 10, 100_000),
  maxDepth: integer("MAX_DEPTH", 15, 1, 100),
  maxFields: integer("MAX_FIELDS", 500, 1, 20_000),
  maxRootFields: integer("MAX_ROOT_FIELDS", 50, 1, 1_000),
  maxAliases: integer("MAX_ALIASES", 100, 0, 10_000),
  maxDirectives: integer("MAX_DIRECTIVES", 50, 0, 10_000),
  maxValueLevels: integer("MAX_VALUE_LEVELS", 50, 10, 200),
  maxQueryCost: integer("MAX_QUERY_COST", 10_000, 1, 1_000_000_000),
  rateLimit: integer("RATE_LIMIT", 120_000, 0, 1_000_000_000_000),
};

/** What is wrong with limits that are each in their range. */
export function faultsOfRequestLimits({ maxQueryCost, rateLimit }: RequestLimits): string[] {
  const isNeverPaid = rateLimit > 0 && maxQueryCost > rateLimit;
  return isNeverPaid ? [`MAX_QUERY_COST must not be above RATE_LIMIT, ${maxQueryCost} is above ${rateLimit}`] : [];
}
