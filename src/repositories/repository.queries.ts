import type { Context } from "../context";
import { columnsOf } from "../database/columns";
import { type Page, pageRequest } from "../graphql/connection";
import { InputError } from "../graphql/errors";
import { checkValues } from "../graphql/filter-values";
import { type Conditions, conditionsOf, findPage } from "../graphql/find-pages";
import type { Bind, KeyPart, Order } from "../graphql/keyset";
import { Repository } from "./repository";
import { type RepositoriesArgs, type RepositoryFilter, RepositoryOrder } from "./repository.args";
import { parseRepositoryUrl } from "./repository-url";

const rowId: KeyPart<Repository> = { column: "row_id", property: "rowId", type: "int" };

const orders: Record<RepositoryOrder, Omit<Order<Repository>, "name">> = {
  STARS: { direction: "desc", keys: [{ column: "star_sort", property: "starSort", type: "int" }, rowId] },
  NAME: { direction: "asc", keys: [{ column: "name_key", property: "nameKey", type: "text" }, rowId] },
  PUSHED: { direction: "desc", keys: [{ column: "pushed_sort_at", property: "pushedSortAt", type: "timestamp" }, rowId] },
  PAPERS: { direction: "desc", keys: [{ column: "paper_count", property: "paperCount", type: "int" }, rowId] },
};

/** The text that an index of trigrams covers. */
const SEARCHED = "(r.name_key || ' ' || lower(coalesce(r.description, '')))";

const isOneOf = (column: string) => (values: readonly string[], bind: Bind) =>
  `lower(r.${column}) = any(${bind(
    values.map((value) => value.toLowerCase()),
    "text[]",
  )})`;

/** A condition on a missing value selects nothing. */
const conditions: Conditions<RepositoryFilter> = {
  hosts: isOneOf("host"),
  languages: isOneOf("language"),
  licenses: isOneOf("license"),
  minStars: (stars, bind) => `r.star_sort >= ${bind(stars, "int")}`,
  text: (text, bind) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return (
      words.map((word) => `${SEARCHED} like ${bind(`%${word.replace(/[\\%_]/g, "\\$&")}%`, "text")}`).join(" and ") || "true"
    );
  },
  isArchived: (yes, bind) => `r.is_archived = ${bind(yes, "boolean")}`,
};

/** A page of repositories under a filter. */
export async function findRepositories(
  { db, sql, config }: Context,
  { filter, orderBy, ...args }: RepositoriesArgs,
): Promise<Page<Repository>> {
  const name = orderBy ?? RepositoryOrder.STARS;
  const order = { name, ...orders[name] };
  const page = pageRequest(args, order, config.limits);
  checkValues(filter ?? {}, config.limits, "filter");
  const list = {
    name: "findRepositories",
    columns: columnsOf(db, Repository, "r"),
    from: "repository r",
    where: (bind: Bind) => conditionsOf(conditions, filter, bind),
    order,
    columnSql: (column: string) => `r.${column}`,
  };
  return findPage<Repository>(sql.planned, list, page);
}

/** The key by which a repository is found: its canonical address in lower case. Throws an InputError when the text is no address of one. */
export function repositoryKey(url: string, argument: string): string {
  const address = parseRepositoryUrl(url);
  if (!address)
    throw new InputError(
      `${argument} must be the address of a repository on a known host, like https://github.com/owner/name, not ${JSON.stringify(url)}`,
      argument,
    );
  return address.url.toLowerCase();
}
