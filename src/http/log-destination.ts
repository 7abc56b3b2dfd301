import pino, { type DestinationStream } from "pino";

/** Characters that are written at once: a write for each line would cost more than the line, and of more the lines of several processes could run into each other in a pipe. */
const PIECE = 4_000;
const LATEST_MS = 200;

/** When whoever reads the log stands still: further lines are lost, and the service goes on. */
const MOST_UNREAD = 16_000_000;

let shared: DestinationStream | undefined;

/**
 * The standard output of the process, for many lines: they are gathered, and written without waiting, a fifth of a second later at most, or at its end. pino's own
 * gathering measures all that it has with every line.
 */
export function standardOutput(): DestinationStream {
  shared ??= gatherFor(pino.destination({ sync: false, maxLength: MOST_UNREAD }));
  return shared;
}

function gatherFor(output: ReturnType<typeof pino.destination>) {
  let lines = "";
  let timer: NodeJS.Timeout | null = null;
  const pass = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (lines !== "") output.write(lines);
    lines = "";
  };
  const flushSync = () => {
    pass();
    output.flushSync();
  };
  process.on("exit", flushSync);
  return {
    write(line: string) {
      if (lines.length + line.length > PIECE) pass();
      lines += line;
      timer ??= setTimeout(pass, LATEST_MS).unref();
    },
    /** pino calls it after what is fatal. */
    flushSync,
  };
}
