import type { Origin } from "../src/context";

/** What a request brings along that nobody logs, counts or ends. */
export const originOf = (): Origin => ({
  requestId: "test",
  budget: null,
  signal: new AbortController().signal,
  answer: { operationName: null, errorCodes: [], isWhole: false, isPersonal: false, cost: null },
  observe: () => () => {},
});
