import type { CatalogueVersion } from "../database/catalogue-version";
import type { Sql } from "../database/sql";
import { foldPhrase } from "./tagger";

/** A topic that a filter names: its row, and all rows that count as it. */
interface Entry {
  readonly rowId: number;
  /** The topic itself and everything below it. */
  readonly withDescendants: readonly number[];
}

/**
 * Every slug and alias of a service's topics in memory: filters name topics in nearly every request, and there are only thousands.
 * Read again when the catalogue has changed.
 */
export class TopicDirectory {
  private entries: ReadonlyMap<string, Entry> = new Map();
  private version = -1;
  private refreshing: Promise<void> | null = null;

  constructor(
    private readonly sql: Sql,
    private readonly catalogue: CatalogueVersion,
  ) {}

  /** The topics of these slugs or aliases; what does not exist is absent. */
  async find(names: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
    while ((await this.catalogue.current()) !== this.version) {
      this.refreshing ??= this.refresh().finally(() => {
        this.refreshing = null;
      });
      await this.refreshing;
    }
    return new Map(
      names.flatMap((name) => {
        const entry = this.entries.get(name) ?? this.entries.get(foldPhrase(name));
        return entry ? [[name, entry] as const] : [];
      }),
    );
  }

  /** The version is read before the topics: a change between the two is seen again a second later. */
  private async refresh(): Promise<void> {
    const version = await this.catalogue.current();
    this.entries = await this.read();
    this.version = version;
  }

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
