import cluster from "node:cluster";

/** What a worker tells the process that started it: that it listens, or why it cannot. */
export type Report = { readonly isReady: true } | { readonly fault: string };

/** What a worker is told when it shall finish its requests and end. */
export const STOP = "stop";

/** Whether another process of the service started this one to share its work. */
export const isWorker = cluster.isWorker;

/** Calls `stop` when the process that started this worker says so. Signals, which a terminal sends to both, are left to that one; when it is gone the worker ends at once. */
export function obey(stop: () => void): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => {});
  process.on("message", (message) => {
    if (message === STOP) stop();
  });
}

/** Tells the process that started this worker; resolves when it is told, or nobody is there to hear it. */
export function report(what: Report): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send!(what, undefined, {}, () => resolve());
    else resolve();
  });
}
