import { graphql } from "./generated";

/** A page of a topic's papers, newest first. */
export const papersOfTopic = graphql(`
  query PapersOfTopic($topic: String!, $after: String) {
    papers(filter: { topics: { anyOf: [$topic] } }, orderBy: NEWEST, first: 20, after: $after) {
      nodes {
        title
        publishedOn
        repositories {
          url
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** How many papers a topic has, and which narrower topics they have most. */
export const facetsOfTopic = graphql(`
  query FacetsOfTopic($topic: String!) {
    papers(filter: { topics: { anyOf: [$topic] } }, first: 1) {
      totalCount
      facets {
        topics(under: $topic, first: 5) {
          count
          topic {
            name
          }
        }
      }
    }
  }
`);
