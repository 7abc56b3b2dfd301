import { join } from "node:path";
import { readExamples } from "../src/http/playground";
import { projectDir } from "../src/project-dir";

const paper = "id slug title publishedOn";
const papers = (args: string, of: string) => `{ papers(${args}) { ${of} } }`;
const page = (size: number, of: string) => papers(`first: ${size}`, `nodes { ${of} }`);
const facets = (of: string, filter = "") => papers(`first: 1${filter && `, filter: { ${filter} }`}`, `facets { ${of} }`);

/** Queries by what they try: each relation, small and large, each count and facet, each condition; then what people ask. */
export function probes({ ids, arxivIds }: { ids: readonly string[]; arxivIds: readonly string[] }): Record<string, string> {
  const list = (texts: readonly string[], size: number) => JSON.stringify(texts.slice(0, size));
  const relations: Record<string, string> = {
    authors: "authors { name position }",
    "authors, their slugs": "authors { author { slug } }",
    topics: "topics { slug }",
    topicLinks: "topicLinks { confidence topic { slug } evidence { kind source } }",
    repositories: "repositories { url }",
    repositoryLinks: "repositoryLinks(first: 5) { nodes { framework } }",
    "repositoryLinks with evidence": "repositoryLinks(first: 5) { nodes { repository { url } evidence { kind } } }",
    "repositoryLinks counted": "repositoryLinks(first: 1) { totalCount }",
    sources: "sources { name }",
    links: "links { url }",
    previousIds: "previousIds",
    identifiers: "identifiers { scheme value url }",
    primaryCategory: "primaryCategory { slug }",
    formattedCitation: "formattedCitation(format: BIBTEX)",
    "papers of authors": "authors { author { papers(first: 5) { nodes { slug } } } }",
    "papers of topics": "topics { papers(first: 5) { nodes { slug } } }",
    "papers of repositories": "repositories { papers(first: 5) { nodes { slug } } }",
    "count of authors": "authors { author { paperCount } }",
  };
  const conditions: Record<string, string> = {
    "a common topic": `topics: { anyOf: ["t1"] }`,
    "a rare topic": `topics: { anyOf: ["t300"] }`,
    "two topics": `topics: { allOf: ["t1", "t2"] }`,
    "a topic surely": `topics: { anyOf: ["t1"], minConfidence: 0.9 }`,
    "a common word": `text: "word1"`,
    "a rare word": `text: "word3900"`,
    "two words": `text: "word10 word300"`,
    "no word": `text: "-word1"`,
    "an author": `authors: { anyOf: ["author-1"] }`,
    "a month": `publishedOn: { from: "2012-01-01", to: "2012-01-31" }`,
    featured: "featuredOn: { lastDays: 1000 }",
    code: "hasRepository: true",
    "a language": `repository: { languages: ["python"] }`,
    stars: "repository: { minStars: 100 }",
    "a rare framework": `repository: { frameworks: ["mindspore"] }`,
    or: `or: [{ text: "word3900" }, { topics: { anyOf: ["t300"] } }]`,
    not: `not: { topics: { anyOf: ["t1"] } }`,
    updated: `updatedSince: "2025-01-10T00:00:00Z"`,
  };
  return {
    nothing: "{ __typename }",
    "all types": "{ __schema { types { name fields { name args { name } type { name } } } } }",
    ...Object.fromEntries([1, 20, 100].map((size) => [`page of ${size}`, page(size, paper)])),
    ...Object.fromEntries(
      [1, 100].map((size) => [`edges of ${size}`, papers(`first: ${size}`, `edges { cursor node { ${paper} } }`)]),
    ),
    "page of 100, all columns": page(
      100,
      `${paper} abstract arxivId doi featuredOn createdAt updatedAt venue license comment isWithdrawn authorCount starCount pdfUrl landingUrl`,
    ),
    ...Object.fromEntries(
      Object.entries(relations).flatMap(([name, of]) => [1, 100].map((size) => [`${name} of ${size}`, page(size, of)])),
    ),
    ...Object.fromEntries(
      ["OLDEST", "FEATURED", "UPDATED", "TITLE", "STARS"].map((order) => [
        `by ${order}`,
        papers(`first: 20, orderBy: ${order}`, `nodes { ${paper} }`),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(conditions).flatMap(([name, filter]) => [
        [`page with ${name}`, papers(`first: 20, filter: { ${filter} }`, `nodes { ${paper} }`)],
        [`count with ${name}`, papers(`first: 1, filter: { ${filter} }`, "totalCount")],
        [`years with ${name}`, facets("years { count }", filter)],
      ]),
    ),
    "page of a topic by STARS": papers(`first: 20, orderBy: STARS, filter: { topics: { anyOf: ["t1"] } }`, "nodes { slug }"),
    count: papers("first: 1", "totalCount"),
    "sample size": facets("sampleSize"),
    ...Object.fromEntries(
      [
        "topics { count topic { slug } }",
        "topics(ignoreOwn: true) { count }",
        "years { count }",
        "months { count }",
        "frameworks { count }",
        "languages { count }",
        "hasRepository { yes }",
      ].map((of) => [`facet ${of}`, facets(of)]),
    ),
    "all facets": facets(
      "topics { count } years { count } months { count } frameworks { count } languages { count } hasRepository { yes }",
    ),
    ...Object.fromEntries([1, 20, 100].map((size) => [`${size} topics`, `{ topics(first: ${size}) { nodes { slug name } } }`])),
    "20 topics, all of them":
      "{ topics(first: 20) { nodes { aliases parents { slug } ancestors { slug } children { slug } paperCount } } }",
    "20 topics by growth": "{ topics(first: 20, orderBy: GROWTH) { nodes { slug } } }",
    "related to a topic": `{ topic(by: { slug: "t1" }) { related { strength topic { slug } } } }`,
    "related to 20 topics": "{ topics(first: 20) { nodes { related(first: 5) { strength topic { slug } } } } }",
    "history of a topic": `{ topic(by: { slug: "t1" }) { history { start papers papersWithCode } } }`,
    "history of 20 topics": "{ topics(first: 20) { nodes { history { start papers papersWithCode } } } }",
    "mappings of 100 topics": "{ topics(first: 100) { nodes { mappings { scheme value } } } }",
    "papers of 20 topics": "{ topics(first: 20) { nodes { papers(first: 20) { nodes { slug } } } } }",
    "papers of 100 topics": "{ topics(first: 100) { nodes { papers(first: 20) { nodes { slug } } } } }",
    "counts of 20 topics": "{ topics(first: 20) { nodes { papers(first: 1) { totalCount } } } }",
    "counts of 100 topics": "{ topics(first: 100) { nodes { papers(first: 1) { totalCount } } } }",
    "counted words of 20 topics": `{ topics(first: 20) { nodes { papers(first: 1, filter: { text: "word10" }) { totalCount } } } }`,
    "facets of 5 topics": "{ topics(first: 5) { nodes { papers(first: 1) { facets { years { count } } } } } }",
    "facets of 20 topics": "{ topics(first: 20) { nodes { papers(first: 1) { facets { years { count } } } } } }",
    "topics found by text": `{ topics(filter: { text: "topic 2" }, first: 20) { totalCount nodes { slug } } }`,
    ...Object.fromEntries(
      [1, 20, 100].map((size) => [`${size} repositories`, `{ repositories(first: ${size}) { nodes { url } } }`]),
    ),
    "repositories counted": "{ repositories(first: 1) { totalCount } }",
    "repositories found by text": `{ repositories(filter: { text: "name12" }, first: 20) { nodes { url } } }`,
    "repositories found by text, counted": `{ repositories(filter: { text: "name12" }, first: 1) { totalCount } }`,
    "papers of 20 repositories": "{ repositories(first: 20) { nodes { papers(first: 20) { nodes { slug } } } } }",
    "links of 20 repositories":
      "{ repositories(first: 20) { nodes { paperLinks(first: 20) { nodes { paper { slug } evidence { kind } } } } } }",
    "counts of 20 repositories": "{ repositories(first: 20) { nodes { papers(first: 1) { totalCount } } } }",
    "an author and papers": `{ author(by: { slug: "author-1" }) { paperCount papers(first: 20) { nodes { slug } totalCount } } }`,
    "a day": `{ dailyList(date: "2024-05-01") { date previous next papers(first: 20) { totalCount nodes { slug } } } }`,
    "newest day": "{ dailyList { date } }",
    ...Object.fromEntries(
      [1, 20, 100].map((size) => [`nodes by ${size} ids`, `{ nodes(ids: ${list(ids, size)}) { id ... on Paper { title } } }`]),
    ),
    ...Object.fromEntries(
      [1, 20, 100].map((size) => [
        `resolve ${size} references`,
        `{ resolve(refs: ${list(arxivIds, size)}) { ref ... on Resolved { node { ... on Paper { title } } } } }`,
      ]),
    ),
    "resolve 100 unknown references": `{ resolve(refs: ${JSON.stringify(Array.from({ length: 100 }, (_, i) => `https://github.com/owner/former${i}`))}) { ref } }`,
    "one paper": `{ paper(by: { slug: "paper-1" }) { title } }`,
    "20 aliased papers": `{ ${Array.from({ length: 20 }, (_, i) => `p${i}: paper(by: { slug: "paper-${i + 1}" }) { title }`).join(" ")} }`,
    "20 aliased pages": `{ ${Array.from({ length: 20 }, (_, i) => `p${i}: papers(first: 5, filter: { topics: { anyOf: ["t${i + 1}"] } }) { nodes { title } }`).join(" ")} }`,
    "reference page": `{ papers(first: 20, filter: { topics: { anyOf: ["t3"] } }) { pageInfo { hasNextPage endCursor } nodes { title abstract topics { name } repositories { url } } } }`,
    ...Object.fromEntries(
      readExamples(join(projectDir, "examples")).map(({ title, query }) => [
        `example: ${title}`,
        query.replace("natural-language-processing", "group").replace("matryoshka-representation-learning", "paper-1"),
      ]),
    ),
  };
}
