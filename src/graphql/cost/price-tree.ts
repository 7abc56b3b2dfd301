/** A field of an operation with what it costs; fields of one name that are asked twice are one. */
export interface PricedField {
  /** Its name in the answer; null for one of several types that an object may have. */
  readonly key: string | null;
  /** Once, with all below it. */
  once: number;
  readonly each: number;
  readonly item: number;
  readonly filtered: number;
  /** Whether what is below it is asked for each of its objects. */
  readonly isList: boolean;
  /** Whether only the dearest of what is below it counts for an object, since an object has one type. */
  readonly isChoice: boolean;
  /** The field that says how many objects this one gives, and the one whose filter it is under: itself, or the connection around it. */
  sizedBy: PricedField | null;
  filteredBy: PricedField | null;
  /** The argument by which the client says the size; null when it cannot. */
  argument: string | null;
  /** How many objects it gives for each parent. */
  size: number;
  /** What it costs to weigh its filter once. Points. */
  conditions: number;
  readonly fields: PricedField[];
}

/** A field whose size is taken to be another. */
interface Resized {
  readonly field: PricedField;
  readonly size: number;
}

/** What an operation costs. Whole points. */
export function pointsOf(root: PricedField): number {
  return Math.ceil(costOf(root));
}

function costOf(root: PricedField, resized?: Resized): number {
  return root.once + eachOf(root, resized);
}

function sizeOf(field: PricedField, resized?: Resized): number {
  const decider = field.sizedBy ?? field;
  return decider === resized?.field ? resized.size : decider.size;
}

/** What a field and all below it cost for each parent, besides what falls once. */
function eachOf(field: PricedField, resized?: Resized): number {
  const size = sizeOf(field, resized);
  let below = 0;
  for (const inner of field.fields) {
    const each = eachOf(inner, resized);
    below = field.isChoice ? Math.max(below, each) : below + each;
  }
  const filtered = field.filteredBy === null ? 0 : field.filtered * field.filteredBy.conditions;
  return field.each + size * field.item + filtered + (field.isList ? size : 1) * below;
}

/** Where most of an operation's cost lies. */
export interface Explanation {
  /** The names in the answer from the root down. */
  readonly path: readonly string[];
  readonly points: number;
  /** The list on that path that the client can make so small that the operation fits; the outermost of them. */
  readonly fits: { readonly path: readonly string[]; readonly argument: string; readonly size: number } | null;
}

/** A field on the way to the dearest one, with what it costs for all its parents. */
interface Step {
  readonly field: PricedField;
  readonly parents: number;
  readonly points: number;
}

/** Follows the dearest field down: the path for as long as half of what it costs lies in one field below it, the list that is too long to the end. */
export function explain(root: PricedField, limit: number): Explanation {
  const way: Step[] = [];
  for (let step = dearestBelow({ field: root, parents: 1, points: 0 }); step; step = dearestBelow(step)) way.push(step);
  const parts = way.findIndex(({ points }, index) => index > 0 && points * 2 < way[index - 1]!.points);
  const dearest = parts < 0 ? way : way.slice(0, parts);
  const pathTo = (steps: readonly Step[]) => steps.flatMap(({ field }) => field.key ?? []);
  const shown = { path: pathTo(dearest), points: dearest.at(-1)?.points ?? 0 };
  for (const [index, { field }] of way.entries()) {
    const size = field.argument === null || field.size < 1 ? 0 : fittingSize(root, field, limit);
    if (size >= 1) return { ...shown, fits: { path: pathTo(way.slice(0, index + 1)), argument: field.argument!, size } };
  }
  return { ...shown, fits: null };
}

function dearestBelow({ field, parents }: Step): Step | undefined {
  const own = field.isList ? parents * sizeOf(field) : parents;
  const below = field.fields.map((inner) => ({
    field: inner,
    parents: own,
    points: Math.ceil(inner.once + own * eachOf(inner)),
  }));
  return below.sort((a, b) => b.points - a.points)[0];
}

/** The largest size of a field with which the operation costs no more than the limit; below 1 when there is none. The price grows evenly with the size. */
function fittingSize(root: PricedField, field: PricedField, limit: number): number {
  const least = costOf(root, { field, size: 0 });
  const size = Math.floor((limit - least) / ((costOf(root) - least) / field.size));
  return costOf(root, { field, size: size + 1 }) <= limit ? size + 1 : size;
}
