import { InputError } from "../graphql/errors";
import type { PaperFilter } from "./paper.args";

/** A topic that a filter names: its row, and all rows that count as it. */
export interface NamedTopic {
  readonly rowId: number;
  /** The topic itself and everything below it. */
  readonly withDescendants: readonly number[];
}

/** How the names in a filter become rows. What does not exist is absent from the map. */
export interface FilterNames {
  /** By slug or alias. */
  topics(names: readonly string[]): Promise<ReadonlyMap<string, NamedTopic>>;
  /** By slug. */
  authors(slugs: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** The rows that one filter names. */
export interface ResolvedNames {
  readonly topics: ReadonlyMap<string, NamedTopic>;
  readonly authors: ReadonlyMap<string, number>;
}

/** One name and where in the filter it stands. */
interface Mention {
  readonly kind: keyof ResolvedNames;
  readonly name: string;
  readonly path: string;
}

/** Looks up every topic and author of a filter at once. Throws an InputError that names the path of one that does not exist. */
export async function resolveNames(filter: PaperFilter, names: FilterNames, path = "filter"): Promise<ResolvedNames> {
  const mentions = [...mentionsOf(filter, path)];
  const [topics, authors] = await Promise.all([lookUp(mentions, "topics", names), lookUp(mentions, "authors", names)]);
  const resolved = { topics, authors } as ResolvedNames;
  for (const { kind, name, path } of mentions)
    if (!resolved[kind].has(name))
      throw new InputError(
        `${path} must be the slug ${kind === "topics" ? "or an alias of a topic" : "of an author"}, not ${JSON.stringify(name)}`,
        path,
      );
  return resolved;
}

function lookUp(mentions: readonly Mention[], kind: keyof ResolvedNames, names: FilterNames) {
  const wanted = [...new Set(mentions.filter((mention) => mention.kind === kind).map(({ name }) => name))];
  return wanted.length === 0 ? new Map<string, never>() : names[kind](wanted);
}

function* mentionsOf(filter: PaperFilter, path: string): Generator<Mention> {
  for (const kind of ["topics", "authors"] as const)
    for (const list of ["anyOf", "allOf", "noneOf"])
      for (const [index, name] of (
        (filter[kind] as Record<string, string[] | null | undefined> | null | undefined)?.[list] ?? []
      ).entries())
        yield { kind, name, path: `${path}.${kind}.${list}[${index}]` };
  for (const [child, childPath] of childrenOf(filter, path)) yield* mentionsOf(child, childPath);
}

/** The filters inside a filter, each with its path. */
export function childrenOf(filter: PaperFilter, path: string): [PaperFilter, string][] {
  const listed = (["and", "or"] as const).flatMap((name) =>
    (filter[name] ?? []).map((child, index): [PaperFilter, string] => [child, `${path}.${name}[${index}]`]),
  );
  return filter.not ? [...listed, [filter.not, `${path}.not`]] : listed;
}
