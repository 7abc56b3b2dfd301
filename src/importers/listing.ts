import { isDay } from "../calendar";
import { titleKey } from "../papers/title";
import { emptyRecord, type Importer, type PaperRecord, SourceError } from "./importer";
import { type Line, linesOf } from "./read/lines";
import { placed } from "./read/places";

/** Titles are shorter: a longer one is an abstract that lost its title. */
const TITLE_LENGTH = 500;

/** The lines that a listing begins with, and what each must look like. */
const HEAD: readonly { readonly expected: string; readonly matches: (text: string) => boolean }[] = [
  { expected: 'the line "new"', matches: (text) => text === "new" },
  { expected: "the line that offers papers by email", matches: (text) => /\be-?mail\b/i.test(text) },
  { expected: 'the line "Subscribe"', matches: (text) => text === "Subscribe" },
  { expected: 'the line of the curator, which begins with "by"', matches: (text) => text.startsWith("by") },
  { expected: 'a day like "Mar 12"', matches: (text) => monthAndDay(text) !== null },
];

/**
 * The page of one day as text: five head lines, then title and abstract in turn, a blank line between all.
 * Its day has no year: it is the newest such day that is not in the future, unless `listedOn` says otherwise.
 */
export const listing: Importer = {
  name: "listing",
  source: "listing",
  unit: "line",
  takesDay: true,
  checksFirst: true,
  fileEndings: [".txt"],
  description: "a day's page as text: head lines, then title and abstract in turn",
  async *read(source, options, report) {
    let head = 0;
    let day = "";
    let title: Line | null = null;
    let position = 0;
    let last = 1;
    const seen = new Map<string, number>();
    for await (const line of entriesOf(source, options.maxLineBytes)) {
      last = line.number;
      if (head < HEAD.length) {
        const { expected, matches } = HEAD[head++]!;
        if (!matches(line.text)) throw new SourceError(line.number, `expected ${expected}, found ${excerpt(line.text)}`);
        if (head === HEAD.length) day = options.listedOn ?? newestDay(line, options.today);
      } else if (title === null) {
        if (HEAD[0]!.matches(line.text))
          throw new SourceError(line.number, "expected a title, found the head of another listing: import each by itself");
        if (line.text.length > TITLE_LENGTH)
          throw new SourceError(
            line.number,
            `expected a title of at most ${TITLE_LENGTH} characters, found ${line.text.length}: ${excerpt(line.text)}`,
          );
        title = line;
      } else {
        const key = titleKey(title.text) || title.text;
        const earlier = seen.get(key);
        if (earlier !== undefined)
          report({ line: title.number, reason: `the title of line ${earlier} again`, record: title.text });
        else {
          seen.set(key, title.number);
          const days = [{ day, position: ++position, submittedBy: null }];
          const record: PaperRecord = {
            ...emptyRecord,
            sourceKey: `${day} ${key}`,
            title: title.text,
            abstract: line.text,
            days,
          };
          yield placed(record, title.number);
        }
        title = null;
      }
    }
    if (head < HEAD.length)
      throw new SourceError(
        last,
        head === 0 ? "expected a listing, found nothing" : `expected ${HEAD[head]!.expected}, found the end`,
      );
    if (title !== null)
      throw new SourceError(title.number, `expected an abstract after the title ${excerpt(title.text)}, found the end`);
    if (position === 0) throw new SourceError(last, "expected at least one title with its abstract, found the end");
  },
};

/** The lines that are not blank. Throws where two of them follow each other without a blank line between. */
async function* entriesOf(source: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator<Line> {
  let wasBlank = true;
  for await (const line of linesOf(source, maxLineBytes)) {
    const isBlank = line.text.trim() === "";
    if (!isBlank && !wasBlank) throw new SourceError(line.number, `expected a blank line, found ${excerpt(line.text)}`);
    if (!isBlank) yield line;
    wasBlank = isBlank;
  }
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Month and day as MM-DD of a text like "Mar 12" or "March 12"; null when it is none. */
function monthAndDay(text: string): string | null {
  const [, name = "", day = ""] = /^([A-Z][a-z]{2,8})\.? (\d{1,2})$/.exec(text.trim()) ?? [];
  const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  const longName = new Date(Date.UTC(2024, month - 1)).toLocaleString("en", { month: "long", timeZone: "UTC" });
  if (month === 0 || !(name.length === 3 || name === longName)) return null;
  const monthDay = `${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(`2024-${monthDay}`) ? monthDay : null; // 2024 has a 29th of February
}

/** The newest such day that is not after today. */
function newestDay(line: Line, today: string): string {
  const monthDay = monthAndDay(line.text)!;
  for (let year = Number(today.slice(0, 4)); ; year--) {
    const day = `${year}-${monthDay}`;
    if (day <= today && isDay(day)) return day;
  }
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}
