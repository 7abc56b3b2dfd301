import { showProgress } from "../src/cli/progress";

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

test("a long import shows its share now and then, and never that all is done before it is", () => {
  jest.useFakeTimers({ now: 0 });
  const log = jest.spyOn(console, "error").mockImplementation(() => {});
  const progress = showProgress("dump.json", 1_000);
  const after = (seconds: number, bytes: number, records: number) => {
    jest.advanceTimersByTime(seconds * 1_000);
    progress.addBytes(bytes);
    progress.setRecords(records);
  };
  after(5, 100, 10);
  after(6, 355, 22);
  after(12, 545, 46); // all is read, but not yet written
  after(12, 0, 70);
  progress.stop(true);
  expect(log.mock.calls.flat()).toEqual([
    "dump.json: 45 %, 22 records, 2/s",
    "dump.json: 99 %, 46 records, 2/s",
    "dump.json: 99 %, 70 records, 2/s",
  ]);
});
