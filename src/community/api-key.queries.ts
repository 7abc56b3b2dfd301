import type { DataSource } from "typeorm";
import { createSql } from "../database/sql";

/** A key as its operators see it: never the secret. */
export interface ListedKey {
  readonly prefix: string;
  readonly member: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** All keys, by member and age. */
export function listKeys(db: DataSource): Promise<ListedKey[]> {
  return createSql(db).prepared(
    `/* listKeys */ select k.prefix, m.name as member, k.scopes, k.created_at as "createdAt", k.expires_at as "expiresAt", k.revoked_at as "revokedAt",
       k.last_used_at as "lastUsedAt" from api_key k join member m on m.row_id = k.member order by lower(m.name), k.created_at, k.prefix`,
  );
}
