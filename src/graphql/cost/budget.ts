/** What the client of a request may still spend in this minute, on whichever process. */
export interface Budget {
  /** Points a minute. */
  readonly limit: number;
  /** Points; what other processes took in the last second may be missing. */
  readonly remaining: number;
  /** When the limit is whole again. */
  readonly resetAt: Date;
  /** Takes points; false, and nothing taken, when so many are not left. */
  take(points: number): boolean;
}

/** What pricing needs of a request, and what it finds out. A batch shares `charges` and `budget`; `cost` is of each operation. */
export interface PricedContext {
  /** Null when nothing is counted. */
  readonly budget: Budget | null;
  /** What the operations of the request cost together. Points. */
  readonly charges: { points: number };
  /** What the operation costs. Points. */
  cost: number;
}
