import type { Sql } from "../database/sql";
import { oneByKey } from "../graphql/batch";
import type { Member } from "./member";
import { allows, Scope } from "./scope";
import type { Viewer } from "./viewer";

/** Members by uid, for those who may see them: themselves, and admins; null for others. */
export function memberLoaders(sql: Sql, viewerOf: () => Viewer | null) {
  return {
    memberByUid: oneByKey(
      async (uids: readonly string[]): Promise<Member[]> => {
        const viewer = viewerOf();
        const others = uids.filter((uid) => uid !== viewer?.uid);
        const self = viewer && uids.includes(viewer.uid) ? [viewer] : [];
        if (!viewer || others.length === 0 || !allows(viewer.scopes, Scope.ADMIN)) return self;
        const found = await sql.prepared<Member>(
          `/* memberByUid */ select 'Member' as "__typename", m.row_id as "rowId", m.uid, m.name,
             array(select distinct scope from api_key k, unnest(k.scopes) as scope where k.member = m.row_id and k.revoked_at is null
               and (k.expires_at is null or k.expires_at > now()) order by scope) as scopes
           from member m where m.uid = any($1::uuid[])`,
          [others],
        );
        return [...self, ...found];
      },
      ({ uid }) => uid,
    ),
  };
}
