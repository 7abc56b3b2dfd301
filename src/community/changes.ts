import type { Context } from "../context";
import { type Run, type Transaction, transaction } from "../database/sql";
import { Refusal } from "../graphql/refusal";
import { type Action, countDeeds, type Deed, noteDeed } from "./audit";
import type { Viewer } from "./viewer";

/** What a change gives, and what is to be noted of it; no deed: all was as it should be already. */
export interface Change<T> {
  readonly result: T;
  readonly deed: Deed | null;
}

/** Runs a member's change in one transaction: one at a time for each member, noted in the audit log, and seen by all when it is through. What throws changes nothing. */
export function change<T>({ db }: Context, viewer: Viewer, work: (run: Transaction) => Promise<Change<T>>): Promise<T> {
  return transaction(db, async (run) => {
    await run("/* lockMember */ select from member where row_id = $1 for no key update", [viewer.rowId]);
    const { result, deed } = await work(run);
    if (deed === null) return result;
    await noteDeed(run, viewer, deed);
    await raiseVersion(run);
    return result;
  });
}

/** The last statement of a transaction that changes public data: the version must not show before what it names. */
export async function raiseVersion(run: Run): Promise<void> {
  await run("/* raiseVersion */ update catalogue_version set version = version + 1");
}

/** Throws a Refusal when the member did this so often within a day that no more is allowed. */
export async function refuseBeyond(run: Run, viewer: Viewer, action: Action, most: number, of: string): Promise<void> {
  if ((await countDeeds(run, viewer, action, most)) >= most)
    throw new Refusal("LIMIT_REACHED", "", `A member may make at most ${most} ${of} a day`);
}

/** The row of a paper by its uid of now or before, held so that it stays while the transaction runs. Throws a Refusal when there is none. */
export async function holdPaper(run: Run, uid: string, path: string): Promise<{ paper: number; uid: string }> {
  // A paper that is merged meanwhile is found by its alias at the second look.
  for (let look = 0; look < 2; look++) {
    const [found] = await run<{ paper: number; uid: string }>(
      `/* holdPaper */ select row_id as paper, uid from paper
       where row_id = coalesce((select row_id from paper where uid = $1), (select paper from paper_alias where uid = $1)) for key share`,
      [uid],
    );
    if (found) return found;
  }
  throw new Refusal("NOT_FOUND", path, `${path.split(".").at(-1)} must be the id of a paper that is there`);
}
