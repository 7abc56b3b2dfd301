import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { DataSource } from "typeorm";
import { transaction } from "../database/sql";
import { graphLines, type PartCounts } from "./graph-lines";

/**
 * Writes the whole graph as JSON lines to a stream, packed with gzip or not, and ends it unless it is standard output: what stands there is one state of the database, whatever is written meanwhile.
 * Memory stays flat whatever the size. The same graph gives the same bytes, on every instance. Gives how many lines of each part were written. Throws when the signal is aborted.
 */
export async function exportGraph(
  db: DataSource,
  target: NodeJS.WritableStream,
  isPacked: boolean,
  signal?: AbortSignal,
): Promise<PartCounts> {
  const counts: PartCounts = { topics: 0, repositories: 0, authors: 0, papers: 0 };
  await transaction(db, async (run) => {
    await run("/* exportGraph */ set transaction isolation level repeatable read, read only");
    await run("/* exportGraph */ set local statement_timeout = 0");
    const streams = [Readable.from(graphLines(run, counts)), ...(isPacked ? [createGzip()] : []), target];
    await pipeline(streams, { end: target !== process.stdout, signal });
  });
  return counts;
}
