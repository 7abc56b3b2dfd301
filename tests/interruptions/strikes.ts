import { setTimeout as sleep } from "node:timers/promises";
import { startOf } from "../../src/database/processes";
import type { Ground, Importing } from "./ground";

/** A way to end an import before its end. */
export interface Strike {
  readonly name: string;
  /** The import started the database itself. */
  readonly isOwner?: boolean;
  readonly importer?: NodeJS.Signals;
  /** Which process of the database is killed. */
  readonly database?: "server" | "worker";
}

/** Every way that the product promises to bear. */
export const STRIKES: readonly Strike[] = [
  { name: "kill -9 of the importer", importer: "SIGKILL" },
  { name: "kill -9 of the database", database: "server" },
  { name: "Ctrl-C", importer: "SIGINT" },
  { name: "kill -9 of the importer and of the database that it runs", isOwner: true, importer: "SIGKILL", database: "server" },
  { name: "kill -9 of the process that works for it in the database", database: "worker" },
  { name: "SIGTERM", importer: "SIGTERM" },
  { name: "kill -9 of the importer that runs the database", isOwner: true, importer: "SIGKILL" },
  { name: "kill -9 of the importer and of the database", importer: "SIGKILL", database: "server" },
];

/** Carries out a strike, and waits until all know of it. False when it came too late: there is nobody to strike any more. */
export async function strike({ importer, database }: Strike, { child }: Importing, ground: Ground): Promise<boolean> {
  const before = database === "worker" ? await ground.checkpointerPid() : null;
  const pid = database === "worker" ? await ground.workerPid() : database === "server" ? ground.serverPid() : null;
  if (child.exitCode !== null) return false;
  if (importer) child.kill(importer);
  if (pid !== null) await killHard(pid);
  if (pid !== null && database === "worker") await crash(before, ground);
  return true;
}

/** A server of which a process was killed ends all others when it sees that, and begins anew. */
async function crash(before: number | null, ground: Ground): Promise<void> {
  for (;;) {
    const now = await ground.checkpointerPid();
    if (now !== null && now !== before) return;
    await sleep(20);
  }
}

async function killHard(pid: number): Promise<void> {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    return; // it has ended meanwhile
  }
  while (startOf(pid) !== null) await sleep(5);
}
