import { InputError } from "../graphql/errors";
import { checkValues, type ValueLimits } from "../graphql/filter-values";
import type { PaperFilter } from "./paper.args";
import { childrenOf } from "./paper.filter-names";

/** How large a filter may be. */
export interface FilterLimits extends ValueLimits {
  readonly filterMaxLevels: number;
  readonly filterMaxConditions: number;
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
  const { and, or, not, ...own } = filter;
  checkValues({ and, or, ...own }, limits, path);
  for (const name of ["publishedOn", "featuredOn"] as const) {
    const range = filter[name];
    if (range?.lastDays != null && (range.from != null || range.to != null))
      throw new InputError(`${path}.${name} must have either lastDays or from and to, not both`, `${path}.${name}`);
  }
  let conditions = Object.values(own).filter((value) => value != null).length;
  for (const [child, childPath] of childrenOf(filter, path)) conditions += checkLevel(child, limits, childPath, level + 1);
  return Math.max(1, conditions);
}
