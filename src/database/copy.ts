import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Values as a row of COPY's text format, without the end of the line; rows become one row when a tab joins them. Texts must not hold the character U+0000.
 * https://www.postgresql.org/docs/18/sql-copy.html
 */
export const copyLine = (values: readonly unknown[]): string => values.map(copyText).join("\t");

function copyText(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!);
}

/** Writes rows into columns of a table. */
export async function copyLines(client: PoolClient, table: string, columns: readonly string[], lines: readonly string[]) {
  if (lines.length === 0) return;
  await pipeline(Readable.from(chunksOf(lines)), client.query(copyFrom(`copy ${table} (${columns.join(", ")}) from stdin`)));
}

/** Characters of one write: a write a row would cost more than the row. */
const CHUNK = 65_536;

function* chunksOf(lines: readonly string[]): Generator<Buffer> {
  let chunk = "";
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK) continue;
    yield Buffer.from(chunk);
    chunk = "";
  }
  if (chunk !== "") yield Buffer.from(chunk);
}
