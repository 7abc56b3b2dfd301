import type { DataSource, ObjectType } from "typeorm";

const lists = new WeakMap<DataSource, Map<string, string>>();

/** The select list of an entity's columns under an alias: `p.row_id as "rowId", p.title as "title", ...`. Rows then are the entity's plain objects, with the type's name. */
export function columnsOf(db: DataSource, entity: ObjectType<object>, alias: string): string {
  const known = listsOf(db);
  const key = `${alias} ${entity.name}`;
  const list = known.get(key) ?? selectList(db, entity, alias, () => true);
  known.set(key, list);
  return list;
}

/** The columns that fields are computed from which are no columns themselves; `__typename` stands for the type's name. A field that is not named needs all. */
export type Needs<Row> = Readonly<Record<string, readonly (keyof Row & string)[]>>;

/** How many select lists of an entity there are at most besides the whole one: each makes statements that every connection keeps. */
const MOST_LISTS = 50;

const narrow = new WeakMap<ReadonlySet<string>, Map<string, string>>();

/**
 * The same without the columns that nobody asked for: those of the primary key, of `always`, and what the asked fields need. All where `asked` is null.
 * Whoever selects so must hand the rows to nobody but the fields that were asked.
 */
export function askedColumns<Row extends object>(
  db: DataSource,
  entity: ObjectType<Row>,
  alias: string,
  asked: ReadonlySet<string> | null,
  needs: Needs<Row>,
  always: readonly (keyof Row & string)[] = [],
): string {
  if (!asked) return columnsOf(db, entity, alias);
  const known = narrow.get(asked) ?? new Map<string, string>();
  narrow.set(asked, known);
  const key = `${alias} ${entity.name} ${always}`;
  const list = known.get(key) ?? narrowList(db, entity, alias, asked, needs, always);
  known.set(key, list);
  return list;
}

function narrowList<Row extends object>(
  db: DataSource,
  entity: ObjectType<Row>,
  alias: string,
  asked: ReadonlySet<string>,
  needs: Needs<Row>,
  always: readonly string[],
): string {
  const { columns } = db.getMetadata(entity);
  const own = new Set(columns.map(({ propertyName }) => propertyName));
  const isUnderstood = (field: string) => own.has(field) || Object.hasOwn(needs, field) || field === "__typename";
  if (![...asked].every(isUnderstood)) return columnsOf(db, entity, alias);
  const keys = columns.filter(({ isPrimary }) => isPrimary).map(({ propertyName }) => propertyName);
  const fields = [...asked].flatMap((field): readonly string[] => (own.has(field) ? [field] : (needs[field] ?? [])));
  const wanted = new Set([...keys, ...always, ...fields]);
  const list = selectList(db, entity, alias, (name) => wanted.has(name));
  return isAllowed(db, `${alias} ${entity.name}`, list) ? list : columnsOf(db, entity, alias);
}

function isAllowed(db: DataSource, table: string, list: string): boolean {
  const known = listsOf(db);
  const alike = [...known].filter(([key]) => key.startsWith(`${table} only `));
  if (alike.some(([, other]) => other === list)) return true;
  if (alike.length >= MOST_LISTS) return false;
  known.set(`${table} only ${alike.length}`, list);
  return true;
}

function listsOf(db: DataSource): Map<string, string> {
  const known = lists.get(db) ?? new Map<string, string>();
  lists.set(db, known);
  return known;
}

function selectList(db: DataSource, entity: ObjectType<object>, alias: string, isWanted: (name: string) => boolean): string {
  const columns = db.getMetadata(entity).columns.filter(({ propertyName }) => isWanted(propertyName));
  const selected = columns.map((column) => `${alias}.${column.databaseName} as "${column.propertyName}"`);
  return [...(isWanted("__typename") ? [`'${entity.name}' as "__typename"`] : []), ...selected].join(", ");
}
