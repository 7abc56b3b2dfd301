import type { Sql } from "../database/sql";
import { oneByKey, pageByKey } from "../graphql/batch";

/** How many upvotes papers have, and whether a member gave one: one statement each, however many papers. */
export function upvoteLoaders(sql: Sql) {
  return {
    upvotesByPaper: oneByKey(
      (papers: readonly number[]) =>
        sql.prepared<{ paper: number; upvotes: number }>(
          "/* upvotesByPaper */ select paper, upvotes from paper_signal where paper = any($1::bigint[])",
          [papers],
        ),
      ({ paper }) => paper,
    ),
    hasUpvotedByPaper: pageByKey(async (papers: readonly number[], member: number) => {
      const rows = await sql.prepared<{ paper: number }>(
        "/* hasUpvotedByPaper */ select paper from paper_upvote where member = $2 and paper = any($1::bigint[])",
        [papers, member],
      );
      const upvoted = new Set(rows.map(({ paper }) => paper));
      return papers.map((paper) => upvoted.has(paper));
    }),
  };
}
