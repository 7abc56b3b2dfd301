import type { Run } from "../database/sql";
import type { LabelScheme } from "./importer";

/** What a source calls a topic. */
export interface NamedTopic {
  readonly scheme: LabelScheme;
  readonly label: string;
}

/** What a topic that sources brought is. */
export type Kind = "AREA" | "TASK" | "METHOD";

/** Schemes whose names become topics where the vocabulary has none; names of the others only find what is there. What several call one name is of the first's kind. */
const KINDS: ReadonlyMap<LabelScheme, Kind> = new Map([
  ["PAPERS_WITH_CODE_AREA", "AREA"],
  ["PAPERS_WITH_CODE_TASK", "TASK"],
  ["PAPERS_WITH_CODE_METHOD", "METHOD"],
]);

/** The schemes whose names become topics. */
export const NAMING: readonly LabelScheme[] = [...KINDS.keys()];

/** Whether a name becomes a topic. */
export const isNaming = ({ scheme }: NamedTopic): boolean => KINDS.has(scheme);

/** What a topic is that these names stand for, of which at least one is of a scheme whose names become topics. */
export function kindOf(schemes: readonly LabelScheme[]): Kind {
  return KINDS.get(NAMING.find((scheme) => schemes.includes(scheme))!)!;
}

/** Whether a topic of one kind goes before the same topic of another. */
export const isWider = (kind: Kind, other: Kind): boolean =>
  [...KINDS.values()].indexOf(kind) < [...KINDS.values()].indexOf(other);

/** Names a label among those of all schemes. */
export const labelKey = ({ scheme, label }: NamedTopic): string => `${scheme} ${label}`;

/** The topics that folded names lead to; those that lead nowhere are absent. */
export async function topicsByKey(run: Run, keys: readonly string[]): Promise<Map<string, number>> {
  const rows = await run<{ key: string; topic: number }>(
    "/* topicsByKey */ select alias_key as key, topic from topic_alias where alias_key = any($1::text[])",
    [[...new Set(keys)]],
  );
  return new Map(rows.map(({ key, topic }) => [key, topic]));
}
