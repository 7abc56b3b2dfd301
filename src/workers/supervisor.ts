import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import pino from "pino";
import type { Config } from "../config";
import { StartupError } from "../database/startup-error";
import { answerForMetrics } from "./all-metrics";
import { type Report, STOP } from "./worker";

/** Running workers. */
export interface Workers {
  /** Tells all to finish their requests and end, and resolves when they have. Each cuts off what takes longer than it may. */
  stop(): Promise<void>;
}

/** Milliseconds before a worker that died is started again: the first time, at most, and how long it must have lived to count as the first time. */
const DELAY = 100;
const DELAY_MAX = 30_000;
const SOUND_LIFE = 60_000;

/** Milliseconds to wait before a worker is started again that died `deaths` times in a row: doubles up to half a minute. */
export function restartDelay(deaths: number): number {
  return Math.min(DELAY * 2 ** Math.max(0, deaths - 1), DELAY_MAX);
}

/**
 * Starts `config.workers` processes of this same program, which share one port and one database, and keeps that many running. Resolves when all of them listen.
 * Throws a StartupError when one cannot start; later such a one is tried again, less and less often.
 */
export async function startWorkers(config: Config, databaseUrl: string): Promise<Workers> {
  const log = pino({ level: config.logLevel });
  const env = {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: String(shareOf(config.databasePoolSize, config.workers)),
    PORT: String(config.port),
  };
  const running = new Set<Worker>();
  const restarts = new Set<NodeJS.Timeout>();
  let isUp = false;
  let isStopping = false;

  /** Resolves when the worker listens; rejects when it ended before. */
  function launch(deaths: number): Promise<void> {
    const worker = cluster.fork(env);
    const startedAt = performance.now();
    let isReady = false;
    let fault: string | null = null;
    running.add(worker);
    return new Promise((resolve, reject) => {
      const end = (code: number | null, signal: string | null) => {
        running.delete(worker);
        reject(new StartupError(fault ?? `A worker ended with ${signal ?? `exit code ${code}`} before it was ready.`));
        if (isStopping || !(isReady || isUp)) return;
        restart(performance.now() - startedAt < SOUND_LIFE ? deaths + 1 : 1, { code, signal, fault });
      };
      worker.on("exit", end);
      worker.on("error", (error) => {
        fault = error.message;
        if (worker.process.pid === undefined) end(null, null); // the system allows no more processes
      });
      worker.on("message", (report: Report) => {
        if ("fault" in report) fault = report.fault;
        else if ("isReady" in report) {
          isReady = true;
          resolve();
        }
      });
    });
  }

  function restart(deaths: number, why: object): void {
    const delay = restartDelay(deaths);
    log.error({ ...why, restartsInMs: delay }, "a worker ended");
    const timer = setTimeout(() => {
      restarts.delete(timer);
      launch(deaths).catch(() => {}); // told when it ended
    }, delay);
    restarts.add(timer);
  }

  async function stop(): Promise<void> {
    isStopping = true;
    for (const timer of restarts) clearTimeout(timer);
    await Promise.all(
      [...running].map(async (worker) => {
        const ended = once(worker, "exit");
        if (worker.isConnected()) worker.send(STOP);
        await ended;
      }),
    );
  }

  // The system gives each connection to a worker that waits for one. With Node's own round robin they go through this process,
  // and a worker that is killed leaves a client waiting for ever whose connection was on its way to it.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  answerForMetrics();
  try {
    await Promise.all(Array.from({ length: config.workers }, () => launch(0)));
  } catch (error) {
    await stop();
    throw error;
  }
  isUp = true;
  return { stop };
}

/** The connections of one worker out of those of the service; two at least, so that one slow statement does not stand for all. */
function shareOf(connections: number, workers: number): number {
  return Math.max(2, Math.ceil(connections / workers));
}
