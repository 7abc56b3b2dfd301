import type { Context } from "../context";
import type { Run } from "../database/sql";
import { parseGlobalId } from "../graphql/node-id";
import { outcomeOf } from "../graphql/refusal";
import type { Paper } from "../papers/paper";
import { change, holdPaper, refuseBeyond } from "./changes";
import { Scope } from "./scope";
import { viewerWith } from "./viewer";

/** Gives the paper the member's upvote; again: nothing changes. */
export function upvotePaper(context: Context, paperId: string) {
  return outcomeOf<{ paper: Paper | null }>({ paper: null }, async () => {
    const viewer = viewerWith(context, Scope.CONTRIBUTE);
    const { uid } = parseGlobalId(paperId, "input.paperId", "Paper");
    const paper = await change(context, viewer, async (run) => {
      const held = await holdPaper(run, uid, "input.paperId");
      const isNew = !(await hasUpvoted(run, held.paper, viewer.rowId));
      if (isNew) {
        await refuseBeyond(run, viewer, "UPVOTE", context.config.community.upvotesPerDay, "upvotes");
        await run(
          `/* upvotePaper */ with given as (insert into paper_upvote (paper, member) values ($1, $2))
           insert into paper_signal as s (paper, sort_on, member_upvotes) select row_id, sort_on, 1 from paper where row_id = $1
           on conflict (paper) do update set member_upvotes = s.member_upvotes + 1`,
          [held.paper, viewer.rowId],
        );
      }
      return { result: held.paper, deed: isNew ? { action: "UPVOTE", subject: held.uid } : null };
    });
    return { paper: await context.loaders.paperByRowId.load(paper) };
  });
}

/** Takes the member's upvote back; where there is none, nothing changes. */
export function removePaperUpvote(context: Context, paperId: string) {
  return outcomeOf<{ paper: Paper | null }>({ paper: null }, async () => {
    const viewer = viewerWith(context, Scope.CONTRIBUTE);
    const { uid } = parseGlobalId(paperId, "input.paperId", "Paper");
    const paper = await change(context, viewer, async (run) => {
      const held = await holdPaper(run, uid, "input.paperId");
      const removed = await run(
        `/* removePaperUpvote */ with taken as (delete from paper_upvote where paper = $1 and member = $2 returning paper)
         update paper_signal s set member_upvotes = s.member_upvotes - 1 from taken where s.paper = taken.paper returning s.paper`,
        [held.paper, viewer.rowId],
      );
      return { result: held.paper, deed: removed.length > 0 ? { action: "REMOVE_UPVOTE", subject: held.uid } : null };
    });
    return { paper: await context.loaders.paperByRowId.load(paper) };
  });
}

async function hasUpvoted(run: Run, paper: number, member: number): Promise<boolean> {
  const rows = await run("/* hasUpvoted */ select from paper_upvote where paper = $1 and member = $2", [paper, member]);
  return rows.length > 0;
}
