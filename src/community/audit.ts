import type { Run } from "../database/sql";
import type { Viewer } from "./viewer";

/** What members do. */
export type Action =
  | "UPVOTE"
  | "REMOVE_UPVOTE"
  | "SUBMIT"
  | "ACCEPT"
  | "REJECT"
  | "LINK_REPOSITORY"
  | "DISPUTE_LINK"
  | "SET_TOPICS"
  | "MERGE"
  | "CREATE_KEY"
  | "REVOKE_KEY"
  | "SAVE_FILTER"
  | "DELETE_FILTER";

/** One thing that was done. */
export interface Deed {
  readonly action: Action;
  /** The uid of what it was done to; null where that is no node. */
  readonly subject: string | null;
  readonly details?: object;
}

/** Keeps what a member did, or the operator at the command line (null), and when. */
export async function noteDeed(run: Run, member: Viewer | null, { action, subject, details = {} }: Deed): Promise<void> {
  await run("/* noteDeed */ insert into audit_entry (member, action, subject, details) values ($1, $2, $3, $4)", [
    member?.rowId ?? null,
    action,
    subject,
    JSON.stringify(details),
  ]);
}

/** How often a member did something within a day, counted up to `most`. */
export async function countDeeds(run: Run, { rowId }: Viewer, action: Action, most: number): Promise<number> {
  const [row] = await run<{ count: number }>(
    `/* countDeeds */ select count(*) as count from (
       select from audit_entry where member = $1 and action = $2 and at > now() - interval '1 day' limit $3
     ) deeds`,
    [rowId, action, most],
  );
  return row!.count;
}
