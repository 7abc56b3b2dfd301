import type { Sql } from "../database/sql";
import { foldPhrase } from "./tagger";

/** A topic that a filter names: its row, and all rows that count as it. */
interface Entry {
  readonly rowId: number;
  /** The topic itself and everything below it. */
  readonly withDescendants: readonly number[];
}

/** Milliseconds after which the directory asks whether topics changed: no answer may be older than the database plus one second. */
const MAX_AGE = 1_000;

/**
 * Every slug and alias of a service's topics in memory: filters name topics in nearly every request, and there are only thousands.
 * Read again when the catalogue has changed, at most once a second.
 */
export class TopicDirectory {
  private entries: ReadonlyMap<string, Entry> = new Map();
  private version = -1;
  private checkedAt = Number.NEGATIVE_INFINITY;
  private checking: Promise<void> | null = null;

  constructor(private readonly sql: Sql) {}

  /** The topics of these slugs or aliases; what does not exist is absent. */
  async find(names: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
    if (performance.now() - this.checkedAt >= MAX_AGE) {
      this.checking ??= this.refresh().finally(() => {
        this.checking = null;
      });
      await this.checking;
    }
    return new Map(
      names.flatMap((name) => {
        const entry = this.entries.get(name) ?? this.entries.get(foldPhrase(name));
        return entry ? [[name, entry] as const] : [];
      }),
    );
  }

  private async refresh(): Promise<void> {
    const startedAt = performance.now();
    const [row] = await this.sql.prepared<{ version: number }>("/* catalogueVersion */ select version from catalogue_version");
    if (row!.version !== this.version) {
      this.entries = await this.read();
      this.version = row!.version;
    }
    this.checkedAt = startedAt;
  }

  /** The version is read before this: a change between the two is seen again a second later. */
  private async read(): Promise<ReadonlyMap<string, Entry>> {
    const rows = await this.sql.prepared<{ rowId: number; slug: string; aliases: string[]; withDescendants: number[] }>(
      `/* topicDirectory */ select t.row_id as "rowId", t.slug,
         array(select a.alias_key from topic_alias a where a.topic = t.row_id) as aliases,
         t.row_id || array(select a.topic from topic_ancestor a where a.ancestor = t.row_id) as "withDescendants"
       from topic t`,
    );
    const slugs = rows.map((row) => [row.slug, row] as const);
    const aliases = rows.flatMap((row) => row.aliases.map((alias) => [alias, row] as const));
    return new Map<string, Entry>([...aliases, ...slugs]);
  }
}
