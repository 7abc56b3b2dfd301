import { isDay } from "../calendar";
import { isMoment } from "./scalars";

/** What a part of a sort key holds, and how a cursor's part is checked before it reaches SQL. */
const keyTypes = {
  date: { sql: "date", isValid: (part: unknown) => typeof part === "string" && isDay(part) },
  timestamp: { sql: "timestamptz", isValid: (part: unknown) => typeof part === "string" && isMoment(part) },
  int: { sql: "bigint", isValid: Number.isSafeInteger },
  float: { sql: "float8", isValid: Number.isFinite },
  text: { sql: "text", isValid: (part: unknown) => typeof part === "string" && !part.includes("\0") },
};

/** One part of a sort key: a column that is never null, and the property of a row that holds it. */
export interface KeyPart<Row> {
  readonly column: string;
  readonly property: keyof Row & string;
  readonly type: keyof typeof keyTypes;
}

/** A total order: its name stands in its cursors, all parts run in one direction, and the last is unique. */
export interface Order<Row> {
  readonly name: string;
  readonly direction: "asc" | "desc";
  readonly keys: readonly KeyPart<Row>[];
}

/** The part of an ordered list that is asked for. */
export interface PageRequest {
  readonly size: number;
  readonly isBackward: boolean;
  readonly after: readonly unknown[] | null;
  readonly before: readonly unknown[] | null;
}

/** Binds a value of an SQL type and gives its placeholder. */
export type Bind = (value: unknown, type: string) => string;

/** How an order's key parts are written in a statement. */
type ColumnSql<Row> = (key: KeyPart<Row>) => string;

/** The conditions of a page, for the statement's WHERE: `(key, id) < ($1, $2)`, never OFFSET. None for the first page. */
export function keysetConditions<Row>(order: Order<Row>, page: PageRequest, columnSql: ColumnSql<Row>, bind: Bind): string[] {
  const columns = order.keys.map(columnSql).join(", ");
  const compare = (operator: string, key: readonly unknown[]) =>
    `(${columns}) ${operator} (${order.keys.map(({ type }, index) => bind(key[index], keyTypes[type].sql)).join(", ")})`;
  const [later, earlier] = order.direction === "asc" ? [">", "<"] : ["<", ">"];
  return [...(page.after ? [compare(later, page.after)] : []), ...(page.before ? [compare(earlier, page.before)] : [])];
}

/** The ORDER BY of a page; a backward page is read from its end. */
export function keysetOrder<Row>(order: Order<Row>, page: PageRequest, columnSql: ColumnSql<Row>): string {
  const direction = (order.direction === "asc") === page.isBackward ? "desc" : "asc";
  return order.keys.map((key) => `${columnSql(key)} ${direction}`).join(", ");
}

/** The cursor of a row: the order's name and the row's sort key, opaque to clients. */
export function cursorOf<Row>(order: Order<Row>, row: Row): string {
  return Buffer.from(JSON.stringify([order.name, ...order.keys.map(({ property }) => row[property])])).toString("base64url");
}

/** The sort key in a cursor; "other order" when a list in another order gave it, null when it is no cursor of ours. */
export function keyOfCursor<Row>(order: Order<Row>, cursor: string): unknown[] | "other order" | null {
  const parts = parseJson(Buffer.from(cursor, "base64url").toString());
  if (!Array.isArray(parts) || typeof parts[0] !== "string") return null;
  const [name, ...key] = parts;
  if (name !== order.name) return "other order";
  return key.length === order.keys.length && order.keys.every(({ type }, index) => keyTypes[type].isValid(key[index]))
    ? key
    : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
