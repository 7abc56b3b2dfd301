import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { loadConfig } from "../src/config";
import { createDataSource } from "../src/database/data-source";
import { migrate } from "../src/database/migrate";

/** Tables that others refer to, in the order of their references. */
const REFERRED = ["topic", "author", "repository", "paper", "repository_link", "import_run"];

/** Copies all rows of a database into an empty one, which it migrates first; gives the seconds of all COPYs in. What they read was written to memory before, some 256 MB at a time. */
export async function copyTables(from: string, to: string): Promise<number> {
  const db = await createDataSource(to, loadConfig({})).initialize();
  await migrate(db);
  await db.destroy();
  const [source, target] = await Promise.all([connected(from), connected(to)]);
  await target.query("delete from catalogue_version");
  const { rows } = await source.query<{ name: string; columns: string }>(
    `select c.table_name as name, string_agg(quote_ident(c.column_name), ', ' order by c.ordinal_position) as columns
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' and c.table_name <> 'migrations' group by 1`,
  );
  const columns = new Map(rows.map(({ name, columns }) => [name, columns]));
  let total = 0;
  for (const name of [...REFERRED, ...[...columns.keys()].filter((name) => !REFERRED.includes(name))]) {
    const place = `${name} (${columns.get(name)})`;
    await pipeline(source.query(copyTo(`copy ${place} to stdout`)), async (bytes: AsyncIterable<Buffer>) => {
      for await (const chunks of portionsOf(bytes))
        total += await seconds(() => pipeline(chunks, target.query(copyFrom(`copy ${place} from stdin`))));
    });
  }
  await Promise.all([source.end(), target.end()]);
  return total;
}

const PORTION = 256 * 2 ** 20;

/** A table in portions that fit into memory; each ends where a row does. */
async function* portionsOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let portion: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    portion.push(chunk);
    size += chunk.length;
    const end = chunk.lastIndexOf(0x0a) + 1;
    if (size < PORTION || end === 0) continue;
    portion[portion.length - 1] = chunk.subarray(0, end);
    yield portion;
    portion = [chunk.subarray(end)];
    size = chunk.length - end;
  }
  if (size > 0) yield portion;
}

async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query("set statement_timeout = 0");
  return client;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}
