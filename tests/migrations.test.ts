import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { migrate } from "../src/database/migrate";
import { useTestDatabase } from "./test-app";

const database = useTestDatabase();
const open = () => createDataSource(database.url, loadConfig({})).initialize();

test("every column of an entity is in the database with the same type, and none is missing in the entity", async () => {
  const db = await open();
  const columns: { name: string; type: string; isNullable: boolean }[] = await db.query(
    `select table_name || '.' || column_name as name, replace(data_type, 'integer', 'int') as type, is_nullable = 'YES' as "isNullable"
     from information_schema.columns where table_schema = 'public' and table_name = any($1) order by 1`,
    [db.entityMetadatas.map(({ tableName }) => tableName)],
  );
  const typeOf = ({ type }: ColumnMetadata) => String(type).replace("timestamptz", "timestamp with time zone");
  const mapped = db.entityMetadatas.flatMap(({ tableName, columns }) =>
    columns.map((column) => ({
      name: `${tableName}.${column.databaseName}`,
      type: typeOf(column),
      isNullable: column.isNullable,
    })),
  );
  expect(mapped.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(columns);
  await db.destroy();
});

test("the migrations go down to nothing and up again", async () => {
  const db = await open();
  for (const _ of db.migrations) await db.undoLastMigration();
  const left = await db.query("select tablename from pg_tables where schemaname = 'public' and tablename <> 'migrations'");
  expect(left).toEqual([]);
  expect(await migrate(db)).toEqual(db.migrations.map((migration) => migration.constructor.name));
  await db.destroy();
});

test("several processes that migrate at once wait for each other, and one does the work", async () => {
  const db = await open();
  for (const _ of db.migrations) await db.undoLastMigration();
  const ran = await Promise.all([migrate(db), migrate(db), migrate(db)]);
  expect(ran.map(({ length }) => length).sort()).toEqual([0, 0, db.migrations.length]);
  await db.destroy();
});
