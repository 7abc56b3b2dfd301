import { join } from "node:path";
import { type FieldNode, type GraphQLObjectType, Kind, type OperationDefinitionNode, parse, visit } from "graphql";
import { readExamples } from "../src/http/playground";
import { LISTED_ON, loadSample } from "../src/importers/sample";
import { projectDir } from "../src/project-dir";
import { schema } from "../src/schema";
import { computeTrending } from "../src/trending/recompute";
import { useTestApp } from "./test-app";

const app = useTestApp();
const examples = readExamples(join(projectDir, "examples"));
beforeAll(async () => {
  await loadSample(app.db);
  await computeTrending(app.db, LISTED_ON);
});

/** What each example promises to show, of the answer on the bundled sample. */
const promises: Record<string, (data: any) => void> = {
  "Filter by topic": ({ papers }) => {
    expect(papers.totalCount).toBeGreaterThan(papers.nodes.length);
    expect(papers.nodes).toHaveLength(10);
    expect(papers.nodes.every(({ topics }: any) => topics.length > 0)).toBe(true);
    expect(papers.facets.topics).toHaveLength(3);
    expect(papers.facets.topics[0].count).toBeLessThanOrEqual(papers.totalCount);
  },
  "Newest papers": ({ papers }) => {
    expect(papers.nodes).toHaveLength(10);
    expect(papers.pageInfo).toEqual({ hasNextPage: true, endCursor: expect.any(String) });
  },
  "Papers with code": ({ papers }) => {
    expect(papers.nodes).toHaveLength(10);
    for (const { repositoryLinks } of papers.nodes) {
      expect(repositoryLinks.nodes[0].repository.url).toMatch(/^https:/);
      expect(repositoryLinks.nodes[0].evidence).not.toEqual([]);
    }
  },
  "One paper": ({ paper }) => {
    expect(paper.title).toBe("Matryoshka Representation Learning");
    for (const list of ["topics", "topicLinks", "repositories", "sources"]) expect([list, paper[list]]).not.toEqual([list, []]);
    expect(paper.repositoryLinks.nodes[0].repository.nameWithOwner).toBe("RAIVNLab/MRL");
  },
  "Repository papers": ({ repository }) => {
    expect(repository.nameWithOwner).toBe("huawei-noah/ghostnet");
    expect(repository.papers.nodes[0].title).toMatch(/TinyNets/);
  },
  "A day": ({ dailyList }) => {
    expect(dailyList).toMatchObject({ date: "2025-03-12", previous: null, next: null, papers: { totalCount: 95 } });
    expect(dailyList.papers.edges.map(({ position }: any) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  },
  "A topic": ({ topic }) => {
    expect(topic).toMatchObject({ name: "Language Modeling", kind: "TASK" });
    for (const list of ["mappings", "ancestors", "related"]) expect([list, topic[list]]).not.toEqual([list, []]);
    expect(topic.history).toEqual([]); // as its comment says
  },
  Resolve: ({ resolve }) => {
    expect(resolve).toMatchObject([
      { node: { nameWithOwner: "huawei-noah/ghostnet" }, redirected: true },
      { node: { slug: "object-detection" }, redirected: true },
      { reason: "NOT_FOUND" },
      { reason: "NOT_FOUND" },
      { reason: "MALFORMED" },
    ]);
  },
  Search: ({ search }) => {
    expect(search.edges).toHaveLength(5);
    expect(search.edges[0].node.title).toMatch(/efficient|transformer/i);
    const words = search.edges[0].highlights[0].fragments.filter(({ isMatch }: any) => isMatch).map(({ text }: any) => text);
    expect(words).toContainEqual(expect.stringMatching(/^(efficient|transformers?)$/i));
    expect(search.facets.topics).toHaveLength(3);
  },
  Trending: ({ trending }) => {
    expect(trending.asOf).toBe("2025-03-12");
    expect(trending.edges.length).toBeGreaterThan(3);
    for (const { score } of trending.edges)
      expect(score.components.reduce((sum: number, { contribution }: any) => sum + contribution, 0)).toBeCloseTo(score.score, 9);
  },
  Suggest: ({ suggest }) => {
    expect(suggest).toHaveLength(8);
    for (const { text } of suggest) expect(text).toMatch(/\blang/i);
    expect(new Set(suggest.map(({ kind }: any) => kind)).size).toBeGreaterThan(1);
  },
};

test.each(examples)("the example '$title' runs as it stands, and shows what it promises", async ({ title, query }) => {
  expect(Object.keys(promises)).toContain(title);
  promises[title]!(await app.query(query));
});

test.each(examples)("the example '$title' says what it shows, and is one operation named like its file", ({ title, query }) => {
  expect(query).toMatch(/^(#.*\n){1,2}query /);
  const { definitions } = parse(query);
  expect(definitions).toHaveLength(1);
  const { name } = definitions[0] as OperationDefinitionNode;
  expect(name!.value.toLowerCase()).toBe(title.replaceAll(" ", "").toLowerCase());
});

test("the example of one paper asks for every field that a paper has", () => {
  const asked: string[] = [];
  visit(parse(examples.find(({ title }) => title === "One paper")!.query), {
    Field: (field: FieldNode) => {
      if (field.name.value !== "paper" || asked.length > 0) return;
      for (const selection of field.selectionSet!.selections) if (selection.kind === Kind.FIELD) asked.push(selection.name.value);
    },
  });
  expect(asked.sort()).toEqual(Object.keys((schema.getType("Paper") as GraphQLObjectType).getFields()).sort());
});

test("the variables of the examples do what their comments say", async () => {
  const byTitle = (title: string) => examples.find((example) => example.title === title)!.query;
  const first = await app.query(byTitle("Newest papers"));
  const second = await app.query(byTitle("Newest papers"), { after: first.papers.pageInfo.endCursor });
  expect(second.papers.nodes).toHaveLength(10);
  const slugs = [first, second].flatMap(({ papers }) => papers.nodes.map(({ slug }: any) => slug));
  expect(new Set(slugs).size).toBe(20);
  const { papers } = await app.query(byTitle("Filter by topic"), { topic: "computer-vision" });
  expect(papers.nodes).not.toEqual([]);
  const { dailyList } = await app.query(byTitle("A day"), { date: null });
  expect(dailyList.date).toBe("2025-03-12");
});
