import { loadVocabulary } from "../src/topics/vocabulary";
import { textOf, words } from "./generated-text";
import { randomNumbers, zipf } from "./random";

const categories = loadVocabulary()
  .filter(({ kind }) => kind === "CATEGORY")
  .map(({ aliases }) => aliases[0]!);
const MONTHS = 180;

/** Lines of arXiv's metadata snapshot, in the order of their ids as there: the same for the same seed; few topics, authors and repositories hold most of the papers. At most 17 million. */
export function* arxivLines(count: number, seed = 7): Generator<string> {
  const random = randomNumbers(seed);
  for (let number = 0; number < count; number++) {
    const month = Math.floor((number * MONTHS) / count);
    const first = Math.ceil((month * count) / MONTHS);
    const id = `${String(8 + Math.floor(month / 12)).padStart(2, "0")}${String(1 + (month % 12)).padStart(2, "0")}.${String(number - first + 1).padStart(5, "0")}`;
    const authors = Array.from({ length: 1 + zipf(random, 12) }, () => [
      words[zipf(random, 8_000)]!,
      words[zipf(random, 2_000)]!,
      "",
    ]);
    const repository =
      random() < 0.12 ? ` Code: https://github.com/${words[zipf(random, 5_000)]}/${words[zipf(random, 3_000)]}.` : "";
    const day = new Date(Date.UTC(2008 + Math.floor(month / 12), month % 12, 1 + Math.floor(random() * 27), 12)).toUTCString();
    yield JSON.stringify({
      id,
      submitter: authors[0]!.join(" ").trim(),
      authors: authors.map(([family, given]) => `${given} ${family}`).join(", "),
      title: textOf(random, 6 + Math.floor(random() * 8)),
      comments: random() < 0.5 ? `${Math.floor(random() * 40)} pages` : null,
      "journal-ref": null,
      doi: null,
      "report-no": null,
      categories: Array.from(
        new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => categories[zipf(random, categories.length)]!)),
      ).join(" "),
      license: "http://creativecommons.org/licenses/by/4.0/",
      abstract: `  ${textOf(random, 110 + Math.floor(random() * 90))}.${repository}\n`,
      versions: [{ version: "v1", created: day }],
      update_date: new Date(day).toISOString().slice(0, 10),
      authors_parsed: authors,
    });
  }
}

/** The lines of so many papers again and again, until they make so many bytes. */
export function* repeatedLines(papers: number, bytes: number): Generator<string> {
  for (let sent = 0; ; )
    for (const line of arxivLines(papers)) {
      if (sent >= bytes) return;
      sent += line.length + 1;
      yield line;
    }
}

/** Lines in chunks of a hundred. */
export function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(`${line}\n`);
    if (chunk.length < 100) continue;
    yield chunk.join("");
    chunk = [];
  }
  if (chunk.length > 0) yield chunk.join("");
}
