import { setTimeout as sleep } from "node:timers/promises";
import { cleanUp, type Ended } from "../service-process";
import { type Outcome, useGround } from "./ground";
import { type Strike, strike } from "./strikes";

/** The longest that one interrupted import and its end may take. */
const PATIENCE_MS = 180_000;

/**
 * The tests that an import which is struck at random moments, spread over the time that it takes, and is started again, ends as one that was let alone: in the same graph,
 * with the same counts, and with each reject noted once.
 */
export function testInterruptions(strikes: readonly Strike[], papers: number, batchRecords: number): void {
  const ground = useGround(papers, batchRecords);
  let expected: Outcome;
  let recordsBefore = 0;
  let duration = 0;

  beforeAll(async () => {
    await ground.renew();
    recordsBefore = (await ground.outcome()).records;
    const startedAt = performance.now();
    const { ended } = await ground.begin();
    expect(await ended).toMatchObject({ code: 0 });
    duration = performance.now() - startedAt;
    expected = await ground.outcome();
  }, PATIENCE_MS);

  afterEach(async () => {
    await cleanUp();
    await ground.recover();
  });

  test("let alone, it adds, changes, keeps, merges and rejects", () => {
    const { read, added, changed, unchanged, rejected, merged } = expected.run!;
    expect(read).toBe(added + changed + unchanged + rejected);
    for (const count of [added, changed, unchanged, rejected, merged]) expect(count).toBeGreaterThan(0);
    expect(expected.run).toMatchObject({ finished: true, position: read });
    expect(expected.rejects).toHaveLength(rejected);
    expect(read / batchRecords).toBeGreaterThan(10);
  });

  const moments = strikes.map((how, index) => ({ ...how, share: (index + Math.random()) / strikes.length }));

  test.each(moments.map((moment) => [moment.name, Math.round(100 * moment.share), moment] as const))(
    "%s after %i %% of its time",
    async (_name, _percent, moment) => {
      const ended = await interrupt(moment, moment.share * duration);
      expectOneLine(ended, moment);
      await ground.recover();
      expectWholeBatches(await ground.outcome());
      const again = await (await ground.begin(moment.isOwner)).ended;
      expect(again.code === 0 ? "" : again.stderr).toBe(""); // shows what it said
      if (moment.isOwner) expect(ground.serverPid()).toBeNull();
      await ground.recover();
      expect(await ground.outcome()).toEqual(expected);
    },
    PATIENCE_MS,
  );

  /** Starts the import anew until a strike comes before its end. */
  async function interrupt(how: Strike, afterMs: number): Promise<Ended> {
    await ground.renew();
    const importing = await ground.begin(how.isOwner);
    await sleep(afterMs);
    const isStruck = await strike(how, importing, ground);
    const ended = await importing.ended;
    if (isStruck) return ended;
    await ground.recover();
    return interrupt(how, 0.8 * afterMs);
  }

  /** What is noted is what is there, whenever it was stopped. */
  function expectWholeBatches({ run, rejects, records }: Outcome): void {
    expect(records).toBe(recordsBefore + (run?.added ?? 0));
    if (!run) return; // stopped before it began
    expect(run.read).toBe(run.added + run.changed + run.unchanged + run.rejected);
    expect(run.position).toBe(run.read);
    expect(rejects).toHaveLength(run.rejected);
  }
}

/** Whoever is not killed says in one line why it ends, and how to go on; a signal before it listens, or after the last batch, needs no word. */
function expectOneLine({ code, stderr }: Ended, { importer }: Strike): void {
  const said = stderr
    .split("\n")
    .filter(
      (line) =>
        line !== "" &&
        !/: rejected: |: \d+ rejected: |`npm run imports -- --rejects \d+` shows all\.$|^Starting the embedded/.test(line),
    );
  if (importer === "SIGKILL") expect(said).toEqual([]);
  if (code === null || code === 0) return;
  const last = "What was imported stays, and the same command goes on after it.";
  if (importer) {
    expect(code).toBe(importer === "SIGINT" ? 130 : 143);
    expect(said).toEqual(["Stopping after what is in hand; a second signal stops at once.", `Stopped. ${last}`]);
  } else {
    expect(code).toBe(1);
    expect(said).toEqual([
      expect.stringMatching(new RegExp(`^(The database is gone: .*\\. ${last}|Cannot (open|migrate) the database\\b.*)$`)),
    ]);
  }
}
