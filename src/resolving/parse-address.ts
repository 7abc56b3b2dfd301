import { parseArxivId, parseOpenReviewId } from "../papers/identifier.parse";
import { parseRepositoryUrl } from "../repositories/repository-url";
import { doiReference, type NoReference, type Reference } from "./reference";

/** An address in parts: host in lower case and without `www.`, path without percent signs and its first slash. */
interface Address {
  readonly text: string;
  readonly host: string;
  readonly path: string;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

/** What a page of a family's hosts refers to. */
type Page = (address: Address) => Reference | NoReference;

/** The hosts of each family; the first that fits decides. */
const families: readonly (readonly [hosts: RegExp, page: Page])[] = [
  [/^(?:(?:[\w-]+\.)*arxiv\.org|ar5iv\.org|alphaxiv\.org|arxiv-vanity\.com|xxx\.lanl\.gov)$/, arxivPage],
  [/^(?:dx\.)?doi\.org$/, ({ path }) => doiReference(path) ?? "MALFORMED"],
  [/^(?:api2?\.)?openreview\.net$/, openReviewPage],
  [/^(?:[\w-]+\.)?paperswithcode\.com$/, papersWithCodePage],
  [/^(?:huggingface\.co|hf\.co)$/, huggingFacePage],
  [/./, anyPage],
];

/** What an address refers to; a scheme before it may be missing. Null for what is no address. */
export function parseAddress(text: string): Reference | NoReference | null {
  const [, host = "", rest = ""] =
    /^(?:https?:\/\/(?:[^/?#@\s]*@)?)?((?:[a-z\d-]+\.)+[a-z]{2,24})(?::\d{1,5})?([/?#]\S*)?$/i.exec(text) ?? [];
  if (host === "") return null;
  const [, encoded = "", search = ""] = /^([^?#]*)(\?[^#]*)?/.exec(rest)!;
  const path = decoded(encoded.replace(/^\/+/, ""));
  const address: Address = {
    text,
    host: host.toLowerCase().replace(/^www\./, ""),
    path,
    segments: path.split("/").filter((segment) => segment !== ""),
    query: new URLSearchParams(search),
  };
  return families.find(([hosts]) => hosts.test(address.host))![1](address);
}

/** Without percent signs, where they are well formed and stand for text. */
function decoded(text: string): string {
  try {
    const plain = decodeURIComponent(text);
    return /\p{Cc}/u.test(plain) ? text : plain;
  } catch {
    return text;
  }
}

/** The kinds of pages that arXiv and its mirrors have for each paper. */
const ARXIV_PAGES = new Set(["abs", "pdf", "html", "format", "src", "ps", "e-print", "papers", "overview", "audio", "tb"]);

function arxivPage({ segments }: Address): Reference | NoReference {
  const hasPage = ARXIV_PAGES.has(segments[0]?.toLowerCase() ?? "");
  const rest = hasPage ? segments.slice(1) : segments;
  // An old id holds a slash; parts of a page may follow an id.
  for (const length of [1, 2]) {
    const id = parseArxivId(
      rest
        .slice(0, length)
        .join("/")
        .replace(/\.(?:pdf|ps|ps\.gz|tar\.gz|gz)$/i, ""),
    );
    if (id !== null) return { family: "arxiv", key: id };
  }
  return hasPage ? "MALFORMED" : "UNKNOWN_FAMILY";
}

const OPEN_REVIEW_PAGES = new Set(["forum", "pdf", "attachment", "revisions", "references/pdf", "notes"]);

function openReviewPage({ segments, query }: Address): Reference | NoReference {
  if (!OPEN_REVIEW_PAGES.has(segments.join("/"))) return "UNKNOWN_FAMILY";
  const id = parseOpenReviewId(query.get("id") ?? "");
  return id === null ? "MALFORMED" : { family: "openReview", key: id };
}

function papersWithCodePage({ segments }: Address): Reference | NoReference {
  const [page, ...names] = segments.map((segment) => segment.toLowerCase());
  const topic = (kind: "TASK" | "METHOD" | "AREA", name: string | undefined, others: readonly string[] = []) =>
    name === undefined ? "MALFORMED" : ({ family: "topic", kind, names: [name, ...others] } as const);
  switch (page) {
    case "paper":
      return names[0] === undefined ? "MALFORMED" : { family: "papersWithCode", key: names[0] };
    case "task":
      return topic("TASK", names[0]);
    case "sota":
      return topic("TASK", names[0], tasksOfTable(names[0] ?? ""));
    case "method":
      return topic("METHOD", names[0]);
    case "methods":
      return names[0] === "area"
        ? topic("AREA", names[1])
        : names[0] === "category"
          ? topic("METHOD", names[1])
          : "UNKNOWN_FAMILY";
    case "area":
      return names[1] === undefined ? topic("AREA", names[0]) : topic("TASK", names[1]);
    default:
      return "UNKNOWN_FAMILY";
  }
}

/** A table is named "task-on-dataset", and either may hold "-on-": the longest beginning is the likeliest task. */
function tasksOfTable(name: string): string[] {
  const parts = name.split("-on-");
  return parts.slice(1).map((_, index) => parts.slice(0, parts.length - 1 - index).join("-on-"));
}

function huggingFacePage(address: Address): Reference | NoReference {
  const [page, id, ...rest] = address.segments[0] === "api" ? address.segments.slice(1) : address.segments;
  if (page === "papers") {
    const arxivId = parseArxivId([id, ...rest].join("/"));
    if (id === undefined) return "UNKNOWN_FAMILY";
    return arxivId === null ? "MALFORMED" : { family: "arxiv", key: arxivId };
  }
  return repositoryPage(`https://huggingface.co/${address.path}`);
}

/** Repositories, and what publishers name by DOI: /doi/10.1145/3292500, /doi/abs/10.1145/3292500, /article/10.1007/s11263. */
function anyPage({ text, path }: Address): Reference | NoReference {
  const doi = /^(?:doi(?:\/[a-z]{1,10})?|article|chapter|book)\/(10\..+)$/.exec(path)?.[1];
  return (doi && doiReference(doi)) || repositoryPage(text);
}

function repositoryPage(text: string): Reference | NoReference {
  const repository = parseRepositoryUrl(text);
  return repository ? { family: "repository", key: repository.url.toLowerCase() } : "UNKNOWN_FAMILY";
}
