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

/** One answer takes at most this share of the whole. */
const LARGEST = 1 / 8;

/** The answers that were given in the present state, those that were asked for last, up to so many bytes. */
export class StoredAnswers {
  private readonly answers: LRUCache<string, Answer>;
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
