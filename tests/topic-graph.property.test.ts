import fc from "fast-check";
import { loadGraph, loadSurroundings } from "./load-graph";
import { graphs, today, topics } from "./random-graphs";
import { ancestorsOf, countBy, facetValues } from "./reference-evaluator";
import { useTestApp } from "./test-app";

const app = useTestApp({ MAX_QUERY_COST: "1000000" });
beforeAll(() => loadSurroundings(app));

/** Longer than the random days reach apart. */
const FROM = "2020-01-01";

const QUERY = `query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Topic {
      slug
      paperCount
      ancestors { slug }
      papers(first: 100) { totalCount totalCountIsExact nodes { id } }
      months: history(from: "${FROM}", to: "${today}") { start papers papersWithCode }
      years: history(interval: YEAR, from: "${FROM}", to: "${today}") { papers papersWithCode }
      related(first: 50) { strength topic { slug } }
    }
  }
}`;

test("a topic's count is that of its list and of its history, and what stands above it holds all that it holds, in any graph", async () => {
  const named = topics.map(({ slug }, index) => `t${index}: topic(by: { slug: "${slug}" }) { id }`);
  const ids = Object.values<{ id: string }>(await app.query(`{ ${named.join(" ")} }`)).map(({ id }) => id);

  const property = fc.asyncProperty(graphs, async (drafts) => {
    const papers = await loadGraph(app, drafts);
    const { nodes } = await app.query(QUERY, { ids });
    const idsOf = new Map<string, Set<string>>();
    for (const topic of nodes) idsOf.set(topic.slug, new Set(topic.papers.nodes.map(({ id }: { id: string }) => id)));

    for (const { slug, paperCount, papers: list, ancestors, months, years, related } of nodes) {
      const own = papers.filter((paper) => facetValues.topics(paper, { topics, today }).includes(slug));
      expect([slug, idsOf.get(slug)]).toEqual([slug, new Set(own.map(({ id }) => id))]);
      expect([paperCount, list.totalCount, list.totalCountIsExact]).toEqual([own.length, own.length, true]);

      expect(new Set(ancestors.map((above: { slug: string }) => above.slug))).toEqual(ancestorsOf(slug, topics));
      for (const above of ancestors) for (const id of idsOf.get(slug)!) expect(idsOf.get(above.slug)).toContain(id);

      const shown = months.filter(({ papers }: any) => papers > 0);
      expect(Object.fromEntries(shown.map(({ start, papers }: any) => [start, papers]))).toEqual(
        Object.fromEntries(countBy(own, facetValues.months)),
      );
      expect(sum(months, "papers")).toBe(own.filter(({ publishedOn }) => publishedOn !== null).length);
      expect(sum(months, "papersWithCode")).toBe(
        own.filter(({ publishedOn, links }) => publishedOn !== null && links.length > 0).length,
      );
      for (const counted of ["papers", "papersWithCode"] as const) expect(sum(years, counted)).toBe(sum(months, counted));

      const strengths = related.map(({ strength }: any) => strength);
      expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
      for (const { strength, topic } of related) {
        expect(strength).toBeGreaterThan(0);
        expect(strength).toBeLessThanOrEqual(1);
        const isAbove = ancestorsOf(slug, topics).has(topic.slug) || ancestorsOf(topic.slug, topics).has(slug);
        expect([slug, topic.slug, isAbove || topic.slug === slug]).toEqual([slug, topic.slug, false]);
      }
    }
  });
  await fc.assert(property, { numRuns: 25, interruptAfterTimeLimit: 40_000 });
}, 60_000);

const sum = <Key extends string>(points: readonly Record<Key, number>[], key: Key): number =>
  points.reduce((total, point) => total + point[key], 0);
