import { Command, InvalidArgumentError, Option } from "commander";
import { isDay, today } from "./calendar";
import { runImportCommand } from "./cli/import";
import { writeSchema } from "./cli/schema";
import { importers } from "./importers/registry";

const program = new Command("papergraph").description("Papergraph's commands").showHelpAfterError();

program
  .command("import")
  .description("reads papers from a file into the database; the same file again changes nothing")
  .argument(
    "<format>",
    `what the file is:\n${importers.map(({ name, description }) => `  ${name}: ${description}`).join("\n")}`,
    knownFormat,
  )
  .argument("<file>", "the file")
  .addOption(
    new Option(
      "--listed-on <day>",
      "the day of a listing, YYYY-MM-DD; else the newest such day that is not in the future",
    ).argParser(day),
  )
  .action(runImportCommand);

program.command("schema").description("writes schema.graphql").action(writeSchema);

program.parseAsync();

function knownFormat(name: string) {
  const importer = importers.find((importer) => importer.name === name);
  if (!importer) throw new InvalidArgumentError(`It must be one of: ${importers.map(({ name }) => name).join(", ")}.`);
  return importer;
}

function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError("It must be a day like 2025-03-12.");
  if (text > today()) throw new InvalidArgumentError("It must not be in the future.");
  return text;
}
