import { Presets, SingleBar } from "cli-progress";

/** Shows how far a long task is. */
export interface Progress {
  /** So many bytes more were read. */
  addBytes(count: number): void;
  /** So many records are done with. */
  setRecords(count: number): void;
  /** Ends what is shown; `isDone`: all of it is done. */
  stop(isDone: boolean): void;
}

/** What is read is not yet written: the most of the size that is shown as done before the end. */
const MOST_BEFORE_END = 0.99;

/** Milliseconds between two lines where nobody watches. */
const LINE_EVERY = 10_000;

/** A bar with rate and time left on a terminal, a line now and then elsewhere. `size` is in bytes; null where unknown: then no time left is shown. */
export function showProgress(name: string, size: number | null): Progress {
  return process.stderr.isTTY && size !== null ? bar(name, size) : lines(name, size);
}

function bar(name: string, size: number): Progress {
  const startedAt = Date.now();
  const bar = new SingleBar(
    {
      format: `${name} {bar} {percentage}% | {records} records | {rate}/s | {eta_formatted} left`,
      hideCursor: true,
      stream: process.stderr,
      gracefulExit: true, // a signal gives the cursor back
    },
    Presets.shades_classic,
  );
  let bytes = 0;
  bar.start(size, 0, { records: 0, rate: 0 });
  return {
    addBytes(count) {
      bytes += count;
      bar.update(Math.min(bytes, Math.floor(MOST_BEFORE_END * size)));
    },
    setRecords: (records) => bar.update({ records, rate: rateOf(records, startedAt) }),
    stop(isDone) {
      if (isDone) bar.update(size);
      bar.stop();
    },
  };
}

function lines(name: string, size: number | null): Progress {
  const startedAt = Date.now();
  let shownAt = startedAt;
  let bytes = 0;
  return {
    addBytes(count) {
      bytes += count;
    },
    setRecords(records) {
      if (Date.now() - shownAt < LINE_EVERY) return;
      shownAt = Date.now();
      const share = size === null ? "" : `${Math.floor(100 * Math.min(bytes / size, MOST_BEFORE_END))} %, `;
      console.error(`${name}: ${share}${records} records, ${rateOf(records, startedAt)}/s`);
    },
    stop() {},
  };
}

function rateOf(records: number, startedAt: number): number {
  return Math.round((1_000 * records) / Math.max(1, Date.now() - startedAt));
}
