import type { Viewer } from "../community/viewer";
import type { Context } from "../context";
import type { Run, Sql } from "../database/sql";
import { manyByKey, pageByKey } from "../graphql/batch";
import type { PageArgs } from "../graphql/connection";
import type { FilterNames } from "../papers/paper.filter-names";
import { findPapers, type PaperPage } from "../papers/paper.queries";
import { revived } from "./canonical";
import type { SavedFilter } from "./saved-filter";

const COLUMNS = `'SavedFilter' as "__typename", f.row_id as "rowId", f.uid, f.slug, f.member as "memberRowId", f.name, f.is_public as "isPublic", f.filter, f.order_by as "orderBy"`;

/** Saved filters by uid and slug, null for those of others that are private; and those of members, by name. */
export function savedFilterLoaders(sql: Sql, viewerOf: () => Viewer | null) {
  const by = (column: "uid" | "slug", type: string) => {
    const visible = pageByKey(async (keys: readonly string[], member: number | null) => {
      const rows = await sql.prepared<SavedFilter>(
        `/* savedFilterLoaders */ select ${COLUMNS} from saved_filter f where f.${column} = any($1::${type}[]) and (f.is_public or f.member = $2)`,
        [keys, member],
      );
      return keys.map((key) => rows.find((row) => row[column] === key) ?? null);
    });
    return { load: (key: string) => visible.load(key, viewerOf()?.rowId ?? null) };
  };
  return {
    savedFilterByUid: by("uid", "uuid"),
    savedFilterBySlug: by("slug", "text"),
    savedFiltersByMember: manyByKey(
      (members: readonly number[]) =>
        sql.prepared<SavedFilter>(
          `/* savedFiltersByMember */ select ${COLUMNS} from saved_filter f where f.member = any($1::bigint[]) order by f.member, lower(f.name), f.row_id`,
          [members],
        ),
      ({ memberRowId }) => memberRowId,
    ),
  };
}

/** A saved filter under its uid, of whomever. */
export async function readSavedFilter(run: Run, uid: string): Promise<SavedFilter | undefined> {
  const [found] = await run<SavedFilter>(
    `/* readSavedFilter */ select ${COLUMNS} from saved_filter f where f.uid = $1 for update`,
    [uid],
  );
  return found;
}

/** A page of the papers of a saved filter, in its order. */
export function findSavedPapers(context: Context, { filter, orderBy }: SavedFilter, page: PageArgs): Promise<PaperPage> {
  return findPapers({ ...context, filterNames: lenient(context.filterNames) }, { ...page, filter: revived(filter), orderBy });
}

/** No row has this id: what is named so is nobody and nothing. */
const NOTHING = 0;

/** The same names, those that are no more among them: these match nothing. */
function lenient({ topics, authors }: FilterNames): FilterNames {
  return {
    async topics(names) {
      const known = await topics(names);
      return new Map(names.map((name) => [name, known.get(name) ?? { rowId: NOTHING, withDescendants: [] }]));
    },
    async authors(slugs) {
      const known = await authors(slugs);
      return new Map(slugs.map((slug) => [slug, known.get(slug) ?? NOTHING]));
    },
  };
}
