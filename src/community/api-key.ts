import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** The form of a key: `pg_`, eight characters by which it is found and named, and a secret of 192 bits. */
const KEY = /^(pg_[0-9a-f]{8})_[\w-]{32}$/;

/** A new key; only its owner ever sees it whole. */
export interface NewKey {
  readonly key: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

/** Makes a key. */
export function newKey(): NewKey {
  const prefix = `pg_${randomBytes(4).toString("hex")}`;
  const key = `${prefix}_${randomBytes(24).toString("base64url")}`;
  return { key, prefix, hash: hashOf(key) };
}

/** The public beginning of a key; null when the text is none. */
export function prefixOf(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}

/** Whether a key is the one whose hash this is; takes as long whatever the answer. */
export function isKeyOf(key: string, hash: Buffer): boolean {
  return timingSafeEqual(hashOf(key), hash);
}

/** Keys are random and long: a plain hash cannot be turned back. */
function hashOf(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
