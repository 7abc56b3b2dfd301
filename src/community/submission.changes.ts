import type { Context } from "../context";
import type { Transaction } from "../database/sql";
import { parseGlobalId } from "../graphql/node-id";
import { outcomeOf, Refusal } from "../graphql/refusal";
import { emptyRecord, type PaperRecord } from "../importers/importer";
import { linkByMember, setTopicsByMember } from "../importers/member-links";
import { writeMemberRecord } from "../importers/member-records";
import type { Paper } from "../papers/paper";
import { parseRepositoryUrl } from "../repositories/repository-url";
import { change, refuseBeyond } from "./changes";
import { rowsOfTopics } from "./named-topics";
import { allows, Scope } from "./scope";
import { type Submission, SubmissionStatus } from "./submission";
import type { SubmitPaperInput } from "./submission.args";
import { holdSubmission } from "./submission.queries";
import { readSubmission } from "./submission.record";
import { submittedPaper } from "./submitted-paper";
import { theTagger } from "./the-tagger";
import { viewerWith } from "./viewer";

interface Outcome {
  readonly paper: Paper | null;
  readonly isDuplicate: boolean;
  readonly status: SubmissionStatus | null;
}

/** Submits a paper: one that is known goes on the day's list at once, so does one that a curator submits; others wait for a curator. */
export function submitPaper(context: Context, input: SubmitPaperInput) {
  return outcomeOf<Outcome>({ paper: null, isDuplicate: false, status: null }, async () => {
    const viewer = viewerWith(context, Scope.CONTRIBUTE);
    const isCurator = allows(viewer.scopes, Scope.CURATE);
    const day = dayOf(input.day ?? context.today, context.today, isCurator);
    if (input.repositoryUrl != null && parseRepositoryUrl(input.repositoryUrl) === null)
      throw new Refusal(
        "INVALID",
        "input.repositoryUrl",
        `repositoryUrl must be the address of a repository, like https://github.com/owner/name, not ${JSON.stringify(input.repositoryUrl)}`,
      );
    await rowsOfTopics(context, input.topics ?? [], "input.topics");
    const submitted = await readSubmission(input, context);
    const known = "known" in submitted ? submitted.known : null;
    const record = "known" in submitted ? recordOfKnown(submitted.known) : submitted.record;
    const status = known || isCurator ? SubmissionStatus.ACCEPTED : SubmissionStatus.PENDING;
    const paper = await change<Paper | number>(context, viewer, async (run) => {
      await refuseBeyond(run, viewer, "SUBMIT", context.config.community.submissionsPerDay, "submissions");
      await run(
        `/* submitPaper */ insert into submission (uid, member, status, record, repository_url, topics, day) values ($1, $2, 'PENDING', $3, $4, $5, $6)`,
        [record.sourceKey, viewer.rowId, JSON.stringify(record), input.repositoryUrl ?? null, input.topics ?? [], day],
      );
      const submission = (await holdSubmission(run, record.sourceKey))!;
      const deed = { action: "SUBMIT" as const, subject: known?.uid ?? submission.uid, details: { status, day } };
      if (status === SubmissionStatus.PENDING) return { result: submittedPaper(submission), deed };
      return { result: await accept(run, context, submission, known?.rowId ?? null), deed };
    });
    return { paper: await present(paper, context), isDuplicate: known !== null, status };
  });
}

/** Accepts a submission: its paper is in the graph from then on, under the id that it was submitted by. */
export function acceptSubmission(context: Context, paperId: string) {
  return outcomeOf<{ paper: Paper | null }>({ paper: null }, async () => {
    const viewer = viewerWith(context, Scope.CURATE);
    const { uid } = parseGlobalId(paperId, "input.paperId", "Paper");
    const paper = await change(context, viewer, async (run) => {
      const submission = await pending(run, uid);
      const result = await accept(run, context, submission, null);
      return { result, deed: { action: "ACCEPT", subject: uid } };
    });
    return { paper: await present(paper, context) };
  });
}

/** Rejects a submission: it stays where its member finds the reason. */
export function rejectSubmission(context: Context, paperId: string, reason: string) {
  return outcomeOf<{ paper: Paper | null }>({ paper: null }, async () => {
    const viewer = viewerWith(context, Scope.CURATE);
    const { uid } = parseGlobalId(paperId, "input.paperId", "Paper");
    const paper = await change(context, viewer, async (run) => {
      const submission = await pending(run, uid);
      await run(
        "/* rejectSubmission */ update submission set status = 'REJECTED', reason = $2, decided_at = now() where uid = $1",
        [uid, reason],
      );
      return { result: submittedPaper(submission), deed: { action: "REJECT", subject: uid, details: { reason } } };
    });
    return { paper };
  });
}

/** The day of a list that is still open; curators may name one before. */
function dayOf(day: string, today: string, isCurator: boolean): string {
  if (day > today)
    throw new Refusal("INVALID", "input.day", `day must not lie in the future, but is ${day}, and today is ${today}`);
  if (day < today && !isCurator)
    throw new Refusal(
      "FORBIDDEN",
      "input.day",
      `day must be today, ${today}, not ${day}: only curators change lists of days that are over`,
    );
  return day;
}

async function pending(run: Transaction, uid: string): Promise<Submission> {
  const submission = await holdSubmission(run, uid);
  if (!submission) throw new Refusal("NOT_FOUND", "input.paperId", "paperId must be the id of a paper that was submitted");
  if (submission.status !== SubmissionStatus.PENDING)
    throw new Refusal(
      "DUPLICATE",
      "input.paperId",
      `paperId must be of a submission that is pending: this one is ${submission.status.toLowerCase()} already`,
    );
  return submission;
}

/** Writes what was submitted; gives the row of its paper. */
async function accept(run: Transaction, context: Context, submission: Submission, known: number | null): Promise<number> {
  const { uid, record, repositoryUrl, topics, submittedBy } = submission;
  const tagger = await theTagger();
  const day = known === null && submission.day < context.today ? context.today : submission.day;
  const [last] = await run<{ position: number }>(
    "/* lastOfDay */ select coalesce(max(list_position), 0) as position from daily_entry where day = $1",
    [day],
  );
  const listed: PaperRecord = { ...record, days: [{ day, position: last!.position + 1, submittedBy }] };
  const paper = await writeMemberRecord(run, listed, known, tagger);
  await run(
    `/* keepId */ with own as (update paper set uid = $1 where row_id = $2 and created_at = now()::timestamptz(3) returning uid)
     insert into paper_alias (uid, slug, paper) select $1, $1::text, $2 where not exists (select from own) and $3`,
    [uid, paper, known === null],
  );
  await run(
    "/* acceptSubmission */ update submission set status = 'ACCEPTED', paper = $2, decided_at = now(), day = $3 where uid = $1",
    [uid, paper, day],
  );
  if (repositoryUrl !== null)
    await linkByMember(run, paper, { repository: parseRepositoryUrl(repositoryUrl)!, isOfficial: null, framework: null });
  const rows = await rowsOfTopics(context, topics, "input.topics");
  if (rows.length > 0) await setTopicsByMember(run, paper, rows, []);
  return paper;
}

/** A record that says no more of a known paper than which it is. */
function recordOfKnown({ title, arxivId, doi, openReviewId }: Paper): PaperRecord {
  const sourceKey = crypto.randomUUID();
  return { ...emptyRecord, sourceKey, title, arxivId, doi, openReviewId, areAuthorsWhole: false };
}

/** The paper as the graph has it now. */
async function present(paper: Paper | number, { loaders }: Context): Promise<Paper | null> {
  return typeof paper === "number" ? loaders.paperByRowId.load(paper) : paper;
}
