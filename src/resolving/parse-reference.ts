import { readGlobalId } from "../graphql/node-id";
import { parseArxivId, parseOpenReviewId } from "../papers/identifier.parse";
import { parseRepositoryUrl } from "../repositories/repository-url";
import { parseAddress } from "./parse-address";
import { doiReference, type NoReference, type Reference } from "./reference";

/** The longest reference, in characters. */
export const LONGEST = 2_000;

/** What prose puts around a reference, and characters that nobody sees. */
const BEFORE = /^[\s"'<([{*`\u200B-\u200D\u2060\uFEFF“‘«（「]+/;
const AFTER = /[\s"'>)\]},.;:!?*`\u200B-\u200D\u2060\uFEFF”’»…）」、。，；：！？]+$/;

/** A reference without what prose may have put around it; but some ids end so themselves. */
export function withoutPunctuation(text: string): string {
  return text.slice(0, LONGEST).replace(BEFORE, "").replace(AFTER, "");
}

/** What a text refers to: an id or an address of any family. Never throws and asks nobody. */
export function parseReference(text: string): Reference | NoReference {
  const ref = text.trim();
  if (ref.length > LONGEST || /\p{Cc}/u.test(ref)) return "MALFORMED";
  const parsed = parseWhole(ref);
  const bare = withoutPunctuation(ref);
  return parsed === "MALFORMED" && bare !== ref ? parseWhole(bare) : parsed;
}

function parseWhole(ref: string): Reference | NoReference {
  return parseId(ref) ?? parseClone(ref) ?? parseAddress(ref) ?? (isUri(ref) ? "UNKNOWN_FAMILY" : "MALFORMED");
}

/** How the id of a paper on arXiv is announced in citations, and by other services. */
const ARXIV = /^(?:arxiv preprint\s+)?(?:arxiv:\s*|arxiv\s+|info:arxiv\/|oai:arxiv\.org:)/i;

/** "arXiv:0706.0001v1 [q-bio.CB] 30 Apr 2007", as it stands on the first page: https://info.arxiv.org/help/arxiv_identifier_for_services.html */
const STAMP = /\s*\[[\w.-]+\](?:\s+\d{1,2}\s+[a-z]{3}\s+\d{4})?$/i;

/** Null for what is no id; MALFORMED for what says that it is one, and is not. */
function parseId(ref: string): Reference | NoReference | null {
  const arxivId = parseArxivId(ref.replace(ARXIV, "").replace(STAMP, ""));
  if (arxivId !== null) return { family: "arxiv", key: arxivId };
  const [, scheme, name = ""] = /^(arxiv:|info:arxiv\/|oai:arxiv\.org:|doi:|urn:doi:|info:doi\/|doi\s)?\s*(.*)$/is.exec(ref)!;
  if (!/arxiv/i.test(scheme ?? "")) {
    const found = doiReference(name);
    if (found) return found;
  }
  if (scheme !== undefined) return (/^https?:\/\//i.test(name) && parseAddress(name)) || "MALFORMED";
  const [, review] = /^openreview:\s*(.*)$/is.exec(ref) ?? [];
  if (review !== undefined) return openReviewReference(review);
  const node = readGlobalId(ref);
  if (node === null) return null;
  const type = (["Paper", "Repository", "Topic"] as const).find((name) => name === node.__typename);
  return type ? { family: "node", type, uid: node.uid } : "UNKNOWN_FAMILY";
}

/** After "openreview:" stands an id or the address of a page. */
function openReviewReference(text: string): Reference | NoReference {
  const key = parseOpenReviewId(text);
  if (key !== null) return { family: "openReview", key };
  return (/^https?:\/\//i.test(text) && parseAddress(text)) || "MALFORMED";
}

/** What names something in another scheme, for example isbn:9780262046305. */
const isUri = (ref: string) => /^[a-z][\w+.-]*:\S+$/i.test(ref) && URL.canParse(ref);

/** Addresses for cloning have forms of their own: git@github.com:owner/name.git */
function parseClone(ref: string): Reference | null {
  const repository = /^(?:git(?:@|:\/\/|\+)|ssh:\/\/)/i.test(ref) ? parseRepositoryUrl(ref) : null;
  return repository && { family: "repository", key: repository.url.toLowerCase() };
}
