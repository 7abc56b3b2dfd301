import type { SqlWriter } from "../database/sql-writer";
import { type KeyPart, keysetConditions, keysetOrder, type Order, type PageRequest } from "../graphql/keyset";
import type { Paper } from "./paper";
import type { PaperFilter } from "./paper.args";
import { filterCondition } from "./paper.filter";
import type { ResolvedNames } from "./paper.filter-names";

/** Whose papers: everybody's, or those of each of several topics, repositories or authors. */
export type PaperScope = "all" | "topic" | "repository" | "author";

/** Which papers, before they are ordered and cut into pages: a filter inside a scope. */
export interface PaperSelection {
  readonly scope: PaperScope;
  readonly filter: PaperFilter;
  readonly names: ResolvedNames;
  readonly today: string;
}

/** The rows of a scope for one parent: FROM, which brings the alias `i`, and a condition. */
export const scopes: Record<PaperScope, (parent: string) => { source: string; owned: string }> = {
  all: () => ({ source: "paper_index i", owned: "true" }),
  topic: (parent) => ({ source: "paper_index i", owned: `i.topic_ids @> array[${parent}::int]` }),
  repository: (parent) => ({
    source: "repository_link o join paper_index i on i.paper = o.paper",
    owned: `o.repository = ${parent}`,
  }),
  author: (parent) => ({
    source: `(select distinct a.paper from authorship a where a.author = ${parent}) o join paper_index i on i.paper = o.paper`,
    owned: "true",
  }),
};

/** The newest so many papers of a scope alone, where it may hold more than can be looked at. */
const windows: Partial<Record<PaperScope, (parent: string, size: string) => string>> = {
  all: (_, size) => `(select * from paper_index order by sort_on desc, paper desc limit ${size}) i`,
  topic: (parent, size) =>
    `(select paper from paper_topic_page where topic = ${parent}::int order by sort_on desc, paper desc limit ${size}) t join paper_index i using (paper)`,
};

/** Conditions that `paper_topic_page` can answer by itself: it holds one topic by date, as one index range. */
const ON_TOPIC_PAGE = new Set<string>(["publishedOn", "hasRepository"] satisfies (keyof PaperFilter)[]);

/** The fields of a filter that ask for something. */
export function fieldsOf(filter: PaperFilter): (keyof PaperFilter)[] {
  return (Object.keys(filter) as (keyof PaperFilter)[]).filter((name) => filter[name] != null);
}

/** Whether a selection is one topic, or all papers, under conditions that are kept as columns: then counts are kept too. */
export function isSimple({ scope, filter }: PaperSelection): boolean {
  return (scope === "all" || scope === "topic") && fieldsOf(filter).every((name) => ON_TOPIC_PAGE.has(name));
}

/**
 * The FROM and WHERE of a selection for one parent. `orderColumns` tells which table's columns the statement will sort by:
 * the index's own, or those of the row `p` of `paper`. `i.paper` is the paper's row id. With a `window`, only the newest so many papers of the scope are looked at.
 */
export function selectionSql(
  selection: PaperSelection,
  parent: string,
  writer: SqlWriter,
  orderColumns: "index" | "paper",
  window?: number,
): { from: string; where: string[] } {
  const condition = conditionOf(selection, writer);
  if (selection.scope === "topic" && orderColumns === "index" && isSimple(selection))
    return { from: "paper_topic_page i", where: [`i.topic = ${parent}::int`, condition] };
  const newest = window === undefined ? undefined : windows[selection.scope];
  if (newest) return { from: newest(parent, writer.bind(window, "int")), where: [condition] };
  const { source, owned } = scopes[selection.scope](parent);
  const from = orderColumns === "paper" ? `${source} join paper p on p.row_id = i.paper` : source;
  return { from, where: [owned, condition] };
}

/** The filter of a selection as one condition on `i`. */
export function conditionOf({ filter, names, today }: PaperSelection, writer: SqlWriter): string {
  return filterCondition(filter, { bind: (value, type) => writer.bind(value, type), names, today });
}

/** Where an index has columns of a paper. */
const INDEX_COLUMNS: Readonly<Record<string, string>> = { row_id: "paper", sort_on: "sort_on" };

/** Whether an order's columns stand in `paper_index`, `paper_topic_page` and `repository_link` too. */
export function isOnIndex(order: Order<Paper>): boolean {
  return order.keys.every(({ column }) => column in INDEX_COLUMNS);
}

/** Scopes whose pages need no other table where there is no filter, by the table whose columns they are ordered by. */
const wholes: Readonly<Record<string, (parent: string) => { from: string; where: string[] }>> = {
  "all paper": () => ({ from: "paper p", where: [] }),
  "repository index": (parent) => ({ from: "repository_link o", where: [`o.repository = ${parent}`] }),
};

/** The sub-statement that gives the row ids of one page of a selection, in order, as a column `paper`. */
export function pageSql(
  selection: PaperSelection,
  parent: string,
  order: Order<Paper>,
  page: PageRequest,
  writer: SqlWriter,
): string {
  const isIndexed = isOnIndex(order);
  const index = selection.scope === "repository" ? "o" : "i"; // whose range is walked
  const columnSql = ({ column }: KeyPart<Paper>) => (isIndexed ? `${index}.${INDEX_COLUMNS[column]}` : `p.${column}`);
  const whole = fieldsOf(selection.filter).length > 0 ? null : wholes[`${selection.scope} ${isIndexed ? "index" : "paper"}`];
  const { from, where } = whole?.(parent) ?? selectionSql(selection, parent, writer, isIndexed ? "index" : "paper");
  const conditions = [...where, ...keysetConditions(order, page, columnSql, (value, type) => writer.bind(value, type))];
  return `select ${isIndexed ? `${index}.paper` : "p.row_id"} as paper from ${from} where ${conditions.join(" and ") || "true"} order by ${keysetOrder(order, page, columnSql)} limit ${writer.bind(page.size + 1, "int")}`;
}

/** Runs a sub-statement for each parent: its rows, each with its `parent`. A single parent is bound, so that the planner knows it. */
export function forEachParent(parents: readonly number[], writer: SqlWriter, subStatement: (parent: string) => string): string {
  if (parents.length === 1) {
    const parent = writer.bind(parents[0], "bigint");
    return `select ${parent} as parent, own.* from (${subStatement(parent)}) own`;
  }
  return `select k.parent, own.* from unnest(${writer.bind(parents, "bigint[]")}) as k(parent) cross join lateral (${subStatement("k.parent")}) own`;
}
