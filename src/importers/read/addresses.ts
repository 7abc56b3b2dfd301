import { parseArxivId, parseDoi, parseOpenReviewId } from "../../papers/identifier.parse";
import { LONGEST, urlOf } from "./fields";

/** The ids of a paper that addresses name; null where none does. */
export interface AddressedIds {
  readonly arxivId: string | null;
  readonly doi: string | null;
  readonly openReviewId: string | null;
}

type Finder = (path: string, url: URL) => string | null | undefined;

/** Where the pages of a host, without `www.`, have the id of a paper. */
const arxivPages: Finder = (path) => /^(?:(?:abs|pdf|html|ps|format)\/)?(.+?)(?:\.pdf)?$/.exec(path)?.[1];
const ARXIV: Record<string, Finder> = { "arxiv.org": arxivPages, "export.arxiv.org": arxivPages };
const DOI: Record<string, Finder> = {
  "doi.org": (path) => path,
  "dx.doi.org": (path) => path,
  "dl.acm.org": (path) => /^doi\/(?:abs\/|full\/|pdf\/)?(10\..+)$/.exec(path)?.[1],
  "link.springer.com": (path) => /^(?:article|chapter)\/(10\..+)$/.exec(path)?.[1],
};
const OPEN_REVIEW: Record<string, Finder> = { "openreview.net": (_path, url) => url.searchParams.get("id") };

/** arXiv registers a DOI of its own for each paper, which says no more than the id: https://info.arxiv.org/help/doi.html */
const ARXIV_DOI = /^10\.48550\/arxiv\./;

/** The ids in web addresses, of each kind the first that is found; what is no address is left out. */
export function identifiersIn(...addresses: readonly unknown[]): AddressedIds {
  const urls = addresses.flatMap((address) => urlOf(address) ?? []).map((address) => new URL(address));
  const first = (finders: Record<string, Finder>, parse: (text: string) => string | null): string | null => {
    for (const url of urls) {
      const host = url.hostname.replace(/^www\./, "");
      const id = Object.hasOwn(finders, host) ? finders[host]!(decoded(url.pathname.slice(1).replace(/\/+$/, "")), url) : null;
      const parsed = parse(id ?? "");
      if (parsed !== null) return parsed;
    }
    return null;
  };
  const doi = first(DOI, parseDoi);
  const isOfArxiv = doi !== null && ARXIV_DOI.test(doi);
  return {
    arxivId: first(ARXIV, parseArxivId) ?? (isOfArxiv ? parseArxivId(doi.replace(ARXIV_DOI, "")) : null),
    doi: isOfArxiv ? null : doi,
    openReviewId: first(OPEN_REVIEW, parseOpenReviewId),
  };
}

/** The name in an address of the former Papers with Code, `https://paperswithcode.com/KIND/NAME`, in lower case; null for any other address. */
export function pageNameIn(address: unknown, kind: "paper" | "method"): string | null {
  const url = urlOf(address);
  const { hostname = "", pathname = "" } = url === null ? {} : new URL(url);
  if (hostname.replace(/^www\./, "") !== "paperswithcode.com") return null;
  const [, page, name = ""] = /^\/([^/]+)\/([^/]+)\/?$/.exec(pathname) ?? [];
  return page === kind && name.length <= LONGEST.name ? decoded(name).toLowerCase() : null;
}

/** Without percent signs, where they are well formed. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
