import { once } from "node:events";
import { loadConfig } from "../config";
import { openMigrated } from "../database/open";
import { githubRepositories } from "../harvest/github-repository";
import { eachReject, eachRun, type ListedRun, type Reject } from "../importers/import-runs";
import { importers } from "../importers/registry";
import { endEarly } from "./ending";
import { untilStopped } from "./stopping";

interface Flags {
  /** The import whose rejects are shown. */
  readonly rejects?: number;
  readonly json?: boolean;
}

/** Lists all imports, or what one of them rejected, on standard output: for people, or as JSON lines. A fault is one line on stderr and exit code 1. */
export async function runImportsCommand({ rejects, json = false }: Flags): Promise<void> {
  const signal = untilStopped();
  try {
    const database = await openMigrated(loadConfig(), console.error);
    try {
      const write = async (lines: readonly string[]) => {
        signal.throwIfAborted();
        if (!process.stdout.write(`${lines.join("\n")}\n`)) await Promise.race([once(process.stdout, "drain"), closed]);
      };
      const closed = closing();
      if (rejects === undefined) {
        if (!json) await write([HEAD]);
        await eachRun(database.db, (runs) => write(runs.map(json ? (run) => JSON.stringify(run) : runLine)));
      } else {
        const lineOf = json ? jsonLine : rejectLine;
        const isKnown = await eachReject(database.db, rejects, (run, some) => write(some.map((reject) => lineOf(run, reject))));
        if (!isKnown) throw new UnknownRun(`There is no import ${rejects}: \`npm run imports\` lists those that there are.`);
      }
    } finally {
      await database.close();
    }
  } catch (error) {
    if (isClosed(error))
      process.exitCode = 1; // who reads standard output has seen enough
    else if (!endEarly(error, signal, "Nothing was changed.", UnknownRun)) throw error;
  }
}

class UnknownRun extends Error {}

/** Rejects when nobody reads standard output any more. */
function closing(): Promise<never> {
  const closed = new Promise<never>((_resolve, reject) => process.stdout.on("error", reject));
  closed.catch(() => {}); // it may happen when nobody waits
  return closed;
}

const isClosed = (error: unknown) => (error as NodeJS.ErrnoException).code === "EPIPE";

/** The least widths of the columns: what is wider moves the rest of its line. */
const WIDTHS = [5, 20, 20, 9, 9, 9, 9, 9, 20];
const RIGHT = new Set([0, 3, 4, 5, 6, 7]);

const columns = (...cells: readonly (string | number)[]) =>
  cells.map((cell, at) => (RIGHT.has(at) ? String(cell).padStart(WIDTHS[at]!) : String(cell).padEnd(WIDTHS[at] ?? 0))).join("  ");

const HEAD = columns("run", "began", "format", "read", "added", "changed", "unchanged", "rejected", "ended", "file");

function runLine({ run, startedAt, finishedAt, format, file, read, added, changed, unchanged, rejected }: ListedRun): string {
  const to = (moment: string) => moment.replace(/\.\d+/, "");
  const ended = finishedAt === null ? "no" : to(finishedAt);
  return columns(run, to(startedAt), format, read, added, changed, unchanged, rejected, ended, file);
}

function unitOf({ format }: ListedRun): "line" | "entry" {
  return [...importers, githubRepositories].find(({ name }) => name === format)?.unit ?? "entry";
}

function rejectLine(run: ListedRun, { place, reason, excerpt }: Reject): string {
  return `${unitOf(run)} ${place}: ${reason}${excerpt === null ? "" : `: ${excerpt}`}`.replace(/\p{Cc}/gu, " ");
}

function jsonLine(run: ListedRun, { place, reason, excerpt }: Reject): string {
  return JSON.stringify({ run: run.run, unit: unitOf(run), place, reason, excerpt });
}
