import { existsSync, statSync } from "node:fs";
import { today } from "../calendar";
import { loadConfig } from "../config";
import { migrate } from "../database/migrate";
import { openDatabase } from "../database/open";
import { StartupError } from "../database/startup-error";
import { type Importer, MAX_LINE_BYTES, SourceError } from "../importers/importer";
import { importFile } from "../importers/run-import";

/** Imports one file and says what became of its records. A fault is one line on stderr and exit code 1. */
export async function runImportCommand(importer: Importer, file: string, { listedOn }: { listedOn?: string }): Promise<void> {
  try {
    if (!existsSync(file) || !statSync(file).isFile()) throw new StartupError(`${file} is no file that can be read.`);
    const database = await openDatabase(loadConfig(), console.error);
    try {
      await migrate(database.db);
      const counts = await importFile(database.db, importer, file, {
        listedOn: listedOn ?? null,
        today: today(),
        maxLineBytes: MAX_LINE_BYTES,
        onProblem: ({ line, reason }) => console.error(`${file}, line ${line}: rejected: ${reason}`),
      });
      const { read, added, changed, unchanged, rejected } = counts;
      const nothing = added + changed === 0 ? " Nothing has changed." : "";
      console.log(
        `${file}: ${read} read = ${added} added + ${changed} changed + ${unchanged} unchanged + ${rejected} rejected.${nothing}`,
      );
    } finally {
      await database.close();
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isOurs = error instanceof StartupError || error instanceof SourceError;
    console.error(
      error instanceof SourceError
        ? `${file}, ${message}. Nothing was imported.`
        : isOurs
          ? message
          : `The import failed: ${message}`,
    );
    process.exitCode = 1;
  }
}
