import { parseArxivId } from "../papers/identifier.parse";
import { type ArxivFields, arxivPaper, versionDays } from "./arxiv-paper";
import { type DeletedRecord, type Importer, type PaperRecord, type Problem, type ReadOptions, SourceError } from "./importer";
import { countOf, dayOf, momentOf } from "./read/fields";
import { nameOf, namesIn } from "./read/person-names";
import { recordsOf } from "./read/records";
import { mailMomentOf } from "./read/rfc822";
import { childOf, childrenOf, childText, elementsOf, type XmlElement } from "./read/xml";

/** What a list of several replies ends one of them with: https://www.openarchives.org/OAI/openarchivesprotocol.html#FlowControl */
export interface ResumptionToken {
  /** Asks for the next reply; null in the last one. */
  readonly token: string | null;
  /** How many records the whole list holds; null when it is not told. */
  readonly completeListSize: number | null;
  /** The moment from which the token is no longer taken, in UTC; null when it is not told. */
  readonly expiresAt: string | null;
}

/** An error that the service answers with: https://www.openarchives.org/OAI/openarchivesprotocol.html#ErrorConditions */
export class OaiError extends SourceError {
  constructor(
    line: number,
    /** As the protocol names it, for example `badResumptionToken`. */
    readonly code: string,
    message: string,
  ) {
    super(line, `the source answers with the error ${code}: ${message}`);
  }
}

/** arXiv's harvesting interface: one reply of OAI-PMH 2.0, with metadata of the form `arXiv` or `arXivRaw`. */
export const arxivOai: Importer = {
  name: "arxiv-oai",
  source: "arxiv",
  unit: "line",
  fileEndings: [".xml"],
  description: "a reply of arXiv's OAI-PMH interface: XML with metadata of the form arXiv or arXivRaw",
  read: (source, options, report) => readOaiReply(source, options, report, null),
};

/**
 * The records of one reply of arXiv's OAI-PMH interface (https://info.arxiv.org/help/oa/index.html, http://arxiv.org/OAI/arXiv.xsd, http://arxiv.org/OAI/arXivRaw.xsd).
 * "noRecordsMatch" is no record; any other error of the reply is an OaiError. `onToken` is for who asks reply by reply: it is called after the last record, where the reply is one of several,
 * and a reply none of whose records can be read is one all the same. Without it such a reply is a SourceError.
 */
export async function* readOaiReply(
  source: AsyncIterable<Uint8Array>,
  options: Pick<ReadOptions, "maxLineBytes">,
  report: (problem: Problem) => void,
  onToken: ((token: ResumptionToken) => void) | null,
): AsyncGenerator<PaperRecord | DeletedRecord> {
  let token: ResumptionToken | null = null;
  let isAnswered = false;
  async function* records() {
    const wanted = ["record", "resumptionToken", "error"];
    for await (const element of elementsOf(source, { root: "OAI-PMH", wanted, longest: options.maxLineBytes })) {
      if (element.name === "error") failUnlessEmpty(element);
      isAnswered = true;
      if (element.name === "record") yield { number: element.line, text: excerptOf(element), element };
      if (element.name === "resumptionToken") token = tokenOf(element);
    }
  }
  yield* recordsOf(records(), report, ({ element }) => recordOf(element), onToken !== null);
  if (!isAnswered) throw new SourceError(1, "expected records or an error, found neither");
  if (token) onToken?.(token);
}

function failUnlessEmpty(error: XmlElement): void {
  const code = error.attributes.get("code") ?? "without a code";
  if (code !== "noRecordsMatch") throw new OaiError(error.line, code, error.text.trim().slice(0, 200));
}

function tokenOf({ text, attributes }: XmlElement): ResumptionToken {
  return {
    token: text.trim() || null,
    completeListSize: countOf(attributes.get("completeListSize")),
    expiresAt: momentOf(attributes.get("expirationDate")),
  };
}

function excerptOf(record: XmlElement): string {
  const header = childOf(record, "header");
  return (header ? childText(header, "identifier") : null)?.trim() ?? "a record without an identifier";
}

function recordOf(record: XmlElement): PaperRecord | DeletedRecord | string {
  const header = childOf(record, "header");
  if (!header) return "expected a header with an identifier";
  const identifier = childText(header, "identifier")?.trim() ?? "";
  const sourceKey = parseArxivId(identifier.slice(0, 80).replace(/^oai:arXiv\.org:/i, ""));
  if (sourceKey === null) return "identifier must be oai:arXiv.org: and an arXiv id";
  const changedAt = momentOf(childText(header, "datestamp"));
  if (header.attributes.get("status") === "deleted") return { kind: "deleted", sourceKey, changedAt };
  const metadata = childOf(record, "metadata")?.children[0];
  const paper = metadata && paperOf(metadata, changedAt);
  if (!paper) return `expected metadata of the form arXiv or arXivRaw, found ${metadata?.name.slice(0, 40) ?? "none"}`;
  if (typeof paper !== "string" && paper.sourceKey !== sourceKey) return `identifier and id differ: the id is ${paper.sourceKey}`;
  return paper;
}

/** The paper; null for another form of metadata. */
function paperOf(metadata: XmlElement, changedAt: string | null): PaperRecord | string | null {
  const text = (name: string) => childText(metadata, name);
  const common = {
    id: text("id"),
    title: text("title"),
    abstract: text("abstract"),
    comment: text("comments"),
    doi: text("doi"),
    venue: text("journal-ref"),
    license: text("license")?.trim(),
    categories: (text("categories") ?? "").split(/\s+/),
    changedAt,
  };
  if (metadata.name === "arXiv") return arxivPaper({ ...common, ...takenApart(metadata) });
  if (metadata.name === "arXivRaw") return arxivPaper({ ...common, ...asSubmitted(metadata) });
  return null;
}

type FieldsOfOneForm = Pick<ArxivFields, "authors" | "areAuthorsWhole" | "publishedOn" | "versionUpdatedOn" | "isWithdrawn">;

/** What only `arXiv` has: names taken apart, in Unicode; the days of the first and the newest version. */
function takenApart(metadata: XmlElement): FieldsOfOneForm {
  const authors = childOf(metadata, "authors");
  const publishedOn = dayOf(childText(metadata, "created"));
  return {
    authors: (authors ? childrenOf(authors, "author") : []).map((author) =>
      nameOf(childText(author, "forenames"), childText(author, "keyname"), childText(author, "suffix")),
    ),
    areAuthorsWhole: true,
    publishedOn,
    versionUpdatedOn: dayOf(childText(metadata, "updated")) ?? publishedOn,
    isWithdrawn: false,
  };
}

/** What only `arXivRaw` has: names in one text, with TeX and affiliations; all versions. A version of source type I has no files: the paper is withdrawn. */
function asSubmitted(metadata: XmlElement): FieldsOfOneForm {
  const { names, areWhole } = namesIn(childText(metadata, "authors") ?? "");
  const versions = childrenOf(metadata, "version");
  const newest = versions.at(-1);
  return {
    authors: names,
    areAuthorsWhole: areWhole,
    ...versionDays(
      versions.map((version) => ({
        name: version.attributes.get("version") ?? null,
        created: mailMomentOf(childText(version, "date")),
      })),
    ),
    isWithdrawn: (newest && childText(newest, "source_type")?.includes("I")) ?? false,
  };
}
