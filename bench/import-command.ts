import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** How a run of the command went. */
export interface ImportedRun {
  readonly seconds: number;
  /** The most memory that its process held, as Linux counts it (VmHWM). */
  readonly peakBytes: number;
}

/** Runs the import command on a database with a file, or with chunks as its standard input; throws when it fails. */
export async function runImport(databaseUrl: string, format: string, source: string | Iterable<string>): Promise<ImportedRun> {
  const startedAt = performance.now();
  const place = typeof source === "string" ? source : "-";
  const command = spawn(process.execPath, [join(__dirname, "..", "src", "cli.js"), "import", format, place], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ["pipe", "inherit", "inherit"],
  });
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(command.pid!));
  }, 100);
  const ended = new Promise<number | null>((resolve) => command.once("exit", resolve));
  if (typeof source === "string") command.stdin.end();
  else await pipeline(Readable.from(source), command.stdin);
  const code = await ended;
  clearInterval(watch);
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  return { seconds: (performance.now() - startedAt) / 1_000, peakBytes };
}

function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1_024;
  } catch {
    return 0; // it has ended
  }
}
