import type { Run } from "../database/sql";
import { slugOf, slugSuffix, titleKey } from "../papers/title";
import type { PaperRecord } from "./importer";

/** A paper that a record may belong to. */
interface Candidate {
  readonly paper: number;
  readonly arxivId: string | null;
  readonly doi: string | null;
  readonly openReviewId: string | null;
  readonly titleKey: string;
}

const STRONG = ["arxivId", "doi", "openReviewId"] as const;

/**
 * The paper of each record, in their order; papers that are new are made with a slug and a title, and nothing else yet.
 * A strong id decides; a record with a title alone joins the one paper that bears the title, as long as there is exactly one.
 */
export async function identifyPapers(run: Run, records: readonly PaperRecord[]): Promise<number[]> {
  const known = await run<Candidate>(
    `/* identifyPapers */ select row_id as paper, arxiv_id as "arxivId", doi, openreview_id as "openReviewId", title_key as "titleKey" from paper
     where arxiv_id = any($1::text[]) or doi = any($2::text[]) or openreview_id = any($3::text[]) or title_key = any($4::text[])`,
    [...STRONG.map((id) => records.flatMap((record) => record[id] ?? [])), records.map(({ title }) => titleKey(title))],
  );
  const papers: number[] = [];
  for (const record of records) {
    const found = findCandidate(known, record);
    const paper = found?.paper ?? (await createPaper(run, record));
    const { arxivId = null, doi = null, openReviewId = null } = found ?? {};
    const joined = {
      paper,
      arxivId: arxivId ?? record.arxivId,
      doi: doi ?? record.doi,
      openReviewId: openReviewId ?? record.openReviewId,
      titleKey: titleKey(record.title),
    };
    if (found) known.splice(known.indexOf(found), 1, joined);
    else known.push(joined);
    papers.push(paper);
  }
  return papers;
}

function findCandidate(known: readonly Candidate[], record: PaperRecord): Candidate | undefined {
  for (const id of STRONG) {
    const sameId = record[id] === null ? undefined : known.find((candidate) => candidate[id] === record[id]);
    if (sameId) return sameId;
  }
  const key = titleKey(record.title);
  const sameTitle = key === "" ? [] : known.filter((candidate) => candidate.titleKey === key);
  const isNamed = STRONG.some((id) => record[id] !== null);
  const fitting = isNamed ? sameTitle.filter((candidate) => STRONG.every((id) => candidate[id] === null)) : sameTitle;
  return fitting.length === 1 ? fitting[0] : undefined;
}

async function createPaper(run: Run, record: PaperRecord): Promise<number> {
  const slug = slugOf(record.title, "paper");
  const identity = STRONG.map((id) => record[id]).find((id) => id !== null) ?? record.sourceKey;
  const [created] = await run<{ paper: number }>(
    `/* createPaper */ insert into paper (slug, title, title_key) values
       (case when exists (select from paper where slug = $1) then $1 || '-' || $2 else $1 end, $3, $4) returning row_id as paper`,
    [slug, slugSuffix(identity), record.title, titleKey(record.title)],
  );
  return created!.paper;
}
