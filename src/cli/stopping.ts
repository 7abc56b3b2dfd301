import { constants } from "node:os";

/** One Ctrl-C reaches us twice under `npm run`: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500;

/** Why a command ends before its end: somebody stopped it. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  constructor(
    /** As a shell tells of a process that a signal ended. */
    readonly exitCode: number,
  ) {
    super("somebody stopped it");
  }
}

/** A signal that is aborted by the first SIGINT or SIGTERM, with a Stopped as its reason: the command ends what it has in hand. A second one ends the process at once. */
export function untilStopped(): AbortSignal {
  const controller = new AbortController();
  let stoppedAt = 0;
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      const exitCode = 128 + constants.signals[name];
      if (controller.signal.aborted) {
        if (Date.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(exitCode);
        return;
      }
      stoppedAt = Date.now();
      console.error("Stopping after what is in hand; a second signal stops at once.");
      controller.abort(new Stopped(exitCode));
    });
  return controller.signal;
}
