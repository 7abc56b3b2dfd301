import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** When the process started, as a text that is good for comparing only; null when no such process lives. */
export function startOf(pid: number): string | null {
  try {
    if (process.platform === "linux") {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" "); // the name in () may hold spaces
      return fields[0] === "Z" ? null : fields[19]!; // proc(5): the state, the start time
    }
    process.kill(pid, 0);
    return process.platform === "win32" ? "" : ps("-o", "lstart=", "-p", String(pid)).trim().replace(/\W+/g, "_");
  } catch {
    return null;
  }
}

/** The command line of each process, by its id; empty on Windows. Programs may rewrite theirs: PostgreSQL's children say who they are. */
export function commandLines(): Map<number, string> {
  if (process.platform === "linux")
    return new Map(
      readdirSync("/proc")
        .filter(isNumber)
        .map((pid) => [Number(pid), commandLine(pid)]),
    );
  if (process.platform === "win32") return new Map();
  const lines = ps("-axwwo", "pid=,command=").split("\n");
  return new Map(lines.map((line) => [Number.parseInt(line, 10), line.replace(/^\s*\d+\s+/, "").trimEnd()]));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trimEnd();
  } catch {
    return ""; // it has ended meanwhile
  }
}

const isNumber = (text: string) => /^\d+$/.test(text);
const ps = (...args: string[]) => execFileSync("/bin/ps", args, { encoding: "utf8" });
