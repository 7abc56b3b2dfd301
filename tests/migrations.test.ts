import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { migrate } from "../src/database/migrate";
import { emptyRecord } from "../src/importers/importer";
import { storeVocabulary } from "../src/importers/store-vocabulary";
import { upsertBatch } from "../src/importers/upsert";
import { testTagger } from "./import-file";
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

test("what a database held before names were kept is kept as if it had come since", async () => {
  const db = await open();
  await migrate(db);
  await storeVocabulary(db);
  const topic = { kind: "topic", scheme: "PAPERS_WITH_CODE_METHOD", name: "Node Wobbling", aliases: ["NodeWob", "--"] } as const;
  await upsertBatch(db, "methods", [{ ...topic, sourceKey: "a", parents: ["Wobbling"], recordLicense: null }], testTagger());
  const labels = (["PAPERS_WITH_CODE_TASK", "KEYWORD"] as const).map((scheme) => ({ scheme, label: "Shaking", confidence: 0.5 }));
  const repositories = [
    {
      url: "https://github.com/Kit/tool",
      isOfficial: true,
      framework: null,
      evidence: "STATED_BY_SOURCE",
      starCount: null,
    } as const,
  ];
  await upsertBatch(db, "tasks", [{ ...emptyRecord, sourceKey: "b", title: "Labelled", labels, repositories }], testTagger());
  const kept = async () =>
    (
      await Promise.all(
        [
          "select * from topic_naming order by role, label",
          "select alias_key, alias, origin, topic from topic_alias order by alias_key",
          "select l.scheme, l.label, l.label_key, p.paper, p.source, p.confidence from label l join paper_label p on p.label = l.row_id order by scheme",
          "select told_url from repository_link",
        ].map((text) => db.query(text)),
      )
    ).flat();
  const before = await kept();
  const since = db.migrations.findIndex((migration) => migration.constructor.name.startsWith("Order"));
  for (const _ of db.migrations.slice(since)) await db.undoLastMigration();
  await migrate(db);
  expect(await kept()).toEqual(before);
  expect(await storeVocabulary(db)).toBe(true); // what other lists call topics is written again
  expect(await kept()).toEqual(before);
  expect(await storeVocabulary(db)).toBe(false);
  await db.destroy();
});
