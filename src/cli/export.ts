import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { loadConfig } from "../config";
import { openMigrated } from "../database/open";
import { exportGraph } from "../exporting/export-graph";
import { PARTS } from "../exporting/graph-lines";
import { endEarly } from "./ending";
import { untilStopped } from "./stopping";

/** Where an export goes. */
interface Target {
  readonly stream: NodeJS.WritableStream;
  /** Called when it is whole, or else with false. */
  end(isWhole: boolean): Promise<void>;
}

/** Writes the graph to a file, packed where its name ends with `.gz`, or with `-` to standard output. A file is there whole or as it was before. A fault is one line on stderr and exit code 1. */
export async function runExportCommand(place: string): Promise<void> {
  const signal = untilStopped();
  try {
    const database = await openMigrated(loadConfig(), console.error);
    try {
      const target = await openTarget(place);
      const counts = await exportGraph(database.db, target.stream, place.endsWith(".gz"), signal).catch(async (error) => {
        await target.end(false);
        throw error;
      });
      await target.end(true);
      console.error(`${place}: ${PARTS.map((name) => `${counts[name]} ${name}`).join(", ")}.`);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (endEarly(error, signal, "Nothing was written to a file; the same command begins anew.")) return;
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    if (code !== "EPIPE") console.error(`${place} cannot be written: ${message}`); // else who reads standard output has seen enough
    process.exitCode = 1;
  }
}

/** A file gets its name when it is whole; what is none, like a pipe, is written as it is. */
async function openTarget(place: string): Promise<Target> {
  if (place === "-") return { stream: process.stdout, end: async () => {} };
  const found = await stat(place).catch(() => null);
  if (found && !found.isFile()) return { stream: (await open(place, "w")).createWriteStream(), end: async () => {} };
  const part = `${place}.part`;
  const handle: FileHandle = await open(part, "w");
  return {
    stream: handle.createWriteStream(),
    end: (isWhole) => (isWhole ? rename(part, place) : rm(part, { force: true })),
  };
}
