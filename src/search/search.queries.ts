import type { Context } from "../context";
import { askedColumns } from "../database/columns";
import { once } from "../graphql/batch";
import { pageRequest, toPage } from "../graphql/connection";
import { InputError } from "../graphql/errors";
import type { Order } from "../graphql/keyset";
import { Paper, paperNeeds } from "../papers/paper";
import type { FacetSample, FacetSource } from "../papers/paper.facets";
import { checkFilter } from "../papers/paper.filter-limits";
import { resolveNames } from "../papers/paper.filter-names";
import { titleKey } from "../papers/title";
import { type Found, type FoundList, findRanked, type Search } from "./found-papers";
import type { Highlight } from "./highlight";
import { highlightsOf, wordsLike } from "./highlighting";
import { findNamed } from "./named-papers";
import type { FoundPaper, SearchArgs, SearchPage } from "./search";
import { findTerms, type SearchTerms } from "./search-terms";
import { readSearchText } from "./search-text";

/** What highlights are made of. */
const TEXTS = ["title", "abstract"] as const;

/** Cursors hold the version of the counts by which the list was ranked: what comes after them is ranked by the same. */
const byRelevance: Order<FoundPaper> = {
  name: "RELEVANCE",
  direction: "desc",
  keys: [
    { column: "version", property: "version", type: "int" },
    { column: "score", property: "score", type: "float" },
    { column: "row_id", property: "rowId", type: "int" },
  ],
};

/** A page of the papers that answer a search, the best first. Throws an InputError that names the argument. */
export async function searchPapers(context: Context, { query, filter: asked, ...args }: SearchArgs): Promise<SearchPage> {
  const { limits } = context.config;
  const request = pageRequest(args, byRelevance, limits);
  const filter = asked ?? {};
  checkFilter(filter, limits);
  const names = await resolveNames(filter, context.filterNames);
  const after = request.after as readonly [version: number, score: number, rowId: number] | null;
  const { papers: named, rest } = await findNamed(query.slice(0, limits.searchMaxLength), context);
  const text = readSearchText(rest);
  const terms = await findTerms(context.sql, text, limits.searchMaxWords, after?.[0] ?? null);
  if (terms === null)
    throw new InputError("after must be a cursor of a search of the last hour: search again from the start", "after");
  const search: Search = { terms, named, titleKey: titleKey(text.words), filter, names };
  const list = await findRanked(context, search);
  const start = after ? list.papers.findIndex((paper) => isAfter(paper, after)) : 0;
  const page = start < 0 ? [] : list.papers.slice(start, start + request.size + 1);
  const found = await readFound(context, page, terms);
  const listWithoutTopics = once(() => findRanked(context, { ...search, filter: { ...filter, topics: null } }));
  return {
    ...toPage(found, request, byRelevance, async () => list.papers.length),
    total: { count: list.papers.length, isExact: list.isWhole },
    gather: () => ({ ...sourceOf(async () => list), withoutTopics: sourceOf(listWithoutTopics) }),
  };
}

/** Lists are sorted by score, then by row, greatest first. */
const isAfter = ({ paper, score }: Found, [, lastScore, lastPaper]: readonly [number, number, number]): boolean =>
  score < lastScore || (score === lastScore && paper < lastPaper);

const sourceOf = (read: () => Promise<FoundList>): FacetSource => ({ matches: null, sample: async () => sampleOf(await read()) });

const sampleOf = ({ papers, isWhole }: FoundList): FacetSample => ({ papers: papers.map(({ paper }) => paper), isWhole });

/** The rows of papers that were found, in their order, with what was asked of them alone. */
async function readFound(
  { db, sql, asked }: Context,
  found: readonly Found[],
  { version, terms }: SearchTerms,
): Promise<FoundPaper[]> {
  if (found.length === 0) return [];
  const columns = askedColumns(
    db,
    Paper,
    "p",
    asked.of("Paper"),
    paperNeeds,
    asked.of("SearchEdge")?.has("highlights") ? TEXTS : [],
  );
  const rows = await sql.prepared<Omit<FoundPaper, "lexemes">>(
    `/* readFound */ select ${columns}, f.score, $3::bigint as version from unnest($1::bigint[], $2::float8[]) with ordinality as f(paper, score, place)
     join paper p on p.row_id = f.paper order by f.place`,
    [found.map(({ paper }) => paper), found.map(({ score }) => score), version],
  );
  const lexemes = terms.map(({ lexeme }) => lexeme);
  return rows.map((row) => Object.assign(row, { lexemes }));
}

/** Where words that were looked for stand in a paper that was found; one statement for all of a request. */
export async function findHighlights(paper: FoundPaper, { loaders }: Context): Promise<Highlight[]> {
  const words = wordsLike(paper, paper.lexemes);
  const lexemes = await Promise.all(words.map((word) => loaders.lexemeByWord.load(word)));
  const matches = words.filter((_, index) => paper.lexemes.includes(lexemes[index]?.lexeme ?? ""));
  return highlightsOf(paper, new Set(matches));
}
