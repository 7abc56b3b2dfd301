import { SaxesParser, type SaxesTagPlain } from "saxes";
import { SourceError } from "../importer";
import { utf8Of } from "./utf8";

/** An element with all that is in it. Names are without their prefix: no source uses one local name for two things side by side. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text that stands in it directly, as printed: entities and CDATA are resolved, white space is kept. */
  readonly text: string;
  /** The line on which its opening tag ends. */
  readonly line: number;
}

/** What a reader of XML wants. */
export interface XmlQuery {
  /** The name that the outermost element must have. */
  readonly root: string;
  /** The names of the elements to give, wherever they stand; one inside another is part of that one. */
  readonly wanted: readonly string[];
  /** The largest element that is wanted, and the longest text, tag or comment anywhere, in UTF-16 units. */
  readonly longest: number;
}

/** Deeper than any source of papers nests. */
const DEEPEST = 32;

interface OpenElement {
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  text: string;
  line: number;
}

/**
 * The wanted elements of an XML document (https://www.w3.org/TR/xml/), in order, one by one: memory stays flat however long the document is.
 * Only the five entities of XML itself and character references are resolved. Throws a SourceError, with the line, for what is not well-formed XML in UTF-8,
 * for a document type (so nobody's entities are ever expanded or fetched), for deep nesting, and for an element that is too large.
 */
export async function* elementsOf(source: AsyncIterable<Uint8Array>, query: XmlQuery): AsyncGenerator<XmlElement> {
  let reader: ElementReader | null = null;
  let skippedLines = 0;
  for await (const piece of utf8Of(source)) {
    // White space may not precede an XML declaration; some published files have it.
    const text = reader ? piece : piece.trimStart();
    if (!reader) skippedLines += linesIn(piece.slice(0, piece.length - text.length));
    if (text === "") continue;
    reader ??= new ElementReader(query, skippedLines);
    yield* reader.read(text);
  }
  if (!reader) throw new SourceError(1, `expected <${query.root}>, found nothing`);
  yield* reader.end();
}

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}

/** Why the reader stops, where the XML itself is well-formed. */
class Refusal extends Error {}

class ElementReader {
  private readonly parser = new SaxesParser();
  private readonly open: OpenElement[] = [];
  private found: XmlElement[] = [];
  private depth = 0;
  private hasRoot = false;
  /** The length of the wanted element that is open, and of what came since the last tag. */
  private held = 0;
  private sinceTag = 0;

  constructor(
    private readonly query: XmlQuery,
    private readonly skippedLines: number,
  ) {
    this.parser.on("xmldecl", ({ encoding = "utf-8" }) => {
      if (!/^(?:utf-?8|us-ascii)$/i.test(encoding)) throw new Refusal(`must be UTF-8, but declares ${encoding.slice(0, 40)}`);
    });
    this.parser.on("doctype", () => {
      throw new Refusal("must not declare a document type");
    });
    this.parser.on("opentag", (tag) => this.openTag(tag));
    this.parser.on("closetag", () => this.closeTag());
    this.parser.on("text", (text) => this.addText(text));
    this.parser.on("cdata", (text) => this.addText(text));
  }

  *read(text: string): Generator<XmlElement> {
    this.run(() => {
      this.parser.write(text);
      this.sinceTag += text.length;
      if (this.sinceTag > this.query.longest + text.length) this.refuse();
    });
    yield* this.found.splice(0);
  }

  *end(): Generator<XmlElement> {
    this.run(() => this.parser.close());
    yield* this.found.splice(0);
  }

  private get line(): number {
    return this.parser.line + this.skippedLines;
  }

  private run(step: () => void): void {
    try {
      step();
    } catch (error) {
      const { message } = error as Error;
      const reason = error instanceof Refusal ? message : `must be well-formed XML: ${message.replace(/^\d+:\d+: /, "")}`;
      throw new SourceError(this.line, reason);
    }
  }

  private openTag({ name, attributes }: SaxesTagPlain): void {
    this.sinceTag = 0;
    if (++this.depth > DEEPEST) throw new Refusal(`must not nest deeper than ${DEEPEST} elements`);
    const localName = withoutPrefix(name);
    if (!this.hasRoot && localName !== this.query.root)
      throw new Refusal(`expected <${this.query.root}>, found <${name.slice(0, 40)}>`);
    this.hasRoot = true;
    if (this.open.length === 0 && !this.query.wanted.includes(localName)) return;
    const named = new Map(Object.entries(attributes).map(([key, value]) => [withoutPrefix(key), value]));
    this.open.push({ name: localName, attributes: named, children: [], text: "", line: this.line });
    this.hold(name.length + [...named].join().length);
  }

  private closeTag(): void {
    this.sinceTag = 0;
    this.depth--;
    const element = this.open.pop();
    if (!element) return;
    const parent = this.open.at(-1);
    if (parent) parent.children.push(element);
    else {
      this.found.push(element);
      this.held = 0;
    }
  }

  private addText(text: string): void {
    const element = this.open.at(-1);
    if (!element) return;
    element.text += text;
    this.hold(text.length);
  }

  private hold(length: number): void {
    this.held += length;
    if (this.held > this.query.longest) this.refuse();
  }

  private refuse(): never {
    throw new Refusal(`an element must be at most ${this.query.longest} characters long`);
  }
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** The first child of that name; null when there is none. */
export function childOf(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((child) => child.name === name) ?? null;
}

/** The children of that name, in order. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of the first child of that name; null when there is none. */
export function childText(element: XmlElement, name: string): string | null {
  return childOf(element, name)?.text ?? null;
}
