import type { Context } from "../context";
import type { KeyFamily, Reference, TopicReference } from "./reference";
import type { ResolvedNode } from "./resolution";

type Found = typeof ResolvedNode | null;

/** How each family is looked up: the loaders make one statement of all keys of a family that a request asks. */
const byKey: Record<KeyFamily, (key: string, loaders: Context["loaders"]) => Promise<Found | Found[]>> = {
  arxiv: (key, { paperByArxivId }) => paperByArxivId.load(key),
  doi: (key, { papersByDoi }) => papersByDoi.load(key),
  openReview: (key, { papersByOpenReviewId }) => papersByOpenReviewId.load(key),
  papersWithCode: (key, { papersByPapersWithCodeId }) => papersByPapersWithCodeId.load(key),
  repository: (key, { repositoryByUrl }) => repositoryByUrl.load(key),
};

/** The nodes that a reference may mean: none, the one, or several. */
export async function findNodes(reference: Reference, context: Context): Promise<NonNullable<Found>[]> {
  const found = await find(reference, context);
  return [found].flat().filter((node) => node !== null);
}

function find(reference: Reference, context: Context): Promise<Found | Found[]> {
  if (reference.family === "topic") return findTopics(reference, context);
  if (reference.family === "node") return context.nodes[reference.type].load(reference.uid);
  return byKey[reference.family](reference.key, context.loaders);
}

/** A page of which a source told leads to its topic; else the first name counts that is a slug or an alias, and among several topics the one of the page's kind. */
async function findTopics({ kind, names }: TopicReference, { filterNames, loaders }: Context): Promise<Found | Found[]> {
  const told = await loaders.topicByPage.load(`${kind.toLowerCase()} ${names[0]}`);
  if (told) return told;
  const spellings = (name: string) => [name, name.replaceAll("-", " ")];
  const known = await filterNames.topics(names.flatMap(spellings));
  const name = names.find((name) => spellings(name).some((spelling) => known.has(spelling)));
  const rows = new Set(name === undefined ? [] : spellings(name).flatMap((spelling) => known.get(spelling)?.rowId ?? []));
  const topics = await Promise.all([...rows].map((row) => loaders.topicByRowId.load(row)));
  const ofKind = topics.filter((topic) => topic?.kind === kind);
  return ofKind.length === 1 ? ofKind : topics;
}
