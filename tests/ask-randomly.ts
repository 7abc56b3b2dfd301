import fc from "fast-check";
import { parse, validate } from "graphql";
import { schema } from "../src/schema";
import { type KnownNames, randomQuery } from "./random-queries";
import type { TestApp } from "./test-app";

/** Codes of what a valid query may be refused for. */
const REFUSALS = new Set(["BAD_USER_INPUT", "QUERY_TOO_EXPENSIVE", "TIMEOUT", "GRAPHQL_VALIDATION_FAILED"]);

/** How the answers to random queries were. */
export interface Outcome {
  answered: number;
  refused: Record<string, number>;
  slowest: number;
}

/** Asks so many random valid queries; fails on any that is answered by a fault of the service, or that takes longer than it may. Milliseconds. */
export async function askRandomly(app: TestApp, queries: number, mostMs: number): Promise<Outcome> {
  const known = await knownNames(app);
  const outcome: Outcome = { answered: 0, refused: {}, slowest: 0 };
  const property = fc.asyncProperty(fc.gen(), async (g) => {
    const { query, variables } = randomQuery(g, known);
    fc.pre(validate(schema, parse(query)).length === 0);
    const startedAt = performance.now();
    const response = await fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [] } = (await response.json()) as any;
    const took = performance.now() - startedAt;
    const codes: string[] = errors.map(({ extensions }: any) => extensions.code);
    const shown = JSON.stringify({ query, variables, errors: errors.slice(0, 2) }, null, 1);
    if (response.status !== 200 || codes.some((code) => !REFUSALS.has(code))) throw new Error(`${response.status} ${shown}`);
    if (took > mostMs) throw new Error(`${Math.round(took)} ms ${shown}`);
    outcome.slowest = Math.max(outcome.slowest, took);
    if (errors.length === 0) outcome.answered++;
    for (const code of new Set(codes)) outcome.refused[code] = (outcome.refused[code] ?? 0) + 1;
    if (errors.length === 0 && data === undefined) throw new Error(shown);
  });
  await fc.assert(property, { numRuns: queries, endOnFailure: true });
  return outcome;
}

async function knownNames(app: TestApp): Promise<KnownNames> {
  const { papers, topics, repositories } = await app.query(`{
    papers(first: 20) { edges { cursor node { id slug arxivId authors { author { id slug } } } } }
    topics(first: 20) { edges { cursor node { id slug } } }
    repositories(first: 20) { edges { cursor node { id url } } }
  }`);
  const nodes = (list: any): any[] => list.edges.map(({ node }: any) => node);
  const authors = nodes(papers).flatMap((node) => node.authors.map(({ author }: any) => author));
  const all = [...nodes(papers), ...nodes(topics), ...nodes(repositories), ...authors];
  return {
    ids: all.map(({ id }) => id),
    cursors: [papers, topics, repositories].flatMap(({ edges }) => edges.map(({ cursor }: any) => cursor)),
    topics: nodes(topics).map(({ slug }) => slug),
    authors: authors.length > 0 ? authors.map(({ slug }) => slug) : ["nobody"],
    urls: [
      ...nodes(repositories).map(({ url }) => url),
      ...nodes(papers).map(({ slug }) => `https://paperswithcode.com/paper/${slug}`),
    ],
    arxivIds: ["2312.00752", "1706.03762v5", ...nodes(papers).flatMap(({ arxivId }) => arxivId ?? [])],
    words: ["graph", "word1", "learning -survey", '"neural network" OR vision', ...nodes(papers).map(({ slug }) => slug)],
  };
}
