import type { Run, Sql } from "./sql";

/** Called with the text of each statement before it is sent; what it gives is called when the statement is over, with the fault if it failed. */
export type StatementObserver = (text: string) => (fault?: unknown) => void;

/** The same statements, watched. */
export function observedSql(sql: Sql, observe: StatementObserver): Sql {
  const watched =
    (run: Run): Run =>
    async (text, values) => {
      const end = observe(text);
      try {
        const rows = await run<never>(text, values);
        end();
        return rows;
      } catch (fault) {
        end(fault);
        throw fault;
      }
    };
  return { prepared: watched(sql.prepared), planned: watched(sql.planned) };
}
