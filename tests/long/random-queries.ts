import { askRandomly } from "../ask-randomly";
import { generateRows } from "../generated-rows";
import { useTestApp } from "../test-app";

const STATEMENT_TIMEOUT_MS = 2_000;

const app = useTestApp({ STATEMENT_TIMEOUT_MS: String(STATEMENT_TIMEOUT_MS) });
beforeAll(() => generateRows(app), 120_000);

test("5,000 random valid queries of 30,000 papers are answered, or refused in words, and none outlives its time limit", async () => {
  // A request may need several statements after each other, and the machine may be busy.
  const outcome = await askRandomly(app, 5_000, 4 * STATEMENT_TIMEOUT_MS);
  console.log(JSON.stringify(outcome));
  expect(outcome.answered).toBeGreaterThan(1_000);
}, 1_800_000);
