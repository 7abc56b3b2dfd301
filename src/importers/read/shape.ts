import { dayOf, excerptOf, type Fields, fieldsOf, isStorable, momentOf, urlOf } from "./fields";

/** What is wrong with a value, as `name must be ...`; null when nothing is. */
export type Check = (value: unknown, name: string) => string | null;

/** What holds for every value that `isRight` takes. */
const check =
  (expected: string, isRight: (value: unknown) => boolean): Check =>
  (value, name) =>
    isRight(value) ? null : `${name} must be ${expected}, not ${excerptOf(value, 60)}`;

const isText = (value: unknown, most: number): value is string =>
  typeof value === "string" &&
  value.length <= most &&
  (value.length * 3 <= most || Buffer.byteLength(value) <= most) &&
  isStorable(value);

/** A text of at most so many bytes that PostgreSQL can hold. */
export const text = (most: number): Check => check(`a text of at most ${most} bytes`, (value) => isText(value, most));

/** A text that is not blank, of at most so many bytes. */
export const fullText = (most: number): Check =>
  check(`a text of 1 to ${most} bytes`, (value) => isText(value, most) && value.trim() !== "");

/** A text that another is made of, which must have at most so many bytes. Letters outside of ASCII may become many. */
export const folding = (fold: (text: string) => string, most: number): Check =>
  check(`a text of at most ${most} bytes when it is written out`, (value) => {
    const text = value as string;
    return text.length * 3 <= most && /^[\x20-\x7e]*$/.test(text) ? true : Buffer.byteLength(fold(text)) <= most;
  });

/** What the first of several checks says that finds a fault. */
export const both =
  (...checks: readonly Check[]): Check =>
  (value, name) => {
    for (const inner of checks) {
      const fault = inner(value, name);
      if (fault !== null) return fault;
    }
    return null;
  };

/** A text of a pattern, of at most 300 characters. */
export const pattern = (expected: string, form: RegExp): Check =>
  check(expected, (value) => isText(value, 300) && form.test(value));

export const uuid = pattern("a UUID", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const slug = pattern("a slug", /^[a-z0-9]+(-[a-z0-9]+)*$/i);
export const flag = check("true or false", (value) => typeof value === "boolean");
export const day = check("a day like 2025-03-12", (value) => typeof value === "string" && dayOf(value) === value);
export const moment = check(
  "a moment like 2025-03-12T08:00:00.000Z",
  (value) => typeof value === "string" && momentOf(value) !== null,
);
export const address = check("an http address", (value) => isText(value, 2_500) && urlOf(value) !== null);
export const confidence = check("above 0 and at most 1", (value) => typeof value === "number" && value > 1e-30 && value <= 1);

/** A whole number from `least` to the greatest that PostgreSQL's `int` holds. */
export const count = (least: number): Check =>
  check(
    `a whole number from ${least}`,
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= 2_147_483_647,
  );

/** One of several texts. */
export const oneOf = (values: readonly string[]): Check =>
  check(`one of ${values.join(", ")}`, (value) => values.includes(value as string));

/** What the check says, or null. */
export const orNull =
  (inner: Check): Check =>
  (value, name) =>
    value === null ? null : inner(value, name);

/** What the check says, or absent. */
export const orAbsent =
  (inner: Check): Check =>
  (value, name) =>
    value === undefined ? null : inner(value, name);

/** A list each of whose items the check takes. */
export const listOf =
  (inner: Check, least = 0): Check =>
  (value, name) => {
    if (!Array.isArray(value) || value.length < least)
      return `${name} must be a list${least > 0 ? ` of at least ${least}` : ""}, not ${excerptOf(value, 60)}`;
    for (const [index, item] of value.entries()) {
      if (inner(item, "") !== null) return inner(item, `${name}[${index}]`); // places are named only where something is wrong
    }
    return null;
  };

/** An object with these fields and no others. */
export const shape =
  (checks: Readonly<Record<string, Check>>, known = Object.entries(checks)): Check =>
  (value, name) => {
    const fields = fieldsOf(value);
    if (!fields) return `${name} must be an object, not ${excerptOf(value, 60)}`;
    const inside = (field: string) => (name === "" ? field : `${name}.${field}`);
    for (const [field, inner] of known) {
      if (inner(ownValue(fields, field), "") !== null) return inner(ownValue(fields, field), inside(field));
    }
    const unknown = Object.keys(fields).find((field) => !Object.hasOwn(checks, field));
    return unknown === undefined ? null : `${excerptOf(inside(unknown), 60)} is no field that is known here`;
  };

const ownValue = (fields: Fields, field: string) => (Object.hasOwn(fields, field) ? fields[field] : undefined);
