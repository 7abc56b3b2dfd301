import { Command, InvalidArgumentError, Option } from "commander";
import type { ListedKey } from "../community/api-key.queries";
import type { Scope } from "../community/scope";
import { loadConfig } from "../config";
import { openMigrated } from "../database/open";
import { duration } from "./arguments";

const SCOPES = ["READ", "CONTRIBUTE", "CURATE", "ADMIN"];

/** What keys are made with; loaded for these commands alone, as it knows the schema. */
const loadChanges = () => import("../community/api-key.changes.js");

type Db = Awaited<ReturnType<typeof openMigrated>>["db"];

/** `keys create`, `keys list` and `keys revoke`. */
export function keysCommand(): Command {
  const keys = new Command("keys").description("makes, lists and revokes the API keys of members");
  keys
    .command("create")
    .description("makes a key, and prints it this once")
    .argument("<member>", "the member's name; a new name makes a new member", memberName)
    .addOption(
      new Option(
        "--scopes <scopes>",
        "what it allows, with commas between: read, contribute, curate, admin; each includes those before it",
      )
        .argParser(scopes)
        .default(["CONTRIBUTE"], "contribute"),
    )
    .addOption(
      new Option("--expires-in <time>", "how long it is valid, like 12h or 90d; until it is revoked when not said").argParser(
        duration,
      ),
    )
    .action((memberName: string, flags: { scopes: Scope[]; expiresIn?: number }) =>
      onDatabase(async (db) => {
        const expiresAt = flags.expiresIn === undefined ? null : new Date(Date.now() + flags.expiresIn);
        const { makeKey } = await loadChanges();
        const { key } = await makeKey(db, { memberName, scopes: flags.scopes, expiresAt }, null);
        console.log(key);
        console.error("Keep it: it is not shown again.");
      }),
    );
  keys
    .command("list")
    .description("lists all keys: beginning, member, scopes, last use, and what became of them")
    .action(() =>
      onDatabase(async (db) => {
        const { listKeys } = await import("../community/api-key.queries.js");
        console.log([HEAD, ...(await listKeys(db)).map(keyLine)].join("\n"));
      }),
    );
  keys
    .command("revoke")
    .description("revokes a key, from the next request on")
    .argument("<beginning>", "its public beginning, like pg_1a2b3c4d")
    .action((prefix: string) =>
      onDatabase(async (db) => {
        const { revokeKey } = await loadChanges();
        if (!(await revokeKey(db, prefix, null)))
          throw new Error(`there is no key ${JSON.stringify(prefix)}: \`npm run keys -- list\` lists those that there are`);
        console.log(`${prefix} is revoked.`);
      }),
    );
  return keys;
}

/** A fault is one line on stderr and exit code 1. */
async function onDatabase(work: (db: Db) => Promise<void>): Promise<void> {
  try {
    const database = await openMigrated(loadConfig(), console.error);
    await work(database.db).finally(() => database.close());
  } catch (error) {
    console.error(`keys: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

function memberName(text: string): string {
  if (text.trim() === "" || text.length > 100) throw new InvalidArgumentError("It must be 1 to 100 characters long.");
  return text;
}

function scopes(text: string): Scope[] {
  const named = text.split(",").map((name) => name.trim().toUpperCase());
  if (!named.every((name): name is Scope => SCOPES.includes(name)))
    throw new InvalidArgumentError("They must be of: read, contribute, curate, admin.");
  return named;
}

const HEAD = "key\tmember\tscopes\tlast used\tstate";

function keyLine({ prefix, member, scopes, expiresAt, revokedAt, lastUsedAt }: ListedKey): string {
  const isExpired = expiresAt !== null && expiresAt <= new Date();
  const state = revokedAt ? "revoked" : isExpired ? "expired" : expiresAt ? `until ${expiresAt.toISOString()}` : "valid";
  return [prefix, member, scopes.join(",").toLowerCase(), lastUsedAt?.toISOString() ?? "never", state].join("\t");
}
