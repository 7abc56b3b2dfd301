import { readdirSync } from "node:fs";
import { huggingFaceDaily } from "../src/importers/hugging-face-daily";
import { sampleSignals } from "../src/importers/sample-signals";
import { computeTrending } from "../src/trending/recompute";
import { importFile } from "./import-file";
import { runs } from "./many";
import { realFile, testOnRealInput } from "./real-data";
import { useTestApp } from "./test-app";

const app = useTestApp();

const LIST = `query ($day: Date) { trending(window: WEEK, asOf: $day, first: 100) { asOf totalCount edges {
  node { id } score { score rank previousRank components { contribution } } } } }`;

/** Every so many days in `npm test`, and each in `npm run test:many`. */
const STEP = runs(4, 1);

testOnRealInput("each day of Hugging Face, imported and computed day by day, is given again as it was given then", async () => {
  const days = readdirSync(realFile("hf-daily"))
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, 10))
    .sort()
    .filter((_day, index) => index % STEP === 0);
  expect(days.length * STEP).toBeGreaterThan(50);
  const given = new Map<string, any>();
  for (const day of days) {
    await importFile(app.db, huggingFaceDaily, realFile(`hf-daily/${day}.json`));
    await sampleSignals(app.db);
    await computeTrending(app.db, day);
    given.set(day, (await app.query(LIST, { day })).trending);
  }
  let papers = 0;
  for (const [day, list] of given) {
    expect((await app.query(LIST, { day })).trending).toEqual(list);
    expect(list.asOf).toBe(day);
    papers += list.edges.length;
    for (const [index, { score }] of list.edges.entries()) {
      expect(score.rank).toBe(index + 1);
      const sum = score.components.reduce((total: number, { contribution }: any) => total + contribution, 0);
      expect(Math.abs(sum - score.score)).toBeLessThan(1e-9);
    }
  }
  expect(papers * STEP).toBeGreaterThan(900);
});
