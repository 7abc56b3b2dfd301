import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

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
    return process.platform === "win32" ? "" : ps(pid, "lstart").replace(/\W+/g, "_");
  } catch {
    return null;
  }
}

/** The PostgreSQL processes, a server and its children or what is left of them, that run on the data folder `cluster`; Linux only, else none. */
export function serverProcesses(cluster: string): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, cluster));
}

/** Whether the process is a PostgreSQL server on the data folder `cluster`, and not another one that got the id of a dead server. */
export function isServer(pid: number, cluster: string): boolean {
  if (startOf(pid) === null) return false;
  if (process.platform === "linux") return worksIn(pid, cluster);
  return process.platform === "win32" || ps(pid, "command").includes(cluster);
}

function worksIn(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster && basename(readlinkSync(`/proc/${pid}/exe`)).startsWith("postgres");
  } catch {
    return false; // ended meanwhile, or another user's
  }
}

const ps = (pid: number, column: string) =>
  execFileSync("/bin/ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" }).trim();
