import { LRUCache } from "lru-cache";
import type { Encoding } from "./encoding";

/** What is known of an answer besides its bytes: filled while it is made, and kept with it. Logs, metrics and limits read it for stored answers as for others. */
export interface AnswerNotes {
  /** The name of the operation; null when it has none, or none was found. */
  operationName: string | null;
  /** The codes of its errors, each once; an answer with errors is not stored. */
  errorCodes: readonly string[];
  /** Whether the answer is whole: a query's, without errors. */
  isWhole: boolean;
  /** Whether it is only for the one who asked, whoever else might ask the same. */
  isPersonal: boolean;
  /** What the operation costs; null until something prices it. */
  cost: number | null;
}

/** A whole answer as bytes. */
export interface Answer {
  readonly body: Buffer;
  /** The body in encodings that were asked for. */
  readonly compressed: Partial<Record<Encoding, Buffer>>;
  readonly contentType: string;
  /** Null where a client cannot ask by it. */
  readonly etag: string | null;
  readonly notes: Readonly<AnswerNotes>;
}

/** What answers hold for: stored ones are forgotten when it changes. A promise where it has to be read. */
export type State = () => string | Promise<string>;

/** What an entry takes besides its bytes, about. */
const OVERHEAD = 600;

/** From which share of the whole on the answers are full. */
const FULL = 3 / 4;

/** One answer takes at most this share of the whole. */
const LARGEST = 1 / 8;

/** How many requests are remembered whose answers were not stored. */
const REMEMBERED = 20_000;

/**
 * The answers that were given in the present state, those that were asked for last, up to so many bytes. Once they are full, an answer is stored when it
 * was asked for before: those that are asked for once do not displace others, nor cost what it takes to keep them.
 */
export class StoredAnswers {
  private readonly answers: LRUCache<string, Answer>;
  /** Hashes of requests, in whatever state; the older half is forgotten when the newer is full. */
  private asked = new Set<number>();
  private askedBefore = new Set<number>();
  private present = "";

  constructor(
    private readonly state: State,
    maxBytes: number,
  ) {
    this.answers = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: Math.ceil(maxBytes * LARGEST),
      sizeCalculation: ({ body, compressed }, key) =>
        Object.values(compressed).reduce((sum, { length }) => sum + length, body.length + key.length + OVERHEAD),
    });
  }

  /** Brings the store to the state that holds now, and gives it. */
  enter(): string | Promise<string> {
    const state = this.state();
    return typeof state === "string" ? this.change(state) : state.then((state) => this.change(state));
  }

  /** The answer that is stored under a key for the state that was entered last. */
  find(key: string): Answer | undefined {
    return this.answers.get(key);
  }

  /** Whether the answer to a request is worth its place; its next one is, if this is not. */
  isWorth(key: string): boolean {
    const { calculatedSize, maxSize } = this.answers;
    if (calculatedSize < maxSize * FULL) return true;
    const hash = hashOf(key);
    if (this.asked.has(hash) || this.askedBefore.has(hash)) return true;
    if (this.asked.size >= REMEMBERED / 2) {
      this.askedBefore = this.asked;
      this.asked = new Set();
    }
    this.asked.add(hash);
    return false;
  }

  /** Stores an answer that was made after `state` was entered, unless that has passed: it may be older than what holds now. */
  store(key: string, answer: Answer, state: string): void {
    if (state === this.present) this.answers.set(key, answer);
  }

  private change(state: string): string {
    if (state !== this.present) {
      this.answers.clear();
      this.present = state;
    }
    return state;
  }
}

/** The FNV-1a hash of a text, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
