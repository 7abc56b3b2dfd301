import { composePaper } from "../importers/compose";
import type { PaperRecord } from "../importers/importer";
import { MEMBERS } from "../importers/member-links";
import type { Paper } from "../papers/paper";
import { slugOf, titleKey } from "../papers/title";
import type { Submission } from "./submission";

/** The day that stands for "unknown" in sort keys. */
const NO_DAY = "0001-01-01";

/** The paper of a submission that is not accepted: as its record tells of it, with nothing behind its relations. */
export function submittedPaper({ rowId, uid, record, submittedAt }: Submission): Paper {
  const { title, abstract, arxivId, doi, openReviewId, landingUrl, pdfUrl } = composePaper([
    { source: MEMBERS, record: record as PaperRecord },
  ]);
  return {
    __typename: "Paper",
    id: "",
    rowId: -rowId, // no row has it
    uid,
    slug: slugOf(title, "paper"),
    title,
    titleKey: titleKey(title),
    ...{ abstract, arxivId, doi, openReviewId, landingUrl, pdfUrl },
    ...{ papersWithCodeId: null, isOnHuggingFace: false, publishedOn: null, versionUpdatedOn: null, featuredOn: null },
    ...{ venue: null, comment: null, license: null, isWithdrawn: false, authorCount: 0, authorsAreComplete: false },
    ...{
      primaryCategoryId: null,
      starCount: 0,
      createdAt: submittedAt,
      updatedAt: submittedAt,
      sortOn: NO_DAY,
      featuredSortOn: NO_DAY,
    },
  };
}
