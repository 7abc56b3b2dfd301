/** Of what was to be looked at, the part that is looked at when that took too long, and the part of that when even this did. */
const NARROWER = 1 / 10;

/** What was found, and whether nothing was left out. */
export interface Found<Row> {
  readonly found: readonly Row[];
  readonly isWhole: boolean;
}

/**
 * Asks of everything; where that takes longer than `ms`, of the newest `size` papers alone; where that takes half as long again, of a tenth of those, however long that takes: it is soon done.
 * `ask` gives null when it was given up after the time that it was given; null is all the time that a statement has.
 */
export async function withinTime<Row>(
  ms: number,
  size: number,
  ask: (window: number | undefined, ms: number | null) => Promise<Row[] | null>,
): Promise<Found<Row>> {
  const all = await ask(undefined, ms);
  if (all) return { found: all, isWhole: true };
  const newest = await ask(size, Math.ceil(ms / 2));
  if (newest) return { found: newest, isWhole: false };
  return { found: (await ask(Math.ceil(size * NARROWER), null))!, isWhole: false };
}
