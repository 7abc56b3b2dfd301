/** Collects the values of a statement while its text is written: every value of a client is bound, never part of the text. */
export class SqlWriter {
  readonly values: unknown[] = [];

  /** The placeholder of a value, with its type, for example `$3::date[]`. */
  bind(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}
