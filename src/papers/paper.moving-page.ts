import type { SqlWriter } from "../database/sql-writer";
import { type KeyPart, keysetConditions, keysetOrder, type Order, type PageRequest } from "../graphql/keyset";
import type { Paper } from "./paper";
import { conditionOf, type PaperSelection, scopes, selectionSql } from "./paper.selection";

/** Where one half of the list is read, and how its sort key is written there. */
interface Half {
  readonly from: string;
  readonly where: readonly string[];
  readonly movingKey: string;
  readonly order: Order<Paper>;
  readonly columns: Readonly<Record<string, string>>;
}

/**
 * The sub-statement that gives one page in an order whose key moves: `paper`, and `moving`, its key. The papers that have the key come first, by the key's own index, as long as they fit
 * the selection; then those that have none, by NEWEST. So no key that moves is copied into other tables.
 */
export function movingPageSql(
  selection: PaperSelection,
  parent: string,
  order: Order<Paper>,
  page: PageRequest,
  writer: SqlWriter,
): string {
  const key = order.keys[0]!.column;
  const limit = writer.bind(page.size + 1, "int");
  const hasKey = (cursor: readonly unknown[]) => Number(cursor[0]) > 0;
  const keyed = (): Half => {
    const { source, owned } = scopes[selection.scope](parent);
    return {
      from: `${source} join paper_signal s on s.paper = i.paper`,
      where: [owned, conditionOf(selection, writer), `s.${key} > 0`],
      movingKey: `s.${key}`,
      order,
      columns: { [key]: `s.${key}`, sort_on: "s.sort_on", row_id: "s.paper" },
    };
  };
  const keyless = (): Half => {
    const { from, where } = selectionSql(selection, parent, writer, "index");
    return {
      from,
      where: [...where, `not exists (select from paper_signal s where s.paper = i.paper and s.${key} > 0)`],
      movingKey: "0",
      order: { ...order, keys: order.keys.slice(1) },
      columns: { sort_on: "i.sort_on", row_id: "i.paper" },
    };
  };
  const read = ({ from, where, movingKey, order, columns }: Half, within: PageRequest): string => {
    const columnSql = ({ column }: KeyPart<Paper>) => columns[column]!;
    const conditions = [...where, ...keysetConditions(order, within, columnSql, (value, type) => writer.bind(value, type))];
    return `(select i.paper, ${movingKey} as moving, ${columns.sort_on} as sort_on from ${from} where ${conditions.join(" and ")} order by ${keysetOrder(order, within, columnSql)} limit ${limit})`;
  };
  // A cursor cuts the half that it stands in; of the other half it leaves all, or nothing.
  const { after, before } = page;
  const ofKeyed = after && !hasKey(after) ? null : { ...page, before: before && hasKey(before) ? before : null };
  const ofKeyless =
    before && hasKey(before)
      ? null
      : { ...page, after: after && !hasKey(after) ? after.slice(1) : null, before: before?.slice(1) ?? null };
  const halves = [...(ofKeyed ? [read(keyed(), ofKeyed)] : []), ...(ofKeyless ? [read(keyless(), ofKeyless)] : [])];
  if (halves.length === 0) return `select 0::bigint as paper, 0 as moving where false limit ${limit}`; // between a cursor near the end and one near the start
  const columns: Readonly<Record<string, string>> = { [key]: "moving", sort_on: "sort_on", row_id: "paper" };
  return `select * from (${halves.join(" union all ")}) halves order by ${keysetOrder(order, page, ({ column }) => columns[column]!)} limit ${limit}`;
}
