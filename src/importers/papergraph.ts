import { type Copied, type CopiedRecord, FORMAT_VERSION } from "./copied";
import { copiedOf } from "./copied-shape";
import { type Importer, SourceError } from "./importer";
import { excerptOf, type Fields, fieldsOf } from "./read/fields";
import { type Line, linesOf } from "./read/lines";
import { recordsOf } from "./read/records";

/** A paper is one line with all its records, so that lines are longer here than in other formats: so many times. */
const LONGER = 64;

/**
 * What `npm run export` writes: JSON lines in UTF-8. The first says format and version, `{"format":"papergraph","version":1}`; the last how many lines stand between,
 * `{"kind":"end","lines":3}`, so that a file that was cut is known. Between them, one object a line, in this order: each `topic`, those above it before it; each `repository`;
 * each `author`; each `paper`, the oldest first, with all its records. Their fields are those of CopiedTopic, CopiedRepository, CopiedAuthor and CopiedPaper.
 *
 * The graph is computed again from the records, and gets the ids of the file where they are free: a paper that is new here gets uid, slug and times. One that was here keeps its own,
 * and what the file calls it leads to it as well; so it is with the ids of repositories. Topics and authors that were here keep theirs, but topics of an instance without papers take those of the file.
 * A record that was fetched later stays, and nothing is deleted. The same file again changes nothing.
 */
export const papergraph: Importer = {
  name: "papergraph",
  source: "papergraph",
  unit: "line",
  fileEndings: [".jsonl"],
  description: "what `npm run export` of another instance wrote: JSON lines, ids included",
  read: (source, { maxLineBytes }, report) =>
    recordsOf(bodyOf(source, LONGER * maxLineBytes), report, ({ value }): CopiedRecord | string => {
      const copied = typeof value === "string" ? value : checked(value);
      return typeof copied === "string" ? copied : { kind: "copy", sourceKey: copied.uid, copied };
    }),
};

function checked(fields: Fields): Copied | string {
  try {
    return copiedOf(fields);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return "must not nest so deep";
  }
}

/** A line, and the object in it, or what is wrong with it. */
interface Row extends Line {
  readonly value: Fields | string;
}

/** The lines between the first and the last. Throws a SourceError for what does not begin and end as it should. */
async function* bodyOf(source: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator<Row> {
  let number = 0;
  let rows = -1;
  let isOver = false;
  for await (const line of linesOf(source, maxLineBytes)) {
    number = line.number;
    if (line.text.trim() === "") continue;
    if (isOver) throw new SourceError(number, "expected nothing after the end line");
    const value = objectIn(line.text);
    if (rows < 0) checkHead(value, number);
    else if (typeof value !== "string" && value.kind === "end") {
      isOver = true;
      if (value.lines !== rows)
        throw new SourceError(number, `expected ${rows} lines, as there are, not ${excerptOf(value.lines, 40)}`);
    } else yield { ...line, value };
    if (!isOver) rows++;
  }
  if (rows < 0) throw new SourceError(1, "expected an export of Papergraph, found nothing");
  if (!isOver) throw new SourceError(number, "expected more, up to an end line, found the end: the file is cut");
}

function checkHead(value: Fields | string, number: number): void {
  if (typeof value === "string" || value.format !== "papergraph")
    throw new SourceError(number, 'expected an export of Papergraph, whose first line is {"format":"papergraph","version":1}');
  if (value.version !== FORMAT_VERSION)
    throw new SourceError(number, `expected version ${FORMAT_VERSION} of the format, not ${excerptOf(value.version, 40)}`);
}

function objectIn(text: string): Fields | string {
  try {
    return fieldsOf(JSON.parse(text)) ?? "must be a JSON object";
  } catch (error) {
    return `must be JSON: ${(error as Error).message}`;
  }
}
