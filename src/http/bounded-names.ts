/** How long a name must not have come to lose its place, and how often that is looked for. Milliseconds. */
const IDLE = 3_600_000;
const SWEEP_EVERY = 60_000;

/** Stands for all names that have no place. No operation can be named so. */
export const OTHER = "(other)";

/** Names that clients choose, of which only so many are told apart: a label of a metric for each name that ever came would fill the memory. */
export class BoundedNames {
  private readonly lastSeen = new Map<string, number>();
  private sweptAt = Number.NEGATIVE_INFINITY;

  /** `onForgotten` is called with a name that has lost its place to newer ones. */
  constructor(
    private readonly max: number,
    private readonly onForgotten: (name: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The name itself where it has a place or finds one, else `OTHER`. A place is free again when its name has not come for an hour. */
  labelOf(name: string): string {
    const now = this.now();
    if (!this.lastSeen.has(name)) {
      if (this.lastSeen.size >= this.max) this.sweep(now);
      if (this.lastSeen.size >= this.max) return OTHER;
    }
    this.lastSeen.set(name, now);
    return name;
  }

  private sweep(now: number): void {
    if (now - this.sweptAt < SWEEP_EVERY) return;
    this.sweptAt = now;
    for (const [name, seen] of this.lastSeen)
      if (now - seen > IDLE) {
        this.lastSeen.delete(name);
        this.onForgotten(name);
      }
  }
}
