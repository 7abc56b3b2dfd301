import type { DataSource } from "typeorm";
import { askedColumns, columnsOf } from "../database/columns";
import type { Sql } from "../database/sql";
import type { AskedFields } from "../graphql/asked-fields";
import { manyByKey, oneByKey, pageByKey } from "../graphql/batch";
import type { ForwardPageArgs, PageLimits } from "../graphql/connection";
import type { LinkEvidence } from "../papers/link-evidence";
import { Repository, repositoryNeeds } from "./repository";
import type { RepositoryLink } from "./repository-link";
import { findLinks, LINK_COLUMNS, LINK_TABLES } from "./repository-link.queries";

/** How many repositories a paper shows. */
const REPOSITORIES = 10;

/** Repositories by key, the repositories of papers, and the links between the two. */
export function repositoryLoaders(db: DataSource, sql: Sql, limits: PageLimits, asked: AskedFields) {
  const columns = columnsOf(db, Repository, "r");
  const by = <K extends string | number>(condition: string, keyOf: (repository: Repository) => K) =>
    oneByKey(
      (keys: readonly K[]) =>
        sql.prepared<Repository>(`/* repositoryLoaders */ select ${columns} from repository r where ${condition}`, [keys]),
      keyOf,
    );
  return {
    repositoryByRowId: by("r.row_id = any($1::bigint[])", ({ rowId }) => rowId),
    /** By the present one or a former one. */
    repositoryByUid: oneByKey(
      (uids: readonly string[]) =>
        sql.prepared<Repository & { key: string }>(
          `/* repositoryByUid */ select r.uid as key, ${columns} from repository r where r.uid = any($1::uuid[])
           union all select f.uid, ${columns} from repository_former_id f join repository r on r.row_id = f.repository where f.uid = any($1::uuid[])`,
          [uids],
        ),
      ({ key }) => key,
    ),
    /** By canonical address in lower case, the present one or a former one. */
    repositoryByUrl: oneByKey(
      (keys: readonly string[]) =>
        sql.prepared<Repository & { key: string }>(
          `/* repositoryByUrl */ select k.key, ${columns} from unnest($1::text[]) as k(key) join repository r on r.row_id = coalesce(
             (select o.row_id from repository o where lower(o.url collate "C") = k.key), (select f.repository from repository_alias f where f.url_key = k.key))`,
          [keys],
        ),
      ({ key }) => key,
    ),
    /** With what was asked of them alone. */
    repositoriesByPaper: manyByKey(
      (papers: readonly number[]) =>
        sql.prepared<Repository & { paper: number }>(
          `/* repositoriesByPaper */ select k.key as paper, ${askedColumns(db, Repository, "r", asked.of("Repository"), repositoryNeeds)}
           from unnest($1::bigint[]) with ordinality as k(key, n) cross join lateral (
             select l.is_official, l.row_id as link, r.* from repository_link l join repository r on r.row_id = l.repository where l.paper = k.key
             order by l.is_official desc, r.star_sort desc, l.row_id desc limit ${REPOSITORIES}
           ) r order by k.n, r.is_official desc, r.star_sort desc, r.link desc`,
          [papers],
        ),
      ({ paper }) => paper,
    ),
    linkByUid: oneByKey(
      (uids: readonly string[]) =>
        sql.prepared<RepositoryLink>(`/* linkByUid */ select ${LINK_COLUMNS} from ${LINK_TABLES} where l.uid = any($1::uuid[])`, [
          uids,
        ]),
      ({ uid }) => uid,
    ),
    linksByPaper: pageByKey((papers: readonly number[], args: ForwardPageArgs) => findLinks(sql, limits, "paper", papers, args)),
    linksByRepository: pageByKey((repositories: readonly number[], args: ForwardPageArgs) =>
      findLinks(sql, limits, "repository", repositories, args),
    ),
    evidenceByLink: manyByKey(
      (links: readonly number[]) =>
        sql.prepared<LinkEvidence & { link: number }>(
          `/* evidenceByLink */ select link, kind, source, first_seen_at as "firstSeenAt" from link_evidence where link = any($1::bigint[]) order by first_seen_at, kind, source`,
          [links],
        ),
      ({ link }) => link,
    ),
  };
}
