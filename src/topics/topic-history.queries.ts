import type { Sql } from "../database/sql";
import { InputError } from "../graphql/errors";
import { Interval, type TopicHistoryArgs, type TopicPoint } from "./topic-history";

const MONTHS: Readonly<Record<Interval, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/** The papers of a topic in an interval; `place` counts intervals from the year 0. */
interface Row extends Omit<TopicPoint, "start"> {
  readonly topic: number;
  readonly place: number;
}

/**
 * The history of each topic, oldest point first, from the counts that are kept: exact, a paper counting for all topics above its own; undated papers are in no point. One statement for all.
 * Points cover whole intervals: those that share a day with `from` to `to`. Gaps are 0. Without `from` there are at most the newest `most` points; with it, more are an InputError.
 */
export async function readHistories(
  sql: Sql,
  most: number,
  topics: readonly number[],
  { interval, from, to }: TopicHistoryArgs,
): Promise<TopicPoint[][]> {
  if (from != null && to != null && from > to)
    throw new InputError(`from must not be after to, but ${from} is after ${to}`, "from");
  const months = MONTHS[interval ?? Interval.MONTH];
  const range: Range = { first: from == null ? null : placeOf(from, months), last: to == null ? null : placeOf(to, months) };
  if (range.first !== null && range.last !== null) checkLength(range.first, range.last, most);
  const rows = await sql.prepared<Row>(
    `/* topicHistories */ select topic, place, sum(papers)::int as papers, sum(papers_with_code)::int as "papersWithCode"
     from (select *, (extract(year from month)::int * 12 + extract(month from month)::int - 1) / $2::int as place
       from topic_count where topic = any($1::int[]) and month > '0001-01-01') c
     where ($3::int is null or place >= $3) and ($4::int is null or place <= $4)
     group by topic, place having sum(papers) > 0 order by topic, place`,
    [topics, months, range.first, range.last],
  );
  const byTopic = new Map<number, Row[]>(topics.map((topic) => [topic, []]));
  for (const row of rows) byTopic.get(row.topic)!.push(row);
  return topics.map((topic) => pointsOf(byTopic.get(topic)!, range, months, most));
}

/** Null where the topic's own papers are the end. */
interface Range {
  readonly first: number | null;
  readonly last: number | null;
}

function pointsOf(rows: readonly Row[], range: Range, months: number, most: number): TopicPoint[] {
  const last = range.last ?? rows.at(-1)?.place;
  const begin = range.first ?? rows[0]?.place;
  if (begin === undefined || last === undefined) return [];
  if (range.first !== null) checkLength(begin, last, most);
  const first = Math.max(begin, last - most + 1);
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const { papers = 0, papersWithCode = 0 } = byPlace.get(first + index) ?? {};
    return { start: startOf(first + index, months), papers, papersWithCode };
  });
}

function checkLength(first: number, last: number, most: number): void {
  const points = last - first + 1;
  if (points > most)
    throw new InputError(
      `from must be at most ${most} points before the end, not ${points}: ask for longer intervals or fewer`,
      "from",
    );
}

/** Which interval of so many months a day is in. */
function placeOf(day: string, months: number): number {
  const [year, month] = day.split("-").map(Number);
  return Math.floor((year! * 12 + month! - 1) / months);
}

/** The first day of an interval. */
function startOf(place: number, months: number): string {
  const month = place * months;
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`;
}
