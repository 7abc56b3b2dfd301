import { once } from "./batch";
import { type Page, toPage } from "./connection";
import { type Bind, keysetConditions, keysetOrder, type Order, type PageRequest } from "./keyset";

/** Sends a statement and gives its rows. */
type Run = <Row>(text: string, values: readonly unknown[]) => Promise<Row[]>;

/** One condition per field of a filter; a new condition is a field of the input and a line of such a table. */
export type Conditions<Filter> = {
  readonly [K in keyof Required<Filter>]: (value: NonNullable<Filter[K]>, bind: Bind) => string;
};

/** The conditions of the fields that a filter sets; null is the same as absent. */
export function conditionsOf<Filter extends object>(
  conditions: Conditions<Filter>,
  filter: Filter | null | undefined,
  bind: Bind,
): string[] {
  return Object.entries(filter ?? {}).flatMap(([field, value]) =>
    value == null ? [] : [(conditions[field as keyof Filter] as (value: unknown, bind: Bind) => string)(value, bind)],
  );
}

/** A list of rows for each of several parents. */
export interface ListSql<Row> {
  /** The statement's name in logs. */
  readonly name: string;
  /** The select list; it holds the properties of the order's keys. */
  readonly columns: string;
  readonly from: string | ((bind: Bind) => string);
  /** The conditions; `parent` is the SQL of the parent's key. */
  readonly where: (bind: Bind, parent: string) => string[];
  readonly order: Order<Row>;
  /** The SQL of a key part's column, for example `t.name_key`. */
  readonly columnSql: (column: string) => string;
  /** The SQL type of the parents' keys. */
  readonly parentType: "int" | "bigint" | "date";
}

/** A page of the list of each parent, in the parents' order: one statement for all, and one more when totals are asked for. */
export async function findPages<Row extends object>(
  run: Run,
  list: ListSql<Row>,
  parents: readonly (string | number)[],
  page: PageRequest,
): Promise<Page<Row>[]> {
  const { order, columnSql } = list;
  const column = ({ column }: { column: string }) => columnSql(column);
  const ofParents = (values: unknown[], subStatement: (bind: Bind) => string) => {
    const bind: Bind = (value, type) => `$${values.push(value)}::${type}`;
    return `unnest(${bind(parents, `${list.parentType}[]`)}) as k(parent) cross join lateral (${subStatement(bind)}) own`;
  };
  const fromSql = (bind: Bind) => (typeof list.from === "string" ? list.from : list.from(bind));
  const values: unknown[] = [];
  const source = ofParents(values, (bind) => {
    const where = [...list.where(bind, "k.parent"), ...keysetConditions(order, page, column, bind)];
    return `select ${list.columns} from ${fromSql(bind)} where ${where.join(" and ") || "true"} order by ${keysetOrder(order, page, column)} limit ${bind(page.size + 1, "int")}`;
  });
  const rows = await run<Row & { parent: string | number }>(
    `/* ${list.name} */ select k.parent, own.* from ${source} order by ${keysetOrder(order, page, ({ property }) => `own."${property}"`)}`,
    values,
  );
  const byParent = new Map<string | number, Row[]>(parents.map((parent) => [parent, []]));
  for (const row of rows) byParent.get(row.parent)!.push(row);
  const counts = once(async () => {
    const values: unknown[] = [];
    const source = ofParents(
      values,
      (bind) => `select count(*) as count from ${fromSql(bind)} where ${list.where(bind, "k.parent").join(" and ") || "true"}`,
    );
    const rows = await run<{ parent: string | number; count: number }>(
      `/* ${list.name}Count */ select k.parent, own.count from ${source}`,
      values,
    );
    return new Map(rows.map(({ parent, count }) => [parent, count]));
  });
  return parents.map((parent) => toPage(byParent.get(parent)!, page, order, async () => (await counts()).get(parent)!));
}

/** A page of a list that has no parents. */
export async function findPage<Row extends object>(
  run: Run,
  list: Omit<ListSql<Row>, "parentType">,
  page: PageRequest,
): Promise<Page<Row>> {
  const [only] = await findPages(run, { ...list, parentType: "int" }, [0], page);
  return only!;
}
