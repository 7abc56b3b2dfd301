import type { Context } from "../context";
import { Refusal } from "../graphql/refusal";
import { emptyRecord, type PaperRecord } from "../importers/importer";
import { faultOf } from "../importers/member-records";
import { LONGEST, plainTextOf } from "../importers/read/fields";
import type { Paper } from "../papers/paper";
import { titleKey } from "../papers/title";
import { parseReference } from "../resolving/parse-reference";
import { resolveReference } from "../resolving/resolve";
import type { SubmitPaperInput } from "./submission.args";

/** What an input names: a paper that is known, or the record of one that is not. */
export type Submitted = { readonly known: Paper } | { readonly record: PaperRecord };

/** What a reference says of a paper that is not known. */
type Ids = Partial<Pick<PaperRecord, "arxivId" | "doi" | "openReviewId">>;

/** Finds out what is submitted. Throws a Refusal that names the field which does not fit. */
export async function readSubmission(input: SubmitPaperInput, context: Context): Promise<Submitted> {
  const { ref } = input;
  if (ref == null && (input.title == null || input.abstract == null))
    throw new Refusal("INVALID", "input", "input must have ref, or title and abstract");
  const byRef = ref == null ? { ids: {} } : await lookUp(ref, context);
  if ("known" in byRef) return byRef;
  if (input.title == null || input.abstract == null)
    throw new Refusal(
      "NOT_FOUND",
      "input.ref",
      `ref must lead to a paper that is known, or come with title and abstract: ${JSON.stringify(ref)} is unknown`,
    );
  const record = recordOf(input, byRef.ids);
  const fault = faultOf(record);
  if (fault !== null) throw new Refusal("INVALID", "input", fault);
  const known = ref == null ? await paperCalled(record.title, context) : null;
  return known ? { known } : { record };
}

async function lookUp(ref: string, context: Context): Promise<{ known: Paper } | { ids: Ids }> {
  const resolution = await resolveReference(ref, context);
  if (resolution.__typename === "Ambiguous")
    throw new Refusal("AMBIGUOUS", "input.ref", "ref must lead to one paper, not to several: `resolve` names them");
  if (resolution.__typename === "Resolved") {
    if (resolution.node.__typename === "Paper") return { known: resolution.node as Paper };
    throw new Refusal("INVALID", "input.ref", `ref must lead to a paper, not to a ${resolution.node.__typename}`);
  }
  const reference = parseReference(ref);
  if (
    typeof reference === "string" ||
    !("key" in reference) ||
    reference.family === "repository" ||
    reference.family === "papersWithCode"
  )
    throw new Refusal(
      "INVALID",
      "input.ref",
      `ref must be an arXiv id, a DOI or an OpenReview id, or lead to a paper that is known, not ${JSON.stringify(ref)}`,
    );
  return { ids: { [reference.family === "doi" ? "doi" : `${reference.family}Id`]: reference.key } };
}

function recordOf({ title, abstract, landingUrl }: SubmitPaperInput, ids: Ids): PaperRecord {
  const sourceKey = crypto.randomUUID();
  const text = (value: string | null | undefined, name: string, longest: number) => {
    const plain = plainTextOf(value, longest);
    if (plain === null) throw new Refusal("INVALID", `input.${name}`, `${name} must be a text of 1 to ${longest} characters`);
    return plain;
  };
  return {
    ...emptyRecord,
    ...ids,
    sourceKey,
    ownId: sourceKey,
    title: text(title, "title", LONGEST.title),
    abstract: text(abstract, "abstract", LONGEST.abstract),
    landingUrl: landingUrl ?? null,
    areAuthorsWhole: false,
  };
}

/** The one paper of this title; null when there is none, or several. */
async function paperCalled(title: string, { sql, loaders }: Context): Promise<Paper | null> {
  const rows = await sql.prepared<{ paper: number }>(
    "/* paperCalled */ select row_id as paper from paper where title_key = $1 limit 2",
    [titleKey(title)],
  );
  return rows.length === 1 ? loaders.paperByRowId.load(rows[0]!.paper) : null;
}
