import { parseArxivId } from "../papers/identifier.parse";
import { parseRepositoryUrl } from "../repositories/repository-url";
import { emptyRecord, type Importer, type PaperRecord, type RepositoryEvidence } from "./importer";
import { identifiersIn, pageNameIn } from "./read/addresses";
import { excerptOf, type Fields, LONGEST, plainTextOf, textOf, urlOf } from "./read/fields";
import { jsonArrayOf } from "./read/json-array";

/**
 * The links between papers and code of the former Papers with Code, its dump `links-between-papers-and-code.json`: one JSON array, a record for each link.
 * The framework "none" is null. A link that the paper's text or the repository names has that as evidence too.
 * https://github.com/paperswithcode/paperswithcode-data
 */
export const pwcLinks: Importer = {
  name: "pwc-links",
  source: "papers-with-code-links",
  unit: "entry",
  fileEndings: [".json"],
  description: "Papers with Code, its dump of links between papers and code: one JSON array",
  read: (source, options, report) => jsonArrayOf(source, options.maxLineBytes, report, toRecord),
};

function toRecord(link: Fields): PaperRecord | string {
  const pageName = pageNameIn(link.paper_url, "paper");
  if (pageName === null) return `paper_url must be a paper's page on paperswithcode.com, not ${excerptOf(link.paper_url, 80)}`;
  const title = plainTextOf(link.paper_title, LONGEST.title);
  if (link.paper_title === undefined) return "paper_title is missing";
  if (title === null) return `paper_title must be a text of at most ${LONGEST.title} characters`;
  const repository = parseRepositoryUrl(textOf(link.repo_url, LONGEST.url) ?? "");
  if (repository === null) return `repo_url must be a repository's address, not ${excerptOf(link.repo_url, 80)}`;
  const addressed = identifiersIn(link.paper_url_abs, link.paper_url_pdf);
  const framework = textOf(link.framework, LONGEST.name)?.toLowerCase() ?? "none";
  return {
    ...emptyRecord,
    ...addressed,
    sourceKey: `${pageName} ${repository.url.toLowerCase()}`,
    ownId: pageName,
    papersWithCodeId: pageName,
    title,
    arxivId: parseArxivId(textOf(link.paper_arxiv_id, LONGEST.name) ?? "") ?? addressed.arxivId,
    landingUrl: urlOf(link.paper_url_abs),
    pdfUrl: urlOf(link.paper_url_pdf),
    repositories: evidenceOf(link).map((evidence) => ({
      url: repository.url,
      isOfficial: link.is_official === true,
      framework: framework === "none" ? null : framework,
      evidence,
      starCount: null,
    })),
    url: `https://paperswithcode.com/paper/${pageName}`,
    recordLicense: "CC-BY-SA-4.0",
  };
}

/** One mention for each reason to believe the link. */
function evidenceOf(link: Fields): RepositoryEvidence[] {
  const evidence: RepositoryEvidence[] = ["STATED_BY_SOURCE"];
  if (link.mentioned_in_paper === true) evidence.push("MENTIONED_IN_PAPER");
  if (link.mentioned_in_github === true) evidence.push("MENTIONED_IN_REPOSITORY");
  return evidence;
}
