import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { loadConfig } from "../config";
import { migrate } from "../database/migrate";
import { openDatabase } from "../database/open";
import { StartupError } from "../database/startup-error";
import { exportGraph } from "../exporting/export-graph";
import { PARTS } from "../exporting/graph-lines";

/** Writes the graph to a file, packed where its name ends with `.gz`, or with `-` to standard output. A file is there whole or not at all. A fault is one line on stderr and exit code 1. */
export async function runExportCommand(place: string): Promise<void> {
  try {
    const database = await openDatabase(loadConfig(), console.error);
    process.once("SIGINT", () => database.close().finally(() => process.exit(130)));
    try {
      await migrate(database.db);
      const part = `${place}.part`;
      const target = place === "-" ? process.stdout : createWriteStream(part);
      const counts = await exportGraph(database.db, target, place.endsWith(".gz")).catch(async (error) => {
        if (place !== "-") await rm(part, { force: true });
        throw error;
      });
      if (place !== "-") await rename(part, place);
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
