import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { run } from "../service-process";
import { useTestApp } from "../test-app";

const app = useTestApp();
const folder = mkdtempSync(join(tmpdir(), "papergraph-limits-"));

const line = (id: string, summary: string) => JSON.stringify({ id, title: `Paper ${id}`, summary, authors: [], categories: [] });

function importLines(name: string, settings: Record<string, string>, ...lines: string[]) {
  const file = join(folder, name);
  writeFileSync(file, gzipSync(lines.join("\n")));
  return run("cli.js", ["import", "arxiv-listing", file], { DATABASE_URL: app.databaseUrl, ...settings });
}

test("IMPORT_MAX_RECORD_BYTES is the longest line that the command reads", async () => {
  const lines = [line("2401.00001", "Short."), line("2401.00002", "x".repeat(3_000))];
  const { code, stdout, stderr } = await importLines("long.jsonl", { IMPORT_MAX_RECORD_BYTES: "2000" }, ...lines);
  expect([code, stdout]).toEqual([0, expect.stringContaining("2 read = 1 added + 0 changed + 0 unchanged + 1 rejected.")]);
  expect(stderr).toContain("line 2: rejected: must be at most 2000 bytes long");
});

test("IMPORT_MAX_UNPACKED_BYTES is the most that the command unpacks; what came before stays", async () => {
  const lines = Array.from({ length: 2_000 }, (_, index) => line(`2402.${String(index).padStart(5, "0")}`, "x".repeat(900)));
  const { code, stderr } = await importLines("bomb.jsonl", { IMPORT_MAX_UNPACKED_BYTES: "1500000" }, ...lines);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining("must be at most 1500000 bytes when unpacked. What came before it was imported."),
  ]);
  const [{ count }] = await app.db.query("select count(*)::int from paper where arxiv_id like '2402.%'");
  const mostLines = 1_500_000 / (lines[0]!.length + 1);
  expect(count).toBeGreaterThan(mostLines - 70); // the source comes in chunks
  expect(count).toBeLessThanOrEqual(mostLines);
});

test("IMPORT_MAX_REJECTS_IN_A_ROW ends the import of what is of another form; what came before stays, its rejects too", async () => {
  const lines = [
    line("2403.00001", "First."),
    "bad",
    line("2403.00002", "Second."),
    ...Array.from({ length: 30 }, () => "worse"),
  ];
  const { code, stderr } = await importLines("other.jsonl", { IMPORT_MAX_REJECTS_IN_A_ROW: "20" }, ...lines);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining("line 23: the last 20 entries are no records of arxiv-listing: the last one must be JSON"),
  ]);
  expect(await app.db.query("select count(*)::int from paper where arxiv_id like '2403.%'")).toEqual([{ count: 2 }]);
  expect(
    await app.db.query("select line::int from import_reject where record like 'wors%' or record = 'bad' order by line"),
  ).toHaveLength(21);
});
