import type { Context } from "../context";
import { parseArxivId, parseDoi } from "../papers/identifier.parse";
import { parseReference, withoutPunctuation } from "../resolving/parse-reference";
import { resolveReference } from "../resolving/resolve";

/** What a text names by ids and addresses, and what else it says. */
export interface Named {
  /** Row ids of papers, those of a named repository among them; each once. */
  readonly papers: readonly number[];
  /** The text without what led to papers. */
  readonly rest: string;
}

/** Ids and addresses of one search that are looked up. */
const MOST_NAMES = 10;

/** The longest text that may be one id with what announces it: "arXiv preprint arXiv:1706.03762v7 [cs.CL] 2 Aug 2023". */
const LONGEST_WHOLE = 100;

/** The papers that a text names by arXiv ids, DOIs, and addresses of any family. What looks like one and leads nowhere stays in the text. */
export async function findNamed(text: string, context: Context): Promise<Named> {
  const whole = text.trim();
  if (whole.length <= LONGEST_WHOLE && /\s/.test(whole) && /\d/.test(whole) && typeof parseReference(whole) !== "string") {
    const papers = await papersOf(whole, context);
    if (papers.length > 0) return { papers, rest: "" };
  }
  const tokens = whole.split(/(\s+)/);
  const names = [...new Set(tokens.filter(isName))].slice(0, MOST_NAMES);
  const found = new Map(await Promise.all(names.map(async (name) => [name, await papersOf(name, context)] as const)));
  return {
    papers: [...new Set([...found.values()].flat())],
    rest: tokens.filter((token) => !found.get(token)?.length).join(""),
  };
}

/** An id that is known by its form, or an address: a host with a path, or what says so. */
function isName(token: string): boolean {
  const bare = withoutPunctuation(token);
  return (
    parseArxivId(bare) !== null || parseDoi(bare) !== null || /^(?:https?:\/\/|www\.|(?:[a-z\d-]+\.)+[a-z]{2,24}\/)\S/i.test(bare)
  );
}

async function papersOf(ref: string, context: Context): Promise<number[]> {
  const resolution = await resolveReference(ref, context);
  const nodes =
    resolution.__typename === "Resolved" ? [resolution.node] : resolution.__typename === "Ambiguous" ? resolution.candidates : [];
  const papers = nodes.flatMap((node) => (node.__typename === "Paper" ? [node.rowId] : []));
  const repositories = nodes.flatMap((node) => (node.__typename === "Repository" ? [node.rowId] : []));
  return repositories.length === 0 ? papers : [...papers, ...(await papersWith(repositories, context))];
}

/** Papers of one repository that a search names, at most: collections of papers are repositories too. */
const REPOSITORY_PAPERS = 100;

async function papersWith(repositories: readonly number[], { sql }: Context): Promise<number[]> {
  const rows = await sql.prepared<{ paper: number }>(
    `/* papersWith */ select paper from repository_link where repository = any($1::bigint[]) order by is_official desc, paper desc limit ${REPOSITORY_PAPERS}`,
    [repositories],
  );
  return rows.map(({ paper }) => paper);
}
