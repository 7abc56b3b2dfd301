import { randomBytes } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startOf } from "./processes";

/** A file whose name says which process it belongs to. `release` removes it; again does nothing. */
export interface Claim {
  readonly file: string;
  release(): void;
}

/**
 * Claims `folder` for this process by an empty file in it, named after the process's id and start time. A process may hold several.
 * The claim of a process that died counts no more, however it died, and nobody takes a later process with its id for it.
 */
export function claim(folder: string): Claim {
  const file = join(folder, `${process.pid}-${startOf(process.pid)}-${randomBytes(4).toString("hex")}`);
  writeFileSync(file, "");
  return { file, release: () => rmSync(file, { force: true }) };
}

/** The claims on `folder` of processes that live, as paths; what dead ones left is removed. */
export function liveClaims(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((file) => {
      const [, pid, start] = /(\d+)-([^-/\\]*)-[0-9a-f]{8}$/.exec(file) ?? [];
      const isLive = pid !== undefined && startOf(Number(pid)) === start;
      if (!isLive) rmSync(file, { force: true, recursive: true }); // names are never used twice: it cannot be somebody else's by now
      return isLive;
    });
}

/**
 * Runs `action` while no other holder of the lock `folder` runs, in this process or another; waits for as long as that takes.
 *
 * Whoever sees its own claim alone holds the lock; who sees another gives way and tries again. Of two that claim at once the later to look
 * sees the other, so both never hold it. A lock file would need to be taken from a dead owner, which two can do at the same time.
 */
export async function withLock<T>(folder: string, action: () => Promise<T>): Promise<T> {
  for (;;) {
    if (liveClaims(folder).length === 0) {
      const own = claim(folder);
      try {
        if (liveClaims(folder).every((file) => file === own.file)) return await action();
      } finally {
        own.release();
      }
    }
    await sleep(10 + Math.random() * 40);
  }
}
