import type { HarvestSettings } from "../../src/config";
import type { Harvest } from "../../src/harvest/harvest";
import type { ImportCounts } from "../../src/importers/import-log";
import { testTagger } from "../import-file";
import type { TestApp } from "../test-app";
import type { ReplayServer } from "./replay-server";

/** What a harvest said, and how long it waited; waits are noted, and last no time. */
export interface Told {
  readonly imported: [string, ImportCounts][];
  readonly lines: string[];
  readonly waits: number[];
}

/** A harvest of the replay server into the database of the app, without pauses where a test does not ask for them. */
export function harvestOf(
  app: TestApp,
  server: ReplayServer,
  settings: Partial<HarvestSettings> = {},
  now: () => Date = () => new Date(),
): Harvest & Told {
  const told: Told = { imported: [], lines: [], waits: [] };
  return {
    ...told,
    db: app.db,
    settings: {
      ...app.config.harvest,
      arxivUrl: `${server.url}/oai`,
      huggingFaceUrl: server.url,
      githubUrl: server.url,
      arxivDelayMs: 0,
      delayMs: 0,
      ...settings,
    },
    tagger: testTagger(),
    now,
    onImported: (name, counts) => told.imported.push([name, counts]),
    onProblem: (name, { reason }) => told.lines.push(`${name}: ${reason}`),
    log: (line) => told.lines.push(line),
    sleep: async (ms) => void told.waits.push(ms),
  };
}
