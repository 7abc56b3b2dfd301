import { setFlagsFromString } from "node:v8";
import { Command, InvalidArgumentError, Option } from "commander";
import { count, day, days } from "./cli/arguments";
import { runExportCommand } from "./cli/export";
import { harvestCommand } from "./cli/harvest";
import { runImportCommand } from "./cli/import";
import { runImportsCommand } from "./cli/imports";
import { keysCommand } from "./cli/keys";
import { runTagCommand } from "./cli/tag";
import { writeTopicPage } from "./cli/topic-page";
import { runTrendCommand } from "./cli/trend";
import { importers } from "./importers/registry";

// The heap is cleaned before it has doubled: V8 would let it grow to four times what was alive last.
setFlagsFromString("--heap-growing-percent=60");

const program = new Command("papergraph").description("Papergraph's commands").showHelpAfterError();

program
  .command("import")
  .description(
    "reads a public format into the database; the same file again changes nothing, and an import that was stopped goes on where it was",
  )
  .argument(
    "<format>",
    `what it is:\n${importers.map(({ name, description }) => `  ${name}: ${description}`).join("\n")}`,
    knownFormat,
  )
  .argument("<place>", "a file, a folder of files, an http address, or - for standard input; packed with gzip or not")
  .addOption(
    new Option(
      "--listed-on <day>",
      "the day of a listing, YYYY-MM-DD; else the newest such day that is not in the future",
    ).argParser(day),
  )
  .addHelpText(
    "after",
    "\nread: records that were understood and entries that were rejected; an entry may hold several records, and rows that tell of the same may be one." +
      "\nadded, changed, unchanged: records, by what they did to the database. rejected: entries, or parts of one, that were not understood.",
  )
  .option("--dry-run", "counts what would happen, and writes nothing")
  .addOption(new Option("--limit <records>", "stops after so many records of each file").argParser(count))
  .action(runImportCommand);

program
  .command("imports")
  .description("lists the imports: number, when, format, file, what became of the entries, and whether it ended")
  .addOption(
    new Option("--rejects <run>", "what the import of that number rejected instead, with place and reason").argParser(count),
  )
  .option("--json", "JSON lines, for machines")
  .action(runImportsCommand);

program
  .command("export")
  .description("writes the whole graph as JSON lines, ids included, for `import papergraph` of another instance")
  .argument("<file>", "where to, packed with gzip when it ends with .gz; - for standard output")
  .action(runExportCommand);

program.addCommand(harvestCommand());
program.addCommand(keysCommand());

program
  .command("schema")
  .description("writes schema.graphql")
  // The service's resolvers are loaded for this command alone: the others should start quickly and stay small.
  .action(async () => (await import("./cli/schema.js")).writeSchema());

program
  .command("tag")
  .description("brings topics, and what papers are about, to the vocabulary: after it changed")
  .action(runTagCommand);

program
  .command("trend")
  .description("computes what is trending: today, or what was on the days given, in their order")
  .argument("[days]", "a day, or two like 2025-03-01..2025-03-12", days)
  .action(runTrendCommand);

program.command("topic-page").description("writes docs/topics.md").action(writeTopicPage);

program.parseAsync();

function knownFormat(name: string) {
  const importer = importers.find((importer) => importer.name === name);
  if (!importer) throw new InvalidArgumentError(`It must be one of: ${importers.map(({ name }) => name).join(", ")}.`);
  return importer;
}
