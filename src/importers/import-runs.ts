import type { DataSource } from "typeorm";
import { type Transaction, transaction } from "../database/sql";

/** Rows that are fetched at once. */
const AT_ONCE = 1_000;

/** An import as it is listed. Moments are ISO 8601 in UTC. */
export interface ListedRun {
  readonly run: number;
  readonly startedAt: string;
  /** Null when it was stopped, has failed, or still runs. */
  readonly finishedAt: string | null;
  /** The importer's name. */
  readonly format: string;
  readonly file: string;
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
}

/** An entry of a source that an import rejected. */
export interface Reject {
  /** Its line or number, from 1: which of them is for the format to say. */
  readonly place: number;
  readonly reason: string;
  /** What it was, cut; null when unknown. */
  readonly excerpt: string | null;
}

const moment = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const RUN = `row_id as run, ${moment("started_at")} as "startedAt", ${moment("finished_at")} as "finishedAt", source as format, file,
  records_read as read, added, changed, unchanged, rejected`;

/** Gives `use` every import, the oldest first, some at a time: memory stays flat however many there are. */
export async function eachRun(db: DataSource, use: (runs: readonly ListedRun[]) => Promise<void>): Promise<void> {
  await transaction(db, (send) => eachRow(send, `select ${RUN} from import_run order by row_id`, [], use));
}

/** Gives `use` an import and then what it rejected, in the order of the source, some at a time. False when there is no such import. */
export async function eachReject(
  db: DataSource,
  run: number,
  use: (run: ListedRun, rejects: readonly Reject[]) => Promise<void>,
): Promise<boolean> {
  return transaction(db, async (send) => {
    const [found] = await send<ListedRun>(`/* eachReject */ select ${RUN} from import_run where row_id = $1`, [run]);
    if (!found) return false;
    const rejects = `select line as place, reason, record as excerpt from import_reject where run = $1 order by line, reason, record`;
    await eachRow<Reject>(send, rejects, [run], (some) => use(found, some));
    return true;
  });
}

async function eachRow<Row>(
  send: Transaction,
  query: string,
  values: readonly unknown[],
  use: (rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  await send("/* eachRow */ set local statement_timeout = 0"); // all of it is sorted for the first row
  await send(`/* eachRow */ declare listed no scroll cursor for ${query}`, values);
  for (;;) {
    const rows = await send<Row>(`/* eachRow */ fetch ${AT_ONCE} from listed`);
    if (rows.length === 0) return;
    await use(rows);
  }
}
