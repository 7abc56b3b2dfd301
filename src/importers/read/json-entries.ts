import { SourceError } from "../importer";
import type { Entry } from "./records";
import { utf8Of } from "./utf8";

/** One entry of a group: what stands at `{"group": {"key": value}}` or `{"group": [value]}`. */
export interface JsonEntry extends Entry {
  readonly group: string;
  /** Null in a list. */
  readonly key: string | null;
  readonly value: unknown;
  /** What is wrong with it, for a person; null when nothing is. */
  readonly fault: string | null;
}

/** Deeper than any entry nests. */
const DEEPEST = 64;

/**
 * The entries of a JSON object of groups, in order, one by one: no more than one is held, however long the text is. What is no group, or no JSON, comes as an entry with a fault;
 * a group that is null has no entries. Throws a SourceError, after all entries that were whole, for what is no such object or is cut, for deep nesting and for an entry longer than `longest`.
 * Brackets are followed here and each entry goes to JSON.parse.
 */
export async function* jsonEntries(source: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<JsonEntry> {
  const reader = new GroupReader(longest);
  for await (const text of utf8Of(source)) yield* reader.read(text);
  reader.end();
}

class GroupReader {
  /** How many brackets are open, and with which the outermost two were opened. */
  private depth = 0;
  private openers = "";
  private isInText = false;
  private isEscaped = false;
  private isOver = false;
  private held = "";
  private group = "";
  private number = 0;

  constructor(private readonly longest: number) {}

  *read(text: string): Generator<JsonEntry> {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at]!;
      if (this.isInText) {
        if (this.isEscaped) this.isEscaped = false;
        else if (character === "\\") this.isEscaped = true;
        else if (character === '"') this.isInText = false;
      } else if (character === '"' && this.depth > 0) this.isInText = true;
      else if (this.isBoundary(character)) {
        this.hold(text.slice(from, at));
        yield* this.take(character);
        from = at + 1;
      }
    }
    this.hold(text.slice(from));
  }

  end(): void {
    if (!this.isOver) throw this.error(`expected ${this.depth === 0 ? "a JSON object" : '"," or "}"'}, found the end`);
  }

  /** Counts brackets; tells whether what is held ends here. */
  private isBoundary(character: string): boolean {
    if (character === "{" || character === "[") {
      if (++this.depth > DEEPEST) throw this.error(`must not nest deeper than ${DEEPEST} brackets`);
      return this.depth <= 2;
    }
    if (character === "}" || character === "]") return this.depth-- <= 2;
    if (this.depth === 0 && character.trim() !== "") throw this.error(`expected ${this.isOver ? "the end" : "a JSON object"}`);
    return character === "," && this.depth <= 2;
  }

  private *take(character: string): Generator<JsonEntry> {
    const held = this.held;
    this.held = "";
    if (character === "{" || character === "[") {
      if (this.depth === 1 && (this.isOver || character === "[")) throw this.error("expected one JSON object");
      this.openers += character;
      if (this.depth === 2) this.group = this.groupName(held);
      return;
    }
    const isInGroup = this.openers.length === 2;
    if (isInGroup && held.trim() !== "") yield this.entry(held);
    if (!isInGroup && !/(?:^|:)\s*(?:null\s*)?$/.test(held)) yield this.noGroup(held);
    if (character === ",") return;
    if (character !== (this.openers.at(-1) === "{" ? "}" : "]")) throw this.error(`expected another bracket than ${character}`);
    this.openers = this.openers.slice(0, -1);
    this.isOver = this.openers === "";
  }

  private hold(text: string): void {
    this.held += text;
    if (this.held.length > this.longest) throw this.error(`an entry must be at most ${this.longest} characters long`);
  }

  private groupName(held: string): string {
    try {
      return Object.keys(JSON.parse(`{${held}0}`) as object)[0]!;
    } catch {
      throw this.error(`expected the name of a group, found ${JSON.stringify(held.slice(0, 40))}`);
    }
  }

  private entry(held: string): JsonEntry {
    const number = ++this.number;
    try {
      const parsed = JSON.parse(this.openers === "{{" ? `{${held}}` : `[${held}]`) as Record<string, unknown>;
      const [key = "", value] = Object.entries(parsed)[0] ?? [];
      return {
        number,
        unit: "entry",
        text: held.trim(),
        group: this.group,
        key: this.openers === "{{" ? key : null,
        value,
        fault: null,
      };
    } catch (error) {
      return this.fault(number, held, `must be JSON: ${(error as Error).message}`);
    }
  }

  private noGroup(held: string): JsonEntry {
    return this.fault(++this.number, held, "expected a group of entries: an object or a list");
  }

  private fault(number: number, held: string, fault: string): JsonEntry {
    return { number, unit: "entry", text: held.trim(), group: this.group, key: null, value: null, fault };
  }

  private error(reason: string): SourceError {
    return new SourceError(this.number + 1, reason, "entry");
  }
}
