import type { Socket } from "node:net";
import { DatabaseError, type PoolClient, type QueryConfig } from "pg";
import { cancelStatement } from "./cancel";
import { asGone, DatabaseGoneError } from "./gone";
import type { NotedPool } from "./pool";

/** A request whose client may go away. */
export interface RunningRequest {
  readonly signal: AbortSignal;
  /** One for each statement that runs. */
  readonly cancels: Set<() => void>;
  /** Whether its statements go to the primary from now on. */
  seesWrites: boolean;
}

/** A statement that is given up when its answer comes too late to be of use, before its time limit. */
export interface SentStatement extends QueryConfig {
  readonly giveUpAfterMs?: number;
}

/** Why a statement that was given up has no rows. */
export class GivenUp extends Error {}

/** SQLSTATE of a statement that was cancelled, by its time limit or on demand: its connection is as good as before. */
const QUERY_CANCELED = "57014";

/** Milliseconds between two requests to cancel: one that overtakes the statement finds nothing to cancel. */
const CANCEL_AGAIN_MS = 250;

/** Sends a statement on a connection of the pool and gives its rows. Once `lost` aborts, its reason is thrown, whatever the server may still do. */
export async function sendOn<Row>(
  pool: NotedPool,
  query: SentStatement,
  request?: RunningRequest,
  lost?: AbortSignal,
): Promise<Row[]> {
  const client = await connect(pool, lost);
  let fault: Error | undefined;
  let cancelling: Promise<void> | undefined;
  const noteFault = (error: Error) => {
    fault = error;
  };
  let isOver = false;
  let wake = () => {};
  const cancelUntilOver = async () => {
    while (!isOver) {
      await cancelStatement(client, pool.options);
      if (!isOver)
        await new Promise<void>((resolve) => {
          const again = setTimeout(resolve, CANCEL_AGAIN_MS);
          wake = () => {
            clearTimeout(again);
            resolve();
          };
        });
    }
  };
  const cancel = () => {
    cancelling ??= cancelUntilOver();
  };
  const drop = () => streamOf(client).destroy(lost!.reason);
  const { cancelAfterMs, answerWithinMs } = pool.options;
  const limit = cancelAfterMs === null ? undefined : setTimeout(cancel, cancelAfterMs);
  let isGivenUp = false;
  const giveUp = () => {
    isGivenUp = true;
    cancel();
  };
  const patience = query.giveUpAfterMs === undefined ? undefined : setTimeout(giveUp, query.giveUpAfterMs);
  const timed: QueryConfig = answerWithinMs === null ? query : ({ ...query, query_timeout: answerWithinMs } as QueryConfig);
  client.on("error", noteFault); // without a listener a connection that breaks would end the process
  request?.cancels.add(cancel);
  lost?.addEventListener("abort", drop);
  try {
    if (request?.signal.aborted) throw request.signal.reason; // while it waited for a connection
    return (await client.query(timed)).rows as Row[];
  } catch (error) {
    const told = asGone(error);
    if (told instanceof DatabaseGoneError) fault = told;
    else if (error instanceof DatabaseError && error.code !== QUERY_CANCELED) fault = error; // of a plan that no longer fits the tables, for one
    if (request?.signal.aborted) throw request.signal.reason;
    throw isGivenUp && fault === undefined ? new GivenUp() : told;
  } finally {
    isOver = true;
    wake();
    clearTimeout(limit);
    clearTimeout(patience);
    request?.cancels.delete(cancel);
    lost?.removeEventListener("abort", drop);
    if (cancelling) await cancelling;
    client.off("error", noteFault);
    client.release(fault);
  }
}

/** A connection, waited for no longer than there is hope. */
async function connect(pool: NotedPool, lost?: AbortSignal): Promise<PoolClient> {
  lost?.throwIfAborted();
  const connecting = pool.connect().catch((error) => {
    throw asGone(error);
  });
  if (!lost) return connecting;
  let giveUp = () => {};
  const gone = new Promise<never>((_, reject) => {
    giveUp = () => reject(lost.reason);
    lost.addEventListener("abort", giveUp);
  });
  try {
    return await Promise.race([connecting, gone]);
  } catch (error) {
    if (lost.aborted)
      connecting.then(
        (client) => client.release(true),
        () => {},
      );
    throw error;
  } finally {
    lost.removeEventListener("abort", giveUp);
  }
}

function streamOf(client: PoolClient): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}
