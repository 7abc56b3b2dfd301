import type { Sql } from "./sql";

/** Called with the text of each statement before it is sent; what it gives is called when the statement is over, with the fault if it failed. */
export type StatementObserver = (text: string) => (fault?: unknown) => void;

/** The same statements, watched. */
export function observedSql(sql: Sql, observe: StatementObserver): Sql {
  const watched = async <Rows>(text: string, run: () => Promise<Rows>): Promise<Rows> => {
    const end = observe(text);
    try {
      const rows = await run();
      end();
      return rows;
    } catch (fault) {
      end(fault);
      throw fault;
    }
  };
  return {
    prepared: (text, values) => watched(text, () => sql.prepared(text, values)),
    planned: (text, values) => watched(text, () => sql.planned(text, values)),
    hurried: (ms, text, values) => watched(text, () => sql.hurried(ms, text, values)),
  };
}
