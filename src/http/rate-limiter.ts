/** What a client has spent in one of its minutes. */
interface Window {
  readonly client: string;
  readonly resetsAt: number;
  /** Points, on all processes as far as they are known here. */
  spent: number;
  /** Points of those that the other processes do not know of. */
  unsent: number;
}

/** Points that clients spent here since the last exchange. */
export interface Spending {
  readonly client: string;
  readonly resetsAt: Date;
  readonly points: number;
}

const MINUTE_MS = 60_000;

/** Clients that are remembered at most: beyond, the longest known one begins anew. About 200 bytes each. */
const MOST_CLIENTS = 100_000;

/**
 * Counts what clients spend, in whole minutes. A client's minutes begin at a second of its own, the same in every process, so that they need not agree
 * on it and not everybody begins at once. No store and no promise stands between a request and its answer: processes exchange what they counted.
 */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();
  private unsent = new Set<Window>();

  /** `limit`: points a minute. */
  constructor(
    readonly limit: number,
    private readonly now: () => number = Date.now,
    private readonly mostClients = MOST_CLIENTS,
  ) {}

  /** What the client may spend now; for one request. */
  budgetOf(client: string): ClientBudget {
    const known = this.windows.get(client);
    const window = known && this.now() < known.resetsAt ? known : this.open(client);
    return new ClientBudget(this, window);
  }

  /** Counts points, whether the client has them or not. */
  count(window: Window, points: number): void {
    window.spent += points;
    window.unsent += points;
    this.unsent.add(window);
  }

  /** What was spent here and no other process knows of; from now on they do, unless `learn` or `forget` says otherwise. */
  takeUnsent(): Spending[] {
    const windows = [...this.unsent];
    this.unsent = new Set();
    return windows.map((window) => {
      const { client, resetsAt, unsent: points } = window;
      window.unsent = 0;
      return { client, resetsAt: new Date(resetsAt), points };
    });
  }

  /** Others did not get to know of it after all. */
  putBack(spending: readonly Spending[]): void {
    for (const { client, resetsAt, points } of spending) {
      const window = this.windows.get(client);
      if (window?.resetsAt !== resetsAt.getTime()) continue;
      window.unsent += points;
      this.unsent.add(window);
    }
  }

  /** All processes together counted so many points of a client's minute, without what was spent here since they were sent. */
  learn(client: string, resetsAt: Date, points: number): void {
    const window = this.windows.get(client);
    if (window?.resetsAt === resetsAt.getTime()) window.spent = points + window.unsent;
  }

  /** Forgets minutes that are over. */
  sweep(): void {
    for (const [client, { resetsAt }] of this.windows) if (this.now() >= resetsAt) this.windows.delete(client);
  }

  private open(client: string): Window {
    this.windows.delete(client);
    if (this.windows.size >= this.mostClients) this.windows.delete(this.windows.keys().next().value!);
    const now = this.now();
    const window = { client, resetsAt: now + MINUTE_MS - ((now + offsetOf(client)) % MINUTE_MS), spent: 0, unsent: 0 };
    this.windows.set(client, window);
    return window;
  }
}

/** What the client of one request may spend. */
export class ClientBudget {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly window: Window,
  ) {}

  get limit(): number {
    return this.limiter.limit;
  }

  get remaining(): number {
    return Math.max(0, this.limiter.limit - this.window.spent);
  }

  get resetAt(): Date {
    return new Date(this.window.resetsAt);
  }

  /** Takes points; false, and nothing taken, when so many are not left. */
  take(points: number): boolean {
    if (this.window.spent + points > this.limiter.limit) return false;
    this.limiter.count(this.window, points);
    return true;
  }
}

/** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function offsetOf(client: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < client.length; index++) hash = Math.imul(hash ^ client.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % MINUTE_MS;
}
