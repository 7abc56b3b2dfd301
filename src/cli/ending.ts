import { DatabaseGoneError } from "../database/gone";
import { StartupError } from "../database/startup-error";
import { Stopped } from "./stopping";

type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * Says on stderr, in one line, why a command did not come to its end, and how to go on. The exit code is 1, or 128 and the signal's number where somebody stopped it.
 * False for what is none of StartupError, DatabaseGoneError and these `others`, whose messages stand for themselves: then nothing happens.
 */
export function endEarly(error: unknown, signal: AbortSignal, goOn: string, ...others: ErrorClass[]): boolean {
  if (signal.reason instanceof Stopped) {
    console.error(`Stopped. ${goOn}`); // whatever failed then: a Ctrl-C reaches our children as well
    process.exit(signal.reason.exitCode); // else what is still read, like a pipe, would keep the process
  }
  const isGone = error instanceof DatabaseGoneError;
  if (!isGone && ![StartupError, ...others].some((known) => error instanceof known)) return false;
  console.error(isGone ? `${error.message}. ${goOn}` : (error as Error).message);
  process.exitCode = 1;
  return true;
}
