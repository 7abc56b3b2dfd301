import { availableParallelism } from "node:os";

/** One setting: its variable, what an unset or empty variable means, and how its text becomes a value, or null when it cannot. */
export interface Setting<T> {
  readonly variable: string;
  readonly fallback: T;
  readonly parse: (text: string) => T | null;
  /** Completes the sentence "PORT must be ...". */
  readonly expected: string;
  /** The value is a secret, or may hold one: a fault does not repeat it. */
  readonly isSecret?: boolean;
}

/** A whole number in a range, both ends included. */
export function integer(variable: string, fallback: number, min: number, max: number): Setting<number> {
  const parse = (text: string) => (/^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : null);
  return { variable, fallback, parse, expected: `a whole number from ${min} to ${max}` };
}

/** A choice of two. */
export function yesOrNo(variable: string, fallback: boolean): Setting<boolean> {
  const parse = (text: string) => (text === "true" ? true : text === "false" ? false : null);
  return { variable, fallback, parse, expected: "true or false" };
}

/** A number of processes; `auto` is one for each core that this one may use. */
export function processes(variable: string, fallback: number, max: number): Setting<number> {
  const number = integer(variable, fallback, 1, max);
  const parse = (text: string) => (text === "auto" ? Math.min(availableParallelism(), max) : number.parse(text));
  return { ...number, parse, expected: `auto or ${number.expected}` };
}

/** A text of some form. */
export function matching(variable: string, fallback: string, pattern: RegExp, expected: string): Setting<string> {
  return { variable, fallback, parse: (text) => (pattern.test(text) ? text : null), expected };
}

/** The same, with null where it is unset. */
export function optional(setting: Setting<string>): Setting<string | null> {
  return { ...setting, fallback: null };
}

/** Texts between commas, each of some form. */
export function listOf(
  variable: string,
  fallback: readonly string[],
  isGood: (text: string) => boolean,
  expected: string,
): Setting<readonly string[]> {
  const parse = (text: string) => {
    const items = text.split(",").map((item) => item.trim());
    return items.every(isGood) ? Object.freeze(items) : null;
  };
  return { variable, fallback: Object.freeze(fallback), parse, expected };
}

/** The address of a service, without a slash at its end. */
export function webAddress(variable: string, fallback: string): Setting<string> {
  const parse = (text: string) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isGood = url && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === "";
    return isGood ? url.href.replace(/\/+$/, "") : null;
  };
  return { variable, fallback, parse, expected: `a web address like ${fallback}`, isSecret: true };
}
