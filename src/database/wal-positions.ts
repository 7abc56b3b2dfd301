/** How far a server's write-ahead log had come at a moment of this process's clock. */
interface Sample {
  readonly at: number;
  readonly position: number;
}

/**
 * How far the primary's write-ahead log had come, and when: what a replica has replayed then says how old its data may be. It compares moments of one clock alone,
 * and a primary that writes nothing makes no replica look old, which the time of the last replayed commit would.
 */
export class WalPositions {
  private samples: Sample[] = [];

  /** Samples older than `keepMs` are forgotten: nobody asks how much older than that a replica is. */
  constructor(private readonly keepMs: number) {}

  /** Notes that everything that was committed at the moment `at` lies before `position`. A lower one than before is of another server: it knows nothing of the former. */
  note(at: number, position: number): void {
    if (position < (this.samples.at(-1)?.position ?? 0)) this.samples = [];
    this.samples.push({ at, position });
    while (this.samples.length > 1 && this.samples[0]!.at < at - this.keepMs) this.samples.shift();
  }

  /** The last moment of which a server has everything that replayed the log up to `position`; -Infinity where that is longer ago than is known. */
  momentOf(position: number): number {
    return this.samples.findLast((sample) => sample.position <= position)?.at ?? Number.NEGATIVE_INFINITY;
  }

  /** Whether a server that replayed the log up to `position` has all that is known of. */
  isLatest(position: number): boolean {
    const last = this.samples.at(-1);
    return last !== undefined && position >= last.position;
  }
}
