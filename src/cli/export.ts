import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { loadConfig } from "../config";
import { migrate } from "../database/migrate";
import { openDatabase } from "../database/open";
import { StartupError } from "../database/startup-error";
import { exportGraph } from "../exporting/export-graph";
import { PARTS } from "../exporting/graph-lines";

/** Where an export goes. */
interface Target {
  readonly stream: NodeJS.WritableStream;
  /** Called when it is whole, or else with false. */
  end(isWhole: boolean): Promise<void>;
}

/** Writes the graph to a file, packed where its name ends with `.gz`, or with `-` to standard output. A file is there whole or as it was before. A fault is one line on stderr and exit code 1. */
export async function runExportCommand(place: string): Promise<void> {
  try {
    const database = await openDatabase(loadConfig(), console.error);
    process.once("SIGINT", () => database.close().finally(() => process.exit(130)));
    try {
      await migrate(database.db);
      const target = await openTarget(place);
      const counts = await exportGraph(database.db, target.stream, place.endsWith(".gz")).catch(async (error) => {
        await target.end(false);
        throw error;
      });
      await target.end(true);
      console.error(`${place}: ${PARTS.map((name) => `${counts[name]} ${name}`).join(", ")}.`);
    } finally {
      await database.close();
    }
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (!(error instanceof StartupError) && syscall === undefined) throw error;
    // Who reads standard output may have seen enough.
    if (code !== "EPIPE") console.error(error instanceof StartupError ? message : `${place} cannot be written: ${message}`);
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
