/** A repository's canonical address and its parts. */
export interface RepositoryAddress {
  readonly url: string;
  readonly host: string;
  /** May hold slashes: groups below groups on GitLab, `datasets/owner` and `spaces/owner` on Hugging Face. */
  readonly owner: string;
  readonly name: string;
}

/** What marks the end of the repository's own path on the hosts whose owners may be nested, by now and in older addresses. */
const GITLAB_END = /\/-\/.*$/;
const GITLAB_PAGES = new Set([
  "tree",
  "blob",
  "raw",
  "blame",
  "commits",
  "commit",
  "issues",
  "merge_requests",
  "wikis",
  "releases",
]);

/** Pages of github.com that stand where an owner would. */
const NOT_OWNERS = wordsOf(`
  about account apps codespaces collections contact copilot customer-stories dashboard enterprise events explore features issues join login logout
  marketplace new notifications organizations orgs pricing pulls readme resources search security sessions settings site solutions sponsors stars
  team topics trending users`);
const NOT_MODELS = wordsOf(`
  api blog chat collections docs enterprise inference join languages learn login models new notifications organizations papers posts pricing
  search settings support tasks`);

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** How many path segments an owner and a name take on each host that is known to hold repositories. */
const hosts: Record<string, (segments: string[]) => string[] | null> = {
  "github.com": (segments) => (NOT_OWNERS.has(segments[0]!.toLowerCase()) ? null : segments.slice(0, 2)),
  "gitee.com": (segments) => segments.slice(0, 2),
  "bitbucket.org": (segments) => segments.slice(0, 2),
  "codeberg.org": (segments) => segments.slice(0, 2),
  "gitlab.com": (segments) => {
    const end = segments.findIndex((segment, index) => index > 1 && GITLAB_PAGES.has(segment));
    return end > 1 ? segments.slice(0, end) : segments;
  },
  "huggingface.co": (segments) => {
    if (NOT_MODELS.has(segments[0]!.toLowerCase())) return null;
    return segments[0] === "datasets" || segments[0] === "spaces" ? segments.slice(0, 3) : segments.slice(0, 2);
  },
};

/** Hosts that show what is in a repository of another, and what stands before its path there. */
const MIRRORS: Record<string, { readonly host: string; readonly before: RegExp }> = {
  "raw.githubusercontent.com": { host: "github.com", before: /^/ },
  "codeload.github.com": { host: "github.com", before: /^/ },
  "api.github.com": { host: "github.com", before: /^repos\// },
};

/** An address of the web or for cloning: with a scheme, and then perhaps with a user and a port; or without, as `ssh` and prose write it. */
const FORM =
  /^(?:(?:git\+)?(?:https?|ssh|git):\/\/(?:[^\s/?#@]*@)?(?:www\.)?([a-z]+(?:\.[a-z]+){1,2})(?::\d{1,5}(?=\/))?|(?:git@)?(?:www\.)?([a-z]+(?:\.[a-z]+){1,2}))[/:](.+)$/i;

/** The canonical form of a repository's address: `https://host/owner/name` in the case it came; without `www.`, `.git`, user and port, what lies inside the repository, and punctuation of prose at its end. Null when it is none. */
export function parseRepositoryUrl(text: string): RepositoryAddress | null {
  const [, webHost, bareHost, rest = ""] = FORM.exec(text.trim()) ?? [];
  const shownBy = (webHost ?? bareHost ?? "").toLowerCase();
  const mirror = Object.hasOwn(MIRRORS, shownBy) ? MIRRORS[shownBy] : undefined;
  if (mirror && !mirror.before.test(rest)) return null;
  const host = mirror?.host ?? shownBy;
  if (!Object.hasOwn(hosts, host)) return null;
  const path = rest
    .replace(/[?#].*$/, "")
    .replace(mirror?.before ?? "", "")
    .replace(host === "gitlab.com" ? GITLAB_END : "", "");
  const segments = path.split("/").filter((segment) => segment !== "");
  if (segments.length === 0) return null;
  const own = hosts[host]!(segments);
  const least = own?.[0] === "datasets" || own?.[0] === "spaces" ? 3 : 2;
  if (!own || own.length < least) return null;
  own.push(trimName(own.pop()!));
  if (!own.every((segment) => /^[\w.~-]+$/.test(segment) && !/^\.+$/.test(segment))) return null;
  return { url: `https://${host}/${own.join("/")}`, host, owner: own.slice(0, -1).join("/"), name: own.at(-1)! };
}

/** Without a version as `pip` names one, punctuation of the sentence, and the suffix for cloning. */
function trimName(name: string): string {
  return name
    .replace(/@.*$/, "")
    .replace(/[^\w-]+$/, "")
    .replace(/\.git$/i, "");
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
