import type { DataSource } from "typeorm";
import type { Context } from "../context";
import { type Run, transaction } from "../database/sql";
import { outcomeOf, Refusal } from "../graphql/refusal";
import { newKey, prefixOf } from "./api-key";
import type { CreateApiKeyInput } from "./api-key.args";
import { noteDeed } from "./audit";
import type { Member } from "./member";
import { Scope } from "./scope";
import { type Viewer, viewerWith } from "./viewer";

/** A key that was just made: nobody can be told it again. */
export interface MadeKey {
  readonly key: string;
  readonly prefix: string;
  readonly member: Member;
}

/** Makes a key for the member of this name, who is made where there is none; names are compared without case. `by` is null at the command line. */
export function makeKey(
  db: DataSource,
  { memberName, scopes, expiresAt }: CreateApiKeyInput,
  by: Viewer | null,
): Promise<MadeKey> {
  return transaction(db, async (run) => {
    const { key, prefix, hash } = newKey();
    await run("/* makeMember */ insert into member (name) values ($1) on conflict do nothing", [memberName.trim()]);
    const [member] = await run<Member>(
      `/* makeKey */ with m as (select row_id, uid, name from member where lower(name collate "C") = lower($1 collate "C")),
       made as (insert into api_key (member, prefix, hash, scopes, expires_at) select row_id, $2, $3, $4, $5 from m)
       select 'Member' as "__typename", row_id as "rowId", uid, name, $4::text[] as scopes from m`,
      [memberName.trim(), prefix, hash, [...new Set(scopes)], expiresAt ?? null],
    );
    await noteDeed(run, by, { action: "CREATE_KEY", subject: member!.uid, details: { prefix, scopes } });
    return { key, prefix, member: member! };
  });
}

/** Revokes a key by its public beginning; again: nothing changes. False when there is none. */
export function revokeKey(db: DataSource, prefix: string, by: Viewer | null): Promise<boolean> {
  return transaction(db, async (run) => {
    const [known] = await run<{ member: string; isRevoked: boolean }>(
      `/* revokeKey */ select m.uid as member, k.revoked_at is not null as "isRevoked" from api_key k join member m on m.row_id = k.member
       where k.prefix = $1 for update of k`,
      [prefix],
    );
    if (!known) return false;
    if (!known.isRevoked) await markRevoked(run, prefix, known.member, by);
    return true;
  });
}

async function markRevoked(run: Run, prefix: string, member: string, by: Viewer | null): Promise<void> {
  await run("/* markRevoked */ update api_key set revoked_at = now() where prefix = $1", [prefix]);
  await noteDeed(run, by, { action: "REVOKE_KEY", subject: member, details: { prefix } });
}

/** The mutation: only admins make keys. */
export function createApiKey(context: Context, input: CreateApiKeyInput) {
  return outcomeOf<{ key: string | null; member: Member | null }>({ key: null, member: null }, async () => {
    const viewer = viewerWith(context, Scope.ADMIN);
    if (input.memberName.trim() === "") throw new Refusal("INVALID", "input.memberName", "memberName must not be blank");
    return makeKey(context.db, input, viewer);
  });
}

/** The mutation: admins revoke any key, other members their own. */
export function revokeApiKey(context: Context, key: string) {
  return outcomeOf({ revoked: false }, async () => {
    const prefix = prefixOf(key) ?? key;
    const viewer = viewerWith(context, context.viewer?.keyPrefix === prefix ? Scope.READ : Scope.ADMIN);
    if (await revokeKey(context.db, prefix, viewer)) return { revoked: true };
    throw new Refusal("NOT_FOUND", "input.prefix", "prefix must be the public beginning of an API key, like pg_1a2b3c4d");
  });
}
