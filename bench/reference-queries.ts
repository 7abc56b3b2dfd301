import { join } from "node:path";
import { type FieldNode, getOperationAST, parse, print, visit } from "graphql";
import { readExamples } from "../src/http/playground";
import { projectDir } from "../src/project-dir";
import type { Known } from "./known";

type Variables = Readonly<Record<string, unknown>>;

/** One kind of question, which asks for something else each time. */
export interface ReferenceQuery {
  readonly name: string;
  readonly query: string;
  /** What it asks for, out of what is known of a database. */
  readonly variables: (known: Known) => Variables;
}

/** What each file of examples/ asks for; a new example needs a line. */
const asked: Readonly<Record<string, (known: Known) => Variables>> = {
  FilterByTopic: ({ topic }) => ({ topic: topic() }),
  NewestPapers: ({ cursor }) => ({ after: cursor() }),
  PapersWithCode: () => ({}),
  OnePaper: ({ paper }) => ({ slug: paper().slug }),
  RepositoryPapers: ({ repository }) => ({ url: repository() }),
  ADay: ({ day }) => ({ date: day() }),
  ATopic: ({ topic }) => ({ topic: topic() }),
  Search: ({ word }) => ({ query: `${word()} ${word()} ${word()}` }),
  Suggest: ({ word }) => ({ prefix: word().slice(0, 4) }),
  Trending: ({ topic, day }) => ({ topic: topic(), asOf: day() }),
  Resolve: ({ paper, repository, topic }) => ({
    refs: [repository(), `https://arxiv.org/abs/${paper().arxivId}`, paper().slug, `https://paperswithcode.com/task/${topic()}`],
  }),
};

/** The examples, without the counts and facets of their lists: those are measured alone. */
export const pages: readonly ReferenceQuery[] = readExamples(join(projectDir, "examples")).map(({ title, query }) => {
  const document = parse(query);
  const variables = asked[getOperationAST(document)!.name!.value];
  if (!variables) throw new Error(`The benchmark does not know what "${title}" of examples/ asks for`);
  return { name: title, query: print(visit(document, { Field: withoutCounts })), variables };
});

function withoutCounts({ name: { value } }: FieldNode): null | undefined {
  return value === "totalCount" || value === "facets" ? null : undefined;
}

const listOf = (fields: string) => `query Matching($filter: PaperFilter) { papers(filter: $filter, first: 20) { ${fields} } }`;

/** Filters that people send, by what they say. */
const filters: Readonly<Record<string, (known: Known) => Variables>> = {
  "no filter": () => ({}),
  "a topic": ({ topic }) => ({ topics: { anyOf: [topic()] } }),
  "a topic, with code": ({ topic }) => ({ topics: { anyOf: [topic()] }, hasRepository: true }),
  "a topic, in whole months": ({ topic }) => ({
    topics: { anyOf: [topic()] },
    publishedOn: { from: "2021-03-01", to: "2022-02-28" },
  }),
  "one of two topics": ({ topic }) => ({ topics: { anyOf: [topic(), topic()] } }),
  "both of two topics": ({ topic }) => ({ topics: { allOf: [topic(), topic()] } }),
  "a topic, not another": ({ topic }) => ({ topics: { anyOf: [topic()], noneOf: [topic()] } }),
  "a topic, surely": ({ topic }) => ({ topics: { anyOf: [topic()], minConfidence: 0.9 } }),
  "a word": ({ word }) => ({ text: word() }),
  "two words of a topic": ({ word, topic }) => ({ text: `${word()} ${word()}`, topics: { anyOf: [topic()] } }),
  "an author": ({ author }) => ({ authors: { anyOf: [author()] } }),
  "some days": () => ({ publishedOn: { from: "2022-02-03", to: "2022-02-10" } }),
  "on a list": () => ({ featuredOn: { from: "2025-01-01", to: "2025-12-31" } }),
  "a language": () => ({ repository: { languages: ["Rust"] } }),
  "many stars": ({ topic }) => ({ topics: { anyOf: [topic()] }, repository: { minStars: 1_000 } }),
};

const matching = (fields: string): ReferenceQuery[] =>
  Object.entries(filters).map(([name, filter]) => ({
    name,
    query: listOf(fields),
    variables: (known) => ({ filter: filter(known) }),
  }));

/** A page of each filter. */
export const filtered = matching(
  "nodes { title abstract topics { name } repositories { url } } pageInfo { hasNextPage endCursor }",
);

/** How many papers match each filter. */
export const counts = matching("totalCount totalCountIsExact");

/** The facets that a page of filters shows, of each filter. */
export const facets = matching(
  "facets { sampleSize topics(first: 10) { topic { slug } count } years { year count } languages { value count } hasRepository { yes no } }",
);
