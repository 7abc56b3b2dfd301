/** A repository's canonical address and its parts. */
export interface RepositoryAddress {
  readonly url: string;
  readonly host: string;
  /** May hold slashes: groups below groups on GitLab, `datasets/owner` and `spaces/owner` on Hugging Face. */
  readonly owner: string;
  readonly name: string;
}

/** What marks the end of the repository's own path on the hosts whose owners may be nested. */
const GITLAB_END = /\/-\/.*$/;

/** Pages of github.com that stand where an owner would. */
const NOT_OWNERS = new Set([
  "orgs",
  "topics",
  "features",
  "marketplace",
  "sponsors",
  "about",
  "collections",
  "settings",
  "search",
  "apps",
  "login",
]);
const NOT_MODELS = new Set([
  "papers",
  "docs",
  "blog",
  "collections",
  "models",
  "tasks",
  "learn",
  "organizations",
  "posts",
  "join",
  "login",
]);

/** How many path segments an owner and a name take on each host that is known to hold repositories. */
const hosts: Record<string, (segments: string[]) => string[] | null> = {
  "github.com": (segments) => (NOT_OWNERS.has(segments[0]!.toLowerCase()) ? null : segments.slice(0, 2)),
  "gitee.com": (segments) => segments.slice(0, 2),
  "bitbucket.org": (segments) => segments.slice(0, 2),
  "codeberg.org": (segments) => segments.slice(0, 2),
  "gitlab.com": (segments) => {
    const end = segments.findIndex((segment) => segment === "tree" || segment === "blob");
    return end > 1 ? segments.slice(0, end) : segments;
  },
  "huggingface.co": (segments) => {
    if (NOT_MODELS.has(segments[0]!.toLowerCase())) return null;
    return segments[0] === "datasets" || segments[0] === "spaces" ? segments.slice(0, 3) : segments.slice(0, 2);
  },
};

/** The canonical form of a repository's address: `https://host/owner/name` in the case it came; without `www.`, `.git`, what lies inside the repository, and punctuation of prose at its end. Null when it is none. */
export function parseRepositoryUrl(text: string): RepositoryAddress | null {
  const match = /^(?:(?:git\+)?https?:\/\/|git@|git:\/\/)?(?:www\.)?([a-z]+\.[a-z]+)[/:](.+)$/i.exec(text.trim());
  const host = match?.[1]?.toLowerCase() ?? "";
  if (!match || !Object.hasOwn(hosts, host)) return null;
  const path = match[2]!.replace(/[?#].*$/, "").replace(host === "gitlab.com" ? GITLAB_END : "", "");
  const segments = path.split("/").filter((segment) => segment !== "");
  if (segments.length === 0) return null;
  const own = hosts[host]!(segments);
  const least = own?.[0] === "datasets" || own?.[0] === "spaces" ? 3 : 2;
  if (!own || own.length < least) return null;
  own.push(trimName(own.pop()!));
  if (!own.every((segment) => /^[\w.~-]+$/.test(segment) && !/^\.+$/.test(segment))) return null;
  return { url: `https://${host}/${own.join("/")}`, host, owner: own.slice(0, -1).join("/"), name: own.at(-1)! };
}

/** Punctuation of the sentence, and the suffix for cloning. */
function trimName(name: string): string {
  return name.replace(/[^\w-]+$/, "").replace(/\.git$/i, "");
}

/** Addresses in running text: up to white space, quotes, brackets or braces. */
const ADDRESS =
  /(?:https?:\/\/|www\.|(?<![\w./@-])(?=(?:github|gitlab|gitee|bitbucket|codeberg)\.(?:com|org)\/))[^\s"'<>()[\]{}\\^`|,;]+/gi;

/** The repositories that a text names, each once, in the order of first mention. Empty for a text that names none. */
export function repositoriesIn(text: string): RepositoryAddress[] {
  const found = new Map<string, RepositoryAddress>();
  for (const [address] of text.matchAll(ADDRESS)) {
    const repository = parseRepositoryUrl(address);
    if (repository && !found.has(repository.url.toLowerCase())) found.set(repository.url.toLowerCase(), repository);
  }
  return [...found.values()];
}
