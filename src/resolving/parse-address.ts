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
  [/^(?:dx\.)?doi\.org$/, ({ path }) => doiReference(path.replace(/^doi:/i, "")) ?? "MALFORMED"],
  [/^(?:api2?\.)?openreview\.net$/, openReviewPage],
  [/^(?:[\w-]+\.)?paperswithcode\.com$/, papersWithCodePage],
  [/^(?:huggingface\.co|hf\.co)$/, huggingFacePage],
  [/^web\.archive\.org$/, archivedPage],
  [/./, anyPage],
];

/** What an address refers to; a scheme before it may be missing. Null for what is no address. */
export function parseAddress(text: string): Reference | NoReference | null {
  const [, host = "", rest = ""] =
    /^(?:(?:https?:)?\/\/(?:[^/?#@\s]*@)?)?((?:[a-z\d-]+\.)+[a-z]{2,24})(?::\d{1,5})?([/?#]\S*)?$/i.exec(text) ?? [];
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

function arxivPage({ segments, query }: Address): Reference | NoReference {
  const [page = "", ...others] = segments;
  if (/^(?:api|oai2?)$/.test(page)) return arxivIn([query.get("id_list") ?? query.get("identifier") ?? ""]) ?? "UNKNOWN_FAMILY";
  if (page === "ftp")
    return arxivIn(others[0] === "arxiv" ? others.slice(3) : [others[0] ?? "", ...others.slice(3)]) ?? "MALFORMED";
  const hasPage = ARXIV_PAGES.has(page.toLowerCase());
  return arxivIn(hasPage ? others : segments) ?? (hasPage ? "MALFORMED" : "UNKNOWN_FAMILY");
}

/** The id at the beginning of a path. An old one holds a slash; parts of a page may follow. */
function arxivIn(segments: readonly string[]): Reference | null {
  for (const length of [1, 2]) {
    const text = segments.slice(0, length).join("/");
    const id = parseArxivId(text.replace(/^oai:arxiv\.org:/i, "").replace(/\.(?:pdf|ps|ps\.gz|tar\.gz|gz)$/i, ""));
    if (id !== null) return { family: "arxiv", key: id };
  }
  return null;
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

/** Lists of papers that stand where an id would. */
const PAPER_LISTS = new Set(["date", "week", "month", "trending", "submit"]);

function huggingFacePage({ segments }: Address): Reference | NoReference {
  const isApi = segments[0] === "api";
  const [page, id, ...rest] = isApi ? segments.slice(1) : segments;
  if (page === "papers") {
    if (id === undefined || PAPER_LISTS.has(id)) return "UNKNOWN_FAMILY";
    return arxivIn([id, ...rest]) ?? "MALFORMED";
  }
  if (!isApi) return repositoryPage(`https://huggingface.co/${segments.join("/")}`);
  const own = page === "models" ? [id, ...rest] : page === "datasets" || page === "spaces" ? [page, id, ...rest] : [];
  return repositoryPage(`https://huggingface.co/${own.join("/")}`);
}

/** A page as it was: what the address that it had refers to. */
function archivedPage({ text }: Address): Reference | NoReference {
  const [, address = ""] = /\/web\/[^/]+\/(.+)$/.exec(text) ?? [];
  return parseAddress(address.replace(/^(https?:)\/(?!\/)/i, "$1//")) ?? "UNKNOWN_FAMILY";
}

/** Where publishers have the DOI in a path: /doi/10.1145/3292500, /doi/abs/10.1145/3292500, /article/10.1007/s11263, /content/pdf/10.1007/s11263.pdf. */
const DOI_PATH = /^(?:(?:doi(?:\/[a-z]{1,10})?|article|chapter|book|content\/pdf)\/)?(10\.\d{4,9}(?:\.\d+)*\/.+)$/;

/** Repositories, what publishers name by DOI, and papers on arXiv that others show: /arxiv/2312.00752, /abs/arXiv:2312.00752. */
function anyPage({ host, path, query }: Address): Reference | NoReference {
  const doi = DOI_PATH.exec(path)?.[1]?.replace(path.startsWith("content/pdf/") ? /\.pdf$/i : "", "");
  const found = doiReference(doi ?? query.get("doi") ?? query.get("id") ?? "");
  if (found) return found;
  const repository = repositoryPage(`https://${host}/${path}`);
  const arxivPath = /(?:^|\/)arxiv[:/](.+)$/i.exec(path)?.[1];
  return (typeof repository === "string" && arxivPath && arxivIn(arxivPath.split("/"))) || repository;
}

function repositoryPage(text: string): Reference | NoReference {
  const repository = parseRepositoryUrl(text);
  return repository ? { family: "repository", key: repository.url.toLowerCase() } : "UNKNOWN_FAMILY";
}
