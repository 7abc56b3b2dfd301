import { loadSample } from "../src/importers/sample";
import { askRandomly } from "./ask-randomly";
import { useTestApp } from "./test-app";

const app = useTestApp({ STATEMENT_TIMEOUT_MS: "3000" });
beforeAll(() => loadSample(app.db));

test("500 random valid queries are answered, or refused in words, and none outlives its time limit", async () => {
  const { answered } = await askRandomly(app, 500, 5_000);
  expect(answered).toBeGreaterThan(100);
}, 120_000);
