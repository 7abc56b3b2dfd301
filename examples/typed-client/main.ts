import { facetsOfTopic, papersOfTopic } from "./queries";
import { request } from "./request";

const [topic = "natural-language-processing", url = "http://localhost:4000/graphql"] = process.argv.slice(2);

/** Prints how a topic's papers divide, and then the titles of all of them. */
async function main(): Promise<void> {
  const { papers } = await request(url, facetsOfTopic, { topic });
  console.log(`${papers.totalCount} papers of ${topic}`);
  for (const facet of papers.facets?.topics ?? []) console.log(`  ${facet.count} of ${facet.topic.name}`);
  for await (const paper of papersOf(topic)) {
    const [code] = paper.repositories;
    console.log(`${paper.publishedOn ?? "undated"}  ${paper.title}${code ? `  ${code.url}` : ""}`);
  }
}

/** Walks all pages: each is asked for when the one before has been used up. */
async function* papersOf(topic: string) {
  let after: string | null | undefined;
  do {
    const { papers } = await request(url, papersOfTopic, { topic, after });
    yield* papers.nodes;
    after = papers.pageInfo.hasNextPage ? papers.pageInfo.endCursor : null;
  } while (after);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
