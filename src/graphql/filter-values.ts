import { InputError } from "./errors";

/** How much one condition of a filter may hold. */
export interface ValueLimits {
  readonly filterMaxValues: number;
  readonly filterMaxTextLength: number;
}

/** Throws an InputError that names the path of a list or a text that is longer than it may be; in a filter itself (`ids`, `text`) or one step below (`topics.anyOf`). */
export function checkValues(filter: object, limits: ValueLimits, path: string, isBelow = false): void {
  for (const [name, value] of Object.entries(filter)) {
    const where = `${path}.${name}`;
    if (typeof value === "string") checkLength(value.length, limits.filterMaxTextLength, "be at most %s characters long", where);
    else if (Array.isArray(value)) checkLength(value.length, limits.filterMaxValues, "hold at most %s values", where);
    else if (typeof value === "object" && value !== null && !isBelow) checkValues(value, limits, where, true);
  }
}

function checkLength(length: number, most: number, expected: string, path: string): void {
  if (length > most) throw new InputError(`${path} must ${expected.replace("%s", String(most))}, not ${length}`, path);
}
