import { integer, listOf, optional, type Setting, yesOrNo } from "./setting";

/** What stands around the database of DATABASE_URL. */
export interface DatabaseSettings {
  /** The server behind a pooler that DATABASE_URL leads to; null: there is none between. */
  readonly directUrl: string | null;
  /** Whether statements are prepared under names, which not every pooler knows. */
  readonly preparedStatements: boolean;
  readonly replicaUrls: readonly string[];
  readonly replicaMaxLagMs: number;
}

export const databaseSettings: { readonly [K in keyof DatabaseSettings]: Setting<DatabaseSettings[K]> } = {
  directUrl: optional(databaseAddress("DATABASE_DIRECT_URL")),
  preparedStatements: yesOrNo("DATABASE_PREPARED_STATEMENTS", true),
  replicaUrls: {
    ...listOf(
      "DATABASE_REPLICA_URLS",
      [],
      isAddress,
      "addresses between commas, like postgres://user:password@replica:5432/papergraph",
    ),
    isSecret: true,
  },
  replicaMaxLagMs: integer("DATABASE_REPLICA_MAX_LAG_MS", 5_000, 500, 3_600_000),
};

/** What is wrong with settings that are each well-formed, for a service whose database is its own where `url` is null. */
export function faultsOfDatabase(url: string | null, { directUrl, replicaUrls }: DatabaseSettings): string[] {
  if (url !== null) return [];
  const set = [
    ...(directUrl ? [databaseSettings.directUrl] : []),
    ...(replicaUrls.length > 0 ? [databaseSettings.replicaUrls] : []),
  ];
  return set.map(
    ({ variable }) => `${variable} needs DATABASE_URL: the service's own database has neither a pooler nor replicas`,
  );
}

/** The address of a PostgreSQL. */
export function databaseAddress(variable: string): Setting<string> {
  return {
    variable,
    fallback: "",
    parse: (text) => (isAddress(text) ? text : null),
    expected: "an address like postgres://user:password@host:5432/papergraph",
    isSecret: true,
  };
}

function isAddress(text: string): boolean {
  return /^postgres(ql)?:\/\/./.test(text) && URL.canParse(text);
}
