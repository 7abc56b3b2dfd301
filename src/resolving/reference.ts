import { parseArxivId, parseDoi } from "../papers/identifier.parse";

/** Families whose references hold one key: an id in its canonical form, or a repository's address in lower case. */
export type KeyFamily = "arxiv" | "doi" | "openReview" | "papersWithCode" | "repository";

/** A page on tasks, methods or areas of the former Papers with Code: the first of these names that is a topic. */
export interface TopicReference {
  readonly family: "topic";
  readonly kind: "TASK" | "METHOD" | "AREA";
  readonly names: readonly string[];
}

/** What a text refers to, before anything is looked up: by a key of its family, by names of a topic, or by an id of this service. */
export type Reference =
  | { readonly family: KeyFamily; readonly key: string }
  | TopicReference
  | { readonly family: "node"; readonly type: "Paper" | "Repository" | "Topic"; readonly uid: string };

/** Why a text refers to nothing: it is no reference at all or one with a fault, or the id or address of something that is not kept here. */
export type NoReference = "MALFORMED" | "UNKNOWN_FAMILY";

/** arXiv registers a DOI of its own for each paper, which says no more than the id: https://info.arxiv.org/help/doi.html */
const ARXIV_DOI = /^10\.48550\/arxiv\./;

/** What a DOI refers to; null for what is none. */
export function doiReference(text: string): Reference | null {
  const doi = text.startsWith("10.") ? parseDoi(text) : null;
  if (doi === null) return null;
  const arxivId = ARXIV_DOI.test(doi) ? parseArxivId(doi.replace(ARXIV_DOI, "")) : null;
  return arxivId === null ? { family: "doi", key: doi } : { family: "arxiv", key: arxivId };
}
