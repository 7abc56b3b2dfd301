import { GraphQLError } from "graphql";
import type { Context } from "../context";
import type { Sql } from "../database/sql";
import { Refusal } from "../graphql/refusal";
import { isKeyOf, prefixOf } from "./api-key";
import type { Member } from "./member";
import { allows, type Scope } from "./scope";

/** Who asks: a member, and the public beginning of the key in hand. */
export interface Viewer extends Member {
  readonly keyPrefix: string;
}

/** A key's use is noted at most so often. */
const NOTED_EVERY = "1 minute";

/** The key is none that is valid. It does not say whether it ever was one. */
export class NotAuthenticated extends GraphQLError {
  /** For requests that are none of GraphQL. */
  readonly statusCode = 401;

  constructor(expected: string) {
    super(expected, {
      extensions: {
        code: "UNAUTHENTICATED",
        http: { status: 401, headers: new Map([["www-authenticate", 'Bearer realm="papergraph"']]) },
      },
    });
  }
}

interface KeyRow extends Member {
  readonly hash: Buffer;
  readonly isNoted: boolean;
}

/**
 * The member whose key stands in an `Authorization` header (RFC 6750). Throws NotAuthenticated when it holds no key of ours, an unknown, a revoked or an expired one:
 * who sends a key means to be known, and is not answered as a stranger.
 */
export async function authenticate(sql: Sql, header: string): Promise<Viewer> {
  const [, key = ""] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  const prefix = prefixOf(key);
  if (prefix === null) throw new NotAuthenticated("The Authorization header must be: Bearer pg_…, an API key of this service.");
  const [row] = await sql.prepared<KeyRow>(
    `/* authenticate */ select 'Member' as "__typename", m.row_id as "rowId", m.uid, m.name, k.scopes, k.hash,
       coalesce(k.last_used_at > now() - interval '${NOTED_EVERY}', false) as "isNoted"
     from api_key k join member m on m.row_id = k.member
     where k.prefix = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
    [prefix],
  );
  if (!row || !isKeyOf(key, row.hash)) throw new NotAuthenticated("The API key is unknown, revoked or expired.");
  if (!row.isNoted) await sql.prepared("/* noteUse */ update api_key set last_used_at = now() where prefix = $1", [prefix]);
  const { hash: _hash, isNoted: _isNoted, ...member } = row;
  return { ...member, keyPrefix: prefix };
}

/** Lets a request know who asks, by its `Authorization` header: from then on it reads the primary, so that members see what they wrote. */
export async function identify(context: Context, header: string | undefined): Promise<Context> {
  if (header === undefined) return context;
  context.seeWrites();
  return Object.assign(context, { viewer: await authenticate(context.sql, header) });
}

/** Who asks, where the key in hand allows it. Throws a Refusal. */
export function viewerWith({ viewer }: Context, scope: Scope): Viewer {
  if (viewer === null)
    throw new Refusal("FORBIDDEN", "", `An API key with the scope ${scope} is needed: send it as Authorization: Bearer pg_…`);
  if (!allows(viewer.scopes, scope))
    throw new Refusal("FORBIDDEN", "", `An API key with the scope ${scope} is needed; this one has ${viewer.scopes.join(", ")}`);
  return viewer;
}

/** The same; null where it does not. */
export function viewerIfAllowed({ viewer }: Context, scope: Scope): Viewer | null {
  return viewer !== null && allows(viewer.scopes, scope) ? viewer : null;
}
