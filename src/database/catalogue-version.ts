import type { Sql } from "./sql";

/** Milliseconds for which a version counts as known: no answer may be older than the database that was read, plus one second. */
const MAX_AGE = 1_000;

/** The version of the catalogue, which every change of public data raises with it: read at most once a second, however many ask for it. */
export class CatalogueVersion {
  private version = -1;
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<number> | null = null;

  constructor(private readonly sql: Sql) {}

  /** The version, where it was read within the last second; null when it has to be read. */
  private known(): number | null {
    return performance.now() - this.readAt < MAX_AGE ? this.version : null;
  }

  /** The version; reads it when it is not known. Rejects when the database does not answer. */
  current(): number | Promise<number> {
    const known = this.known();
    if (known !== null) return known;
    this.reading ??= this.read().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private async read(): Promise<number> {
    const startedAt = performance.now();
    const [row] = await this.sql.prepared<{ version: number }>("/* catalogueVersion */ select version from catalogue_version");
    this.version = row!.version;
    this.readAt = startedAt;
    return this.version;
  }
}
