import { InputError } from "./errors";

/** How many a list has that is no connection, when nobody says: what may be asked for is never less. */
export const USUAL_SIZE = 10;

/** How many of a list to give: `first`, or ten. Throws an InputError when that is none, or more than `most`. */
export function listSize(first: number | null | undefined, most: number): number {
  const size = first ?? USUAL_SIZE;
  if (size < 1 || size > most) throw new InputError(`first must be from 1 to ${most}, not ${size}`, "first");
  return size;
}
