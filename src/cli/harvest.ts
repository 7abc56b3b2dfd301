import { Command, Option } from "commander";
import { loadConfig } from "../config";
import { openMigrated } from "../database/open";
import { harvestArxiv } from "../harvest/arxiv";
import { harvestGithub } from "../harvest/github";
import type { Harvest } from "../harvest/harvest";
import { HarvestError } from "../harvest/harvest-error";
import { harvestHuggingFace } from "../harvest/hugging-face";
import type { ImportCounts } from "../importers/import-log";
import { analyse } from "../importers/run-import";
import { sampleSignals } from "../importers/sample-signals";
import { storeVocabulary } from "../importers/store-vocabulary";
import { loadCategoryWeights } from "../topics/category-model";
import { createTagger } from "../topics/tagger";
import { loadVocabulary } from "../topics/vocabulary";
import { arxivSet, day, days, duration } from "./arguments";
import { endEarly } from "./ending";
import { untilStopped } from "./stopping";

/** `harvest` with a command for each service. */
export function harvestCommand(): Command {
  const command = new Command("harvest").description(
    "fetches what is new from a service; interrupted and started again, it goes on where it was",
  );
  command
    .command("arxiv")
    .description("papers that are new or changed on arXiv")
    .addOption(new Option("--since <day>", "changed on this day or later; else since the last harvest of the set").argParser(day))
    .addOption(new Option("--set <set>", "a set of arXiv like cs or physics:hep-th; else all").argParser(arxivSet))
    .action(({ since = null, set = null }) => runHarvest("arxiv", (harvest) => harvestArxiv(harvest, { since, set })));
  command
    .command("hugging-face")
    .description("the daily papers of Hugging Face")
    .addOption(new Option("--date <days>", "a day, or two like 2025-03-01..2025-03-12; else today").argParser(days))
    .action(({ date = days(new Date().toISOString().slice(0, 10)) }) =>
      runHarvest("hugging-face", (harvest) => harvestHuggingFace(harvest, date)),
    );
  command
    .command("github")
    .description("stars, languages and new names of the repositories of GitHub that are known")
    .addOption(new Option("--stale <time>", "those that were not asked for so long, like 12h; else 7d").argParser(duration))
    .action(({ stale = duration("7d") }) => runHarvest("github", (harvest) => harvestGithub(harvest, stale)));
  return command;
}

/** Harvests and says what became of the records. A fault is one line on stderr and exit code 1; what came before it stays. SIGINT and SIGTERM end it after the reply in hand. */
export async function runHarvest(name: string, work: (harvest: Harvest) => Promise<ImportCounts>): Promise<void> {
  const signal = untilStopped();
  try {
    const config = loadConfig();
    const database = await openMigrated(config, console.error);
    try {
      const vocabulary = loadVocabulary();
      await storeVocabulary(database.db, vocabulary);
      const counts = await work({
        db: database.db,
        settings: config.harvest,
        tagger: createTagger(vocabulary, loadCategoryWeights()),
        now: () => new Date(),
        onImported: (source, counts) => console.log(`${source}: ${summaryOf(counts)}`),
        onProblem: (source, { line, reason }, unit) => console.error(`${source}, ${unit} ${line}: rejected: ${reason}`),
        log: console.error,
        signal,
      });
      await analyse(database.db);
      await sampleSignals(database.db);
      console.log(`${name}: ${summaryOf(counts)}`);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (!endEarly(error, signal, "What came whole stays, and the same command goes on after it.", HarvestError)) throw error;
  }
}

function summaryOf({ read, added, changed, unchanged, rejected }: ImportCounts): string {
  return `${read} read = ${added} added + ${changed} changed + ${unchanged} unchanged + ${rejected} rejected.`;
}
