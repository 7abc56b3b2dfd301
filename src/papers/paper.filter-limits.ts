import { InputError } from "../graphql/errors";
import type { PaperFilter } from "./paper.args";
import { childrenOf } from "./paper.filter-names";

/** How large a filter may be. */
export interface FilterLimits {
  readonly filterMaxLevels: number;
  readonly filterMaxConditions: number;
  readonly filterMaxValues: number;
  readonly filterMaxTextLength: number;
}

/** Throws an InputError that names the path when a filter is larger than it may be, or asks for what cannot hold together. */
export function checkFilter(filter: PaperFilter, limits: FilterLimits, path = "filter"): void {
  const conditions = checkLevel(filter, limits, path, 1);
  if (conditions > limits.filterMaxConditions)
    throw new InputError(`${path} must hold at most ${limits.filterMaxConditions} conditions, not ${conditions}`, path);
}

/** Checks one object and those below it; gives the number of conditions in them, an empty object counting as one. */
function checkLevel(filter: PaperFilter, limits: FilterLimits, path: string, level: number): number {
  if (level > limits.filterMaxLevels)
    throw new InputError(`${path} must be at most ${limits.filterMaxLevels} levels deep, not ${level}`, path);
  let conditions = 0;
  for (const [name, value] of Object.entries(filter)) {
    if (value == null) continue;
    checkLists(name, value, limits, path);
    if (name !== "and" && name !== "or" && name !== "not") conditions++;
  }
  if (filter.text != null && filter.text.length > limits.filterMaxTextLength)
    throw new InputError(
      `${path}.text must be at most ${limits.filterMaxTextLength} characters long, not ${filter.text.length}`,
      `${path}.text`,
    );
  if (filter.text?.includes("\0")) throw new InputError(`${path}.text must be text without the character U+0000`, `${path}.text`);
  for (const name of ["publishedOn", "featuredOn"] as const) {
    const range = filter[name];
    if (range?.lastDays != null && (range.from != null || range.to != null))
      throw new InputError(`${path}.${name} must have either lastDays or from and to, not both`, `${path}.${name}.lastDays`);
  }
  for (const [child, childPath] of childrenOf(filter, path)) conditions += checkLevel(child, limits, childPath, level + 1);
  return Math.max(1, conditions);
}

/** Lists stand in a filter itself (`ids`, `and`, `or`) or one step below (`topics.anyOf`, `repository.languages`). */
function checkLists(name: string, value: object | string | number | boolean, limits: FilterLimits, path: string): void {
  const lists = Array.isArray(value)
    ? [[name, value] as const]
    : typeof value === "object"
      ? Object.entries(value).map(([key, list]) => [`${name}.${key}`, list] as const)
      : [];
  for (const [listName, list] of lists) {
    if (!Array.isArray(list)) continue;
    const where = `${path}.${listName}`;
    if (list.length > limits.filterMaxValues)
      throw new InputError(`${where} must hold at most ${limits.filterMaxValues} values, not ${list.length}`, where);
    const bad = list.findIndex((item) => typeof item === "string" && item.includes("\0"));
    if (bad >= 0) throw new InputError(`${where}[${bad}] must be text without the character U+0000`, `${where}[${bad}]`);
  }
}
