import type { Sql } from "../database/sql";
import type { ForwardPageArgs, Page, PageLimits } from "../graphql/connection";
import { pageRequest } from "../graphql/connection";
import { findPages } from "../graphql/find-pages";
import type { KeyPart, Order } from "../graphql/keyset";
import type { RepositoryLink } from "./repository-link";

/** The columns of a link `l` with its repository `r` and paper `p`. */
export const LINK_COLUMNS = `'RepositoryLink' as "__typename", l.row_id as "rowId", l.uid, l.paper as "paperRowId", l.repository as "repositoryRowId",
  l.is_official as "isOfficial", l.framework, (select max(e.confidence) from link_evidence e where e.link = l.row_id) as confidence,
  exists (select from link_dispute d where d.link = l.row_id) as "isDisputed",
  l.is_official::int as "officialSort", r.star_sort as "starSort", p.sort_on as "paperSortOn"`;

export const LINK_TABLES = "repository_link l join repository r on r.row_id = l.repository join paper p on p.row_id = l.paper";

const rowId: KeyPart<RepositoryLink> = { column: "l.row_id", property: "rowId", type: "int" };

/** The links of a paper: official first, then most stars. */
const ofPaper: Order<RepositoryLink> = {
  name: "LINKS_OF_PAPER",
  direction: "desc",
  keys: [
    { column: "l.is_official::int", property: "officialSort", type: "int" },
    { column: "r.star_sort", property: "starSort", type: "int" },
    rowId,
  ],
};

/** The links of a repository: those of the newest papers first. */
const ofRepository: Order<RepositoryLink> = {
  name: "LINKS_OF_REPOSITORY",
  direction: "desc",
  keys: [{ column: "p.sort_on", property: "paperSortOn", type: "date" }, rowId],
};

/** A page of links for each paper or repository, in one statement. */
export function findLinks(
  sql: Sql,
  limits: PageLimits,
  owner: "paper" | "repository",
  owners: readonly number[],
  args: ForwardPageArgs,
): Promise<Page<RepositoryLink>[]> {
  const order = owner === "paper" ? ofPaper : ofRepository;
  const list = {
    name: "findLinks",
    columns: LINK_COLUMNS,
    from: LINK_TABLES,
    where: (_bind: unknown, parent: string) => [`l.${owner} = ${parent}`],
    order,
    columnSql: (column: string) => column,
    parentType: "bigint" as const,
  };
  return findPages(sql.prepared, list, owners, pageRequest(args, order, limits));
}
