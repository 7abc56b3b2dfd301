import type { RateLimiter } from "./rate-limiter";

/** Sends one statement and gives its rows. */
type Run = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

const INTERVAL_MS = 1_000;

/** How often minutes that are over are deleted, in exchanges. */
const SWEEP_EVERY = 60;

/**
 * Tells the other processes of one database once a second what was spent here, and learns what was spent there: one statement for all clients,
 * none when nobody asked. A client on n processes can spend more than its limit by what it gets through the others in a second.
 * While the database does not answer, each process counts for itself. Gives what ends it, after a last exchange.
 */
export function exchangeRates(limiter: RateLimiter, run: Run, warn: (error: unknown) => void): () => Promise<void> {
  let running: Promise<void> | null = null;
  let isFailing = false;
  let exchanges = 0; // that had something to tell

  const exchange = async () => {
    const spending = limiter.takeUnsent();
    try {
      if (spending.length === 0) return;
      const rows = await run<{ client: string; resetsAt: Date; points: number }>(
        // In one order, so that two processes do not wait for each other's rows.
        `/* exchangeRates */ insert into rate_window as w (client, resets_at, points)
         select * from unnest($1::text[], $2::timestamptz[], $3::bigint[]) as s(client, resets_at, points) order by client
         on conflict (client, resets_at) do update set points = w.points + excluded.points
         returning client, resets_at as "resetsAt", points`,
        [spending.map(({ client }) => client), spending.map(({ resetsAt }) => resetsAt), spending.map(({ points }) => points)],
      );
      for (const { client, resetsAt, points } of rows) limiter.learn(client, resetsAt, points);
      if (exchanges++ % SWEEP_EVERY === 0) {
        limiter.sweep();
        await run("/* sweepRates */ delete from rate_window where resets_at < now() - interval '1 minute'");
      }
      isFailing = false;
    } catch (error) {
      limiter.putBack(spending);
      if (!isFailing) warn(error); // once, not once a second
      isFailing = true;
    }
  };

  const timer = setInterval(() => {
    running ??= exchange().finally(() => {
      running = null;
    });
  }, INTERVAL_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
    await exchange();
  };
}
