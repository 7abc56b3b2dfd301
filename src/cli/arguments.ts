import { InvalidArgumentError } from "commander";
import { isDay, today } from "../calendar";

/** A day as YYYY-MM-DD, not in the future. */
export function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError("It must be a day like 2025-03-12.");
  if (text > today()) throw new InvalidArgumentError("It must not be in the future.");
  return text;
}

/** One day, or every day from the first to the last of `2025-03-01..2025-03-12`. */
export function days(text: string): string[] {
  const [first = "", last = first, ...others] = text.split("..");
  if (others.length > 0 || day(first) > day(last))
    throw new InvalidArgumentError("It must be a day, or two like 2025-03-01..2025-03-12.");
  const found: string[] = [];
  for (const at = new Date(`${first}T00:00:00Z`); at.toISOString() <= `${last}T24`; at.setUTCDate(at.getUTCDate() + 1))
    found.push(at.toISOString().slice(0, 10));
  return found;
}

/** A whole number from 1. */
export function count(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time like `30m`, `12h` or `7d`, in milliseconds. */
export function duration(text: string): number {
  const [, count, unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (!count) throw new InvalidArgumentError("It must be a length of time like 30m, 12h or 7d.");
  return Number(count) * UNITS[unit]!;
}

/** A set of arXiv. */
export function arxivSet(text: string): string {
  if (!/^[\w.-]+(?::[\w.-]+){0,2}$/.test(text))
    throw new InvalidArgumentError("It must be a set of arXiv like cs, math or physics:hep-th.");
  return text;
}
