import type { Run } from "../database/sql";
import type { Problem } from "./importer";

/** What an import did; read = added + changed + unchanged + rejected. `merged` counts papers that turned out to be others. */
export interface ImportCounts {
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly merged: number;
}

export const noCounts: ImportCounts = { read: 0, added: 0, changed: 0, unchanged: 0, rejected: 0, merged: 0 };

/** An import as the database remembers it. */
export interface ImportRun {
  readonly run: number;
  /** Records and rejects that are done with: where an import that was stopped goes on. */
  readonly position: number;
  readonly counts: ImportCounts;
  readonly listedOn: string | null;
  /** The day, in UTC, on which it began. */
  readonly startedOn: string;
}

const COLUMNS = `row_id as run, position, listed_on as "listedOn", (started_at at time zone 'UTC')::date as "startedOn",
  json_build_object('read', records_read, 'added', added, 'changed', changed, 'unchanged', unchanged, 'rejected', rejected, 'merged', merged) as counts`;

/** The last import of the same content that was stopped, or finished; null when there is none. */
export async function lastRun(
  run: Run,
  format: string,
  contentKey: string | null,
  isFinished: boolean,
): Promise<ImportRun | null> {
  const [found] = await run<ImportRun>(
    `/* lastRun */ select ${COLUMNS} from import_run where source = $1 and content_hash = $2 and (finished_at is not null) = $3 order by row_id desc limit 1`,
    [format, contentKey, isFinished],
  );
  return found ?? null;
}

/** Notes that an import begins. */
export async function startRun(
  run: Run,
  format: string,
  file: string,
  contentKey: string | null,
  listedOn: string | null,
): Promise<ImportRun> {
  const [started] = await run<ImportRun>(
    `/* startRun */ insert into import_run (source, file, content_hash, listed_on) values ($1, $2, $3, $4) returning ${COLUMNS}`,
    [format, file, contentKey, listedOn],
  );
  return started!;
}

/** Notes how far an import is, in the transaction that wrote the records. Throws when it is not where it was: then another process goes on with it as well. */
export async function noteProgress(
  run: Run,
  id: number,
  from: number,
  to: number,
  counts: ImportCounts,
  rejects: readonly Problem[],
): Promise<void> {
  const moved = await run(
    "/* noteProgress */ update import_run set position = $3, records_read = $4, added = $5, changed = $6, unchanged = $7, rejected = $8, merged = $9 where row_id = $1 and position = $2 returning row_id",
    [id, from, to, counts.read, counts.added, counts.changed, counts.unchanged, counts.rejected, counts.merged],
  );
  if (moved.length === 0) throw new Error("another process imports the same, and goes on with it");
  if (rejects.length === 0) return;
  await run(
    "/* noteRejects */ insert into import_reject (run, line, reason, record) select $1, * from unnest($2::bigint[], $3::text[], $4::text[])",
    [id, ...(["line", "reason", "record"] as const).map((field) => rejects.map((reject) => withoutNul(reject[field])))],
  );
}

/** Notes that an import is done. */
export async function finishRun(run: Run, id: number, listedOn: string | null): Promise<void> {
  await run("/* finishRun */ update import_run set finished_at = now(), listed_on = $2 where row_id = $1", [id, listedOn]);
}

/** PostgreSQL's text holds every character but this. */
function withoutNul<T>(value: T): T | string {
  return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
}
