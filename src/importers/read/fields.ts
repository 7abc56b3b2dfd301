import { plainName, plainText } from "./plain-text";

/** The fields of a JSON object about which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The longest texts that are believed, in UTF-16 units: a longer one is no title, no name, no abstract. */
export const LONGEST = { name: 200, title: 500, abstract: 50_000, url: 2_000 } as const;

/** Half a surrogate pair, which no UTF-8 can hold: of a text that was cut, or of a false escape in JSON. */
export const HALF_PAIR = /\p{Surrogate}/gu;

/** Whether PostgreSQL can hold a text: without U+0000 and halves of pairs. Most text is ASCII, and seen fastest. */
export function isStorable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text) || (!text.includes("\0") && text.search(HALF_PAIR) < 0);
}

/** White space but for a single space, of which most text has nothing else: it is left alone. */
const UNFOLDED = / \s+|[^\S ]\s*/g;

/** Control characters that are no white space: nobody can read them, and PostgreSQL does not store NUL. */
const UNREADABLE = /[^\P{Cc}\s]/gu;

/** An object's fields; null for anything else, lists included. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** A text on one line: white space folded, control characters removed. Null when it is none, blank, or longer than `longest`. */
export function textOf(value: unknown, longest: number): string | null {
  if (typeof value !== "string" || value.length > 2 * LONGEST.abstract) return null;
  const text = value.replace(HALF_PAIR, "\uFFFD").replace(UNREADABLE, "").replace(UNFOLDED, " ").trim();
  return text !== "" && text.length <= longest ? text : null;
}

/** The items of a list; empty for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list, in order; what is none is left out. */
export function objectsOf(value: unknown): Fields[] {
  const objects: Fields[] = [];
  for (const item of listOf(value)) {
    const fields = fieldsOf(item);
    if (fields) objects.push(fields);
  }
  return objects;
}

/** The texts of a list, in order; what is no such text is left out. */
export function textsOf(value: unknown, longest: number): string[] {
  return listOf(value).flatMap((item) => textOf(item, longest) ?? []);
}

/** A text that may hold TeX, as plain text on one line; null as textOf. */
export function plainTextOf(value: unknown, longest: number): string | null {
  const text = textOf(value, longest);
  return text === null ? null : plainText(text) || null;
}

/** The names in a list of texts, in order, as plain text; what holds no letter is left out. */
export function namesOf(value: readonly unknown[]): string[] {
  return value.flatMap((name) => plainName(textOf(name, LONGEST.name) ?? "") ?? []);
}

/** The largest count that is believed: PostgreSQL's `int`. */
const MOST = 2_147_483_647;

/** A whole number from 0 to 2,147,483,647, as a number or in digits; null for anything else. */
export function countOf(value: unknown): number | null {
  const count = typeof value === "string" && /^\d{1,10}$/.test(value.trim()) ? Number(value) : value;
  return typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= MOST ? count : null;
}

/** Day, then perhaps time, seconds and a zone: what of ISO 8601 and its relatives (`2024-05-29 10:16 UTC`) the sources write. */
const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d(?:\.\d{1,9})?))?\s?(Z|UTC|[+-]\d\d:?\d\d)?)?$/i;

/** A moment as ISO 8601 in UTC, with milliseconds; a day alone is its first moment, no zone is UTC. Null when it is none, or not of the years 1600 to 2199. */
export function momentOf(value: unknown): string | null {
  const match = typeof value === "string" && value.length < 64 ? MOMENT.exec(value.trim()) : null;
  if (!match) return null;
  const [, day = "", time = "00:00", seconds = "00", zone = "Z"] = match;
  const isReal = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(isReal.getTime()) || !isReal.toISOString().startsWith(day)) return null;
  const moment = new Date(`${day}T${time}:${seconds}${zone.toUpperCase() === "UTC" ? "Z" : zoneWithColon(zone)}`);
  if (Number.isNaN(moment.getTime())) return null;
  const year = moment.getUTCFullYear();
  return year >= 1600 && year <= 2199 ? moment.toISOString() : null;
}

function zoneWithColon(zone: string): string {
  return zone.replace(/^([+-]\d\d):?(\d\d)$/, "$1:$2").toUpperCase();
}

/** A day as YYYY-MM-DD, of a moment its day in UTC; null when it is none, or not of the years 1600 to 2199. */
export function dayOf(value: unknown): string | null {
  return momentOf(value)?.slice(0, 10) ?? null;
}

/** The first text like YYYY-MM-DD in a file's name that is a day; null when there is none. */
export function dayInFileName(name: string | null): string | null {
  for (const [text] of (name ?? "").matchAll(/(?<!\d)\d{4}-\d\d-\d\d(?!\d)/g)) {
    const day = dayOf(text);
    if (day !== null) return day;
  }
  return null;
}

/** An absolute web address as browsers write it; null for anything else, other protocols and passwords included. */
export function urlOf(value: unknown): string | null {
  const text = textOf(value, LONGEST.url);
  if (text === null || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { href, username, password } = new URL(text);
  return username === "" && password === "" && href.length <= LONGEST.url ? href : null;
}

/** What a person needs to see of a record or a value to find it in its source: JSON, cut. */
export function excerptOf(value: unknown, length = 200): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > length ? `${text.slice(0, length).replace(HALF_PAIR, "")}...` : text;
}
