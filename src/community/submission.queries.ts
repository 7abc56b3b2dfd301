import type { Context } from "../context";
import type { Run, Sql } from "../database/sql";
import { pageByKey } from "../graphql/batch";
import { pageRequest } from "../graphql/connection";
import { findPage } from "../graphql/find-pages";
import type { Order } from "../graphql/keyset";
import { allows, Scope } from "./scope";
import type { Submission, SubmissionPage } from "./submission";
import type { SubmissionsArgs } from "./submission.args";
import type { Viewer } from "./viewer";

const COLUMNS = `'Submission' as "__typename", s.row_id as "rowId", s.uid, s.paper as "paperRowId", s.record, s.repository_url as "repositoryUrl", s.topics,
  s.status, s.day, s.reason, m.name as "submittedBy", s.submitted_at as "submittedAt", s.decided_at as "decidedAt"`;

const TABLES = "submission s join member m on m.row_id = s.member";

const oldestFirst: Order<Submission> = {
  name: "SUBMITTED",
  direction: "asc",
  keys: [{ column: "s.row_id", property: "rowId", type: "int" }],
};

/** Whose submissions are seen: curators see all, others their own; 0, which is nobody, without a key. */
const seenBy = (viewer: Viewer | null) => (viewer && allows(viewer.scopes, Scope.CURATE) ? null : (viewer?.rowId ?? 0));

/** A page of the submissions that may be seen, the oldest first. */
export function findSubmissions({ sql, viewer, config }: Context, { status, ...args }: SubmissionsArgs): Promise<SubmissionPage> {
  const list = {
    name: "findSubmissions",
    columns: COLUMNS,
    from: TABLES,
    where: (bind: (value: unknown, type: string) => string) => {
      const member = seenBy(viewer);
      return [
        ...(member === null ? [] : [`s.member = ${bind(member, "bigint")}`]),
        ...(status ? [`s.status = ${bind(status, "text")}`] : []),
      ];
    },
    order: oldestFirst,
    columnSql: (column: string) => column,
  };
  return findPage<Submission>(sql.prepared, list, pageRequest(args, oldestFirst, config.limits));
}

/** Submissions by uid; null for those that the viewer may not see. */
export function submissionLoaders(sql: Sql, viewerOf: () => Viewer | null) {
  const byUid = pageByKey(async (uids: readonly string[], member: number | null) => {
    const rows = await sql.prepared<Submission>(
      `/* submissionByUid */ select ${COLUMNS} from ${TABLES} where s.uid = any($1::uuid[]) and ($2::bigint is null or s.member = $2)`,
      [uids, member],
    );
    return uids.map((uid) => rows.find((row) => row.uid === uid) ?? null);
  });
  return { submissionByUid: { load: (uid: string) => byUid.load(uid, seenBy(viewerOf())) } };
}

/** The submission of a paper, held until the transaction ends; undefined when there is none. */
export async function holdSubmission(run: Run, uid: string): Promise<Submission | undefined> {
  const [found] = await run<Submission>(
    `/* holdSubmission */ select ${COLUMNS} from ${TABLES} where s.uid = $1 for update of s`,
    [uid],
  );
  return found;
}
