import type { Context } from "../context";
import { Refusal } from "../graphql/refusal";

/** The rows of topics by slug or alias, each once. Throws a Refusal that names the first which does not exist. */
export async function rowsOfTopics({ filterNames, config }: Context, names: readonly string[], path: string): Promise<number[]> {
  const { filterMaxValues } = config.limits;
  if (names.length > filterMaxValues)
    throw new Refusal(
      "INVALID",
      path,
      `${path.split(".").at(-1)} must hold at most ${filterMaxValues} topics, not ${names.length}`,
    );
  if (names.length === 0) return [];
  const known = await filterNames.topics(names);
  const unknown = names.findIndex((name) => !known.has(name));
  if (unknown >= 0)
    throw new Refusal(
      "NOT_FOUND",
      `${path}.${unknown}`,
      `${path.split(".").at(-1)}[${unknown}] must be the slug or an alias of a topic, not ${JSON.stringify(names[unknown])}`,
    );
  return [...new Set(names.map((name) => known.get(name)!.rowId))];
}
