import { escapeLiteral } from "pg";
import type { SharedSql } from "../src/database/sql";
import type { TestApp } from "./test-app";

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly PlanNode[];
}

/** What one statement read. */
export interface Reading {
  /** The function that sent it. */
  readonly name: string;
  /** Rows that its scans gave, and rows that they read in vain. */
  readonly rows: number;
  /** Tables of which every row was read. */
  readonly wholeTables: readonly string[];
}

/** Runs `action` and explains each statement that it made the service send, with its values and planned as the service has it planned. */
export async function readingsOf(app: TestApp, action: () => Promise<unknown>): Promise<Reading[]> {
  const { sql } = app.http as unknown as { sql: SharedSql };
  const sent: { text: string; values: readonly unknown[]; isPrepared: boolean }[] = [];
  const { onStatement } = sql;
  sql.onStatement = (text, values, isPrepared) => sent.push({ text, values, isPrepared });
  await action().finally(() => {
    sql.onStatement = onStatement;
  });
  const connection = app.db.createQueryRunner();
  try {
    const readings: Reading[] = [];
    for (const { text, values, isPrepared } of sent) {
      const explain = "explain (analyze, buffers off, timing off, format json)";
      const rows = isPrepared
        ? await explainPrepared(connection, explain, text, values)
        : await connection.query(`${explain} ${text}`, [...values]);
      const plan: PlanNode = rows[0]["QUERY PLAN"][0].Plan;
      readings.push({ name: /\/\* (\w+)/.exec(text)![1]!, ...readBy(plan) });
    }
    return readings;
  } finally {
    await connection.release();
  }
}

/** The database plans a prepared statement for its values five times; then it may settle on one plan for all values. */
const UNTIL_SETTLED = 6;

async function explainPrepared(
  connection: { query(sql: string): Promise<any> },
  explain: string,
  text: string,
  values: readonly unknown[],
) {
  await connection.query(`prepare explained as ${text}`);
  const given = values.map((value) => (value === null ? "null" : escapeLiteral(textOf(value)))).join(", ");
  const execute = `execute explained${given && `(${given})`}`;
  for (let run = 0; run < UNTIL_SETTLED; run++) await connection.query(execute);
  const plan = await connection.query(`${explain} ${execute}`);
  await connection.query("deallocate explained");
  return plan;
}

/** A value as the database reads it from text. */
function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? `{${value.map((item) => JSON.stringify(item)).join(",")}}` : String(value);
}

function readBy(plan: PlanNode): { rows: number; wholeTables: string[] } {
  const below = (plan.Plans ?? []).map(readBy);
  const removed = (plan["Rows Removed by Filter"] ?? 0) + (plan["Rows Removed by Index Recheck"] ?? 0);
  const isScan = /^(Seq|Index|Index Only|Bitmap Heap|Bitmap Index|Tid|Tid Range) Scan$/.test(plan["Node Type"]);
  return {
    rows: (isScan ? (plan["Actual Rows"] + removed) * plan["Actual Loops"] : 0) + below.reduce((sum, { rows }) => sum + rows, 0),
    wholeTables: [
      ...(plan["Node Type"] === "Seq Scan" ? [plan["Relation Name"]!] : []),
      ...below.flatMap(({ wholeTables }) => wholeTables),
    ],
  };
}
