import type { DataSource, ObjectType } from "typeorm";

const lists = new WeakMap<DataSource, Map<string, string>>();

/** The select list of an entity's columns under an alias: `p.row_id as "rowId", p.title as "title", ...`. Rows then are the entity's plain objects, with the type's name. */
export function columnsOf(db: DataSource, entity: ObjectType<object>, alias: string): string {
  const known = lists.get(db) ?? new Map<string, string>();
  lists.set(db, known);
  const key = `${alias} ${entity.name}`;
  const list =
    known.get(key) ??
    [
      `'${entity.name}' as "__typename"`,
      ...db.getMetadata(entity).columns.map((column) => `${alias}.${column.databaseName} as "${column.propertyName}"`),
    ].join(", ");
  known.set(key, list);
  return list;
}
