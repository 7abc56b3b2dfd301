import { createHash } from "node:crypto";
import type { DataSource } from "typeorm";
import type { HarvestSettings } from "../config";
import { openSessions } from "../database/data-source";
import { type ImportCounts, noCounts } from "../importers/import-log";
import { type Importer, MAX_LINE_BYTES, type Problem, SourceError, type Unit } from "../importers/importer";
import { importSource } from "../importers/run-import";
import type { createTagger } from "../topics/tagger";
import { HarvestError } from "./harvest-error";
import { type ClientOptions, createHttpClient, type HttpClient } from "./http-client";

/** What a harvest works with. */
export interface Harvest {
  readonly db: DataSource;
  readonly settings: HarvestSettings;
  readonly tagger: ReturnType<typeof createTagger>;
  readonly now: () => Date;
  /** Hears of each reply that was imported, and what it was. */
  readonly onImported: (name: string, counts: ImportCounts) => void;
  readonly onProblem: (name: string, problem: Problem, unit: Unit) => void;
  /** Hears of waits that a person notices. */
  readonly log: (line: string) => void;
  readonly sleep?: ClientOptions["sleep"];
  /** When it is aborted, no more is asked: the reply in hand is imported, and the signal's reason thrown. */
  readonly signal?: AbortSignal;
}

/** A client with the settings of the harvest. */
export function clientOf({ settings, log, sleep, signal, now }: Harvest, delayMs: number): HttpClient {
  const { userAgent, contact } = settings;
  return createHttpClient({
    ...settings,
    delayMs,
    userAgent: contact === null ? userAgent : `${userAgent} (${contact})`,
    log,
    sleep,
    signal,
    now: () => now().getTime(),
  });
}

/** Imports what was fetched, as a file of that content would be; `name` is shown and noted with the import. Throws a HarvestError for what is not of the importer's form. */
export async function importBytes(
  { db, tagger, now, onImported, onProblem }: Harvest,
  importer: Importer,
  name: string,
  bytes: Buffer,
  listedOn: string | null = null,
): Promise<ImportCounts> {
  const source = {
    name,
    fileName: null,
    contentKey: `${bytes.byteLength} ${createHash("sha256").update(bytes).digest("hex")}`,
    size: bytes.byteLength,
    async *open() {
      yield bytes;
    },
  };
  const counts = await importSource(db, importer, source, tagger, {
    listedOn,
    today: dayOfMoment(now()),
    maxLineBytes: MAX_LINE_BYTES,
    onProblem: (problem) => onProblem(name, problem, importer.unit),
  }).catch((error) => {
    throw error instanceof SourceError ? new BadReply(name, error) : error;
  });
  onImported(name, counts);
  return counts;
}

/** A reply that came whole, but is not of the form that it should have. */
export class BadReply extends HarvestError {
  constructor(
    name: string,
    override readonly cause: SourceError,
  ) {
    super(`${name}, ${cause.message}`);
  }
}

/** Runs a harvest of a source, unless another process does so now: then it throws a HarvestError. */
export async function exclusively<T>(db: DataSource, source: string, work: () => Promise<T>): Promise<T> {
  // A session of its own: it ends with the process, however that ends, and the lock with it.
  const session = await openSessions(db, 1);
  try {
    const [lock] = await session.query(
      "/* exclusively */ select pg_try_advisory_lock(hashtext('papergraph harvest'), hashtext($1)) as won",
      [source],
    );
    if (!lock.won) throw new HarvestError(`Another harvest of ${source} is running.`);
    return await work();
  } finally {
    // Given back before the session ends: the server may notice its end only later.
    await session.query("/* exclusively */ select pg_advisory_unlock_all()").catch(() => {});
    await session.destroy();
  }
}

/** The sum of what several imports did. */
export function sumOf(counts: readonly ImportCounts[]): ImportCounts {
  const names = Object.keys(noCounts) as (keyof ImportCounts)[];
  return Object.fromEntries(
    names.map((name) => [name, counts.reduce((sum, count) => sum + count[name], 0)]),
  ) as unknown as ImportCounts;
}

/** The day of a moment in UTC. */
export function dayOfMoment(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
