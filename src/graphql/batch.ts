import DataLoader from "dataloader";

type Key = string | number;

/** Loads values by their keys: what is asked for in one go becomes one batch, and each key is asked for once. Ready to use, and little more than nothing until it is: most requests use few of many. */
export class Loader<K, V> {
  private loader: DataLoader<K, V> | null = null;

  constructor(private readonly batch: (keys: readonly K[]) => Promise<(V | Error)[]>) {}

  load(key: K): Promise<V> {
    this.loader ??= new DataLoader(this.batch);
    return this.loader.load(key);
  }

  /** The values in the order of the keys; an error in the place of one that failed. */
  loadMany(keys: readonly K[]): Promise<(V | Error)[]> {
    this.loader ??= new DataLoader(this.batch);
    return this.loader.loadMany(keys);
  }
}

/** A loader of at most one row per key. Keys without a row give null. */
export function oneByKey<K extends Key, V>(fetch: (keys: readonly K[]) => Promise<V[]>, keyOf: (row: V) => K) {
  return new Loader<K, V | null>(async (keys) => {
    // PostgreSQL's texts hold every character but this one, and one such key would fail the whole batch.
    const asked = keys.filter((key) => !String(key).includes("\0"));
    const rows = new Map((await fetch(asked)).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key) ?? null);
  });
}

/** A loader of all rows per key, in the order in which `fetch` returned them. Keys without a row give an empty list. */
export function manyByKey<K extends Key, V>(fetch: (keys: readonly K[]) => Promise<V[]>, keyOf: (row: V) => K) {
  return new Loader<K, V[]>(async (keys) => {
    const rows = new Map<K, V[]>(keys.map((key) => [key, []]));
    for (const row of await fetch(keys)) rows.get(keyOf(row))?.push(row);
    return keys.map((key) => rows.get(key)!);
  });
}

/** A loader of one page for each parent: parents that are asked with the same arguments share one call of `fetch`, which gives a page for each key in order. */
export function pageByKey<K extends Key, Args, V>(fetch: (keys: readonly K[], args: Args) => Promise<V[]>) {
  const byArgs = new Map<string, Loader<K, V>>();
  return {
    load(key: K, args: Args): Promise<V> {
      const signature = JSON.stringify(args);
      const loader = byArgs.get(signature) ?? new Loader<K, V>(async (keys) => fetch(keys, args)); // what is thrown is a refusal too
      byArgs.set(signature, loader);
      return loader.load(key);
    },
  };
}

/** Does the work when it is first asked for, and gives the same promise from then on. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
