import { today } from "../calendar";
import { loadConfig } from "../config";
import { openMigrated } from "../database/open";
import { sampleSignals } from "../importers/sample-signals";
import { computeTrending } from "../trending/recompute";
import { endEarly } from "./ending";
import { untilStopped } from "./stopping";

/** Computes what is trending today, or was on each of several days, in their order, and says how many papers each list holds. SIGINT and SIGTERM end the day in hand and then the command. */
export async function runTrendCommand(days: readonly string[] = [today()]): Promise<void> {
  const signal = untilStopped();
  try {
    const database = await openMigrated(loadConfig(), console.error);
    try {
      await sampleSignals(database.db);
      for (const day of days) {
        signal.throwIfAborted();
        const counts = Object.entries(await computeTrending(database.db, day));
        console.log(`${day}: ${counts.map(([window, count]) => `${window.toLowerCase()} ${count}`).join(", ")}`);
      }
    } finally {
      await database.close();
    }
  } catch (error) {
    if (endEarly(error, signal, "The lists of the days before stay.")) return;
    console.error(`Computing failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
