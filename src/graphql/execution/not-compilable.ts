/** An operation holds something that is not compiled: graphql-js answers it. */
export class NotCompilable extends Error {
  constructor(what: string) {
    super(`Not compiled: ${what}`);
  }
}
