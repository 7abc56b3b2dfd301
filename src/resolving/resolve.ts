import type { Context } from "../context";
import { InputError } from "../graphql/errors";
import { globalId } from "../graphql/node-id";
import { currentIdentifiers, type IdentifierScheme } from "../papers/identifier";
import type { Paper } from "../papers/paper";
import { findNodes } from "./find-nodes";
import { findPapersOfPage } from "./find-pages";
import { parseReference, withoutPunctuation } from "./parse-reference";
import type { NoReference, Reference } from "./reference";
import { type AnyResolution, type ResolvedNode, UnresolvedReason } from "./resolution";

/** How many candidates an ambiguous reference shows. */
const CANDIDATES = 10;

/** What each reference leads to, in their order. Throws an InputError when there are more than the service allows. */
export async function resolveReferences(refs: readonly string[], context: Context): Promise<AnyResolution[]> {
  const { resolveMax } = context.config.limits;
  if (refs.length > resolveMax) throw new InputError(`refs must be at most ${resolveMax}, not ${refs.length}`, "refs");
  return Promise.all(refs.map((ref) => resolveReference(ref, context)));
}

/** What one reference leads to; what leads nowhere is an answer too. */
export async function resolveReference(ref: string, context: Context): Promise<AnyResolution> {
  const reference = parseReference(ref);
  const [node, ...others] = await findAny(reference, ref, context);
  if (node === undefined) {
    const reason = typeof reference === "string" ? UnresolvedReason[reference] : UnresolvedReason.NOT_FOUND;
    return { __typename: "Unresolved", ref, reason };
  }
  if (others.length > 0) return { __typename: "Ambiguous", ref, candidates: [node, ...others].slice(0, CANDIDATES) };
  const redirected = !presentNames(node).some((name) => plain(name) === plain(ref));
  return { __typename: "Resolved", ref, node, canonicalUrl: canonicalUrl(node), redirected };
}

/** What bears the id in the reference; the papers whose page it is where it holds none, or a DOI that nothing bears: publishers have it in addresses, and sources only these. */
async function findAny(reference: Reference | NoReference, ref: string, context: Context): Promise<Found[]> {
  const found = typeof reference === "string" ? [] : await findEither(reference, ref, context);
  const mayBePage = reference === "UNKNOWN_FAMILY" || (typeof reference !== "string" && reference.family === "doi");
  return found.length === 0 && mayBePage ? findPapersOfPage(ref, context) : found;
}

/** What bears the reference as it stands; where nothing does, what bears it without the punctuation of a sentence around it. */
async function findEither(reference: Reference, ref: string, context: Context): Promise<Found[]> {
  const found = await findNodes(reference, context);
  const bare = withoutPunctuation(ref);
  const other = found.length > 0 || bare === ref.trim() ? null : parseReference(bare);
  return other === null || typeof other === "string" ? found : findNodes(other, context);
}

/** What of a name matters to know it again. */
function plain(name: string): string {
  return withoutPunctuation(name)
    .toLowerCase()
    .replace(/^(?:(?:https?:)?\/\/)?(?:www\.)?/, "")
    .replace(/\/+$/, "");
}

/** The paper at an address; null when there is none. Throws an InputError that names `argument` when the text is no reference, or leads to several papers. */
export async function findPaperAt(ref: string, argument: string, context: Context): Promise<Paper | null> {
  const resolution = await resolveReference(ref, context);
  if (resolution.__typename === "Unresolved" && resolution.reason === UnresolvedReason.MALFORMED)
    throw new InputError(`${argument} must be an id or address of a paper, not ${JSON.stringify(ref)}`, argument);
  if (resolution.__typename === "Ambiguous")
    throw new InputError(`${argument} must lead to one paper, not to several: \`resolve\` names them`, argument);
  return resolution.__typename === "Resolved" && isPaper(resolution.node) ? resolution.node : null;
}

type Found = typeof ResolvedNode;

const isPaper = (node: Found): node is Paper => node.__typename === "Paper";

function canonicalUrl(node: Found): string | null {
  if (isPaper(node)) return currentIdentifiers(node)[0]?.url ?? null;
  return "url" in node ? node.url : null;
}

const PREFIXES: Partial<Record<IdentifierScheme, string>> = { ARXIV: "arXiv:", DOI: "doi:", OPENREVIEW: "openreview:" };

/** What a node can be called now: its id here, its present ids elsewhere, and their addresses. */
function presentNames(node: Found): string[] {
  if (!isPaper(node)) return [globalId(node), ...("url" in node ? [node.url] : [])];
  return [
    globalId(node),
    ...currentIdentifiers(node).flatMap(({ scheme, value, url }) => [value, `${PREFIXES[scheme] ?? ""}${value}`, url]),
  ];
}
