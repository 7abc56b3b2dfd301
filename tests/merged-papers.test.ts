import { upsertBatch } from "../src/importers/upsert";
import { testTagger } from "./import-file";
import type { TestRecord } from "./test-app";
import { useTestApp } from "./test-app";

const app = useTestApp();

const PAPER = `id slug title arxivId doi previousIds identifiers { value } topics { slug } repositories { url } sources { name }`;

/** A paper by any key that `paper` takes. */
const paper = async (by: object): Promise<any> =>
  (await app.query(`query ($by: PaperBy!) { paper(by: $by) { ${PAPER} } }`, { by })).paper;

const resolve = async (ref: string): Promise<any> =>
  (
    await app.query(
      `query ($refs: [String!]!) { resolve(refs: $refs) { __typename ... on Resolved { redirected node { ... on Paper { id } } } } }`,
      { refs: [ref] },
    )
  ).resolve[0];

/** A preprint and a published paper, each in a catalogue of its own that knows nothing of the other. */
let number = 0;
let year = 2020;
async function twoPapers() {
  number++;
  const preprint: TestRecord = {
    sourceKey: `preprint-${number}`,
    title: `Wobbling preprint ${number}`,
    arxivId: `2401.0000${number}`,
    labels: [{ scheme: "PAPERS_WITH_CODE_TASK", label: "Node Wobbling", confidence: 1 }],
    repositories: [{ url: "https://github.com/kit/preprint" }],
  };
  const published: TestRecord = {
    sourceKey: `published-${number}`,
    title: `Wobbling published ${number}`,
    doi: `10.1000/published-${number}`,
    labels: [{ scheme: "PAPERS_WITH_CODE_TASK", label: "Node Wobbling", confidence: 1 }],
    repositories: [{ url: "https://github.com/kit/published" }],
  };
  await app.importRecords([preprint], "a");
  await app.importRecords([published], "b");
  const both: TestRecord = {
    sourceKey: `both-${number}`,
    title: `Both ${number}`,
    arxivId: preprint.arxivId,
    doi: published.doi,
  };
  return {
    first: await paper({ arxivId: preprint.arxivId }),
    second: await paper({ doi: published.doi }),
    both,
    merge: () => app.importRecords([{ ...both, changedAt: `${++year}-01-01T00:00:00.000Z` }], "c"),
    split: () => app.importRecords([{ ...both, doi: null, changedAt: `${++year}-01-01T00:00:00.000Z` }], "c"),
  };
}

const counts = async () => {
  const { all, topic } = await app.query(
    `{ all: papers { totalCount } topic(by: { slug: "node-wobbling" }) { paperCount papers { totalCount } } }`,
  );
  return [all.totalCount, topic.paperCount, topic.papers.totalCount];
};

test("two papers that a third record names as one are one paper, with what was known of both", async () => {
  const { first, second, merge } = await twoPapers();
  expect(first.id).not.toBe(second.id);
  expect([first.previousIds, second.previousIds]).toEqual([[], []]);
  await merge();
  const merged = await paper({ arxivId: first.arxivId });
  expect(merged).toMatchObject({
    id: first.id,
    slug: first.slug,
    arxivId: first.arxivId,
    doi: second.doi,
    previousIds: [second.id],
  });
  expect(merged.sources.map(({ name }: any) => name)).toEqual(["a", "b", "c"]);
  expect(merged.repositories.map(({ url }: any) => url).sort()).toEqual([
    "https://github.com/kit/preprint",
    "https://github.com/kit/published",
  ]);
});

test("old ids and slugs lead to the surviving paper, wherever they are asked", async () => {
  const { first, second, merge } = await twoPapers();
  await merge();
  for (const by of [{ id: second.id }, { slug: second.slug }, { doi: second.doi }, { url: second.id }])
    expect((await paper(by)).id).toBe(first.id);
  const { node, nodes, some, none } = await app.query(
    `query ($old: ID!, $new: ID!) {
      node(id: $old) { id }
      nodes(ids: [$new, $old]) { id }
      some: papers(filter: { ids: [$old] }) { totalCount nodes { id } }
      none: papers(filter: { ids: [$old], not: { ids: [$new] } }) { totalCount }
    }`,
    { old: second.id, new: first.id },
  );
  expect(node.id).toBe(first.id);
  expect(nodes).toEqual([{ id: first.id }, { id: first.id }]);
  expect(some).toEqual({ totalCount: 1, nodes: [{ id: first.id }] });
  expect(none.totalCount).toBe(0);
  expect(await resolve(second.id)).toEqual({ __typename: "Resolved", redirected: true, node: { id: first.id } });
  expect(await resolve(first.id)).toMatchObject({ redirected: false });
});

test("a merged paper counts once, in lists and in kept counts", async () => {
  const { merge, first } = await twoPapers();
  const before = await counts();
  await merge();
  expect(await counts()).toEqual(before.map((count) => count - 1));
  const { repositories } = await app.query(`{ repositories { nodes { url papers { totalCount nodes { id } } } } }`);
  for (const { papers } of repositories.nodes)
    expect(new Set(papers.nodes.map(({ id }: any) => id)).size).toBe(papers.totalCount);
  expect(repositories.nodes.every(({ papers }: any) => papers.nodes.some(({ id }: any) => id === first.id))).toBe(true);
});

test("a paper that was merged twice keeps all ids that it ever had", async () => {
  const { first, second, merge } = await twoPapers();
  await merge();
  await app.importRecords([{ sourceKey: `third-${number}`, title: `Third ${number}`, openReviewId: `third-${number}` }], "d");
  const third = await paper({ openReviewId: `third-${number}` });
  await app.importRecords(
    [{ sourceKey: `link-${number}`, title: "Link", doi: second.doi, openReviewId: `third-${number}` }],
    "e",
  );
  const merged = await paper({ id: third.id });
  expect(merged.id).toBe(first.id);
  expect([...merged.previousIds].sort()).toEqual([second.id, third.id].sort());
  expect(await paper({ slug: second.slug })).toEqual(await paper({ slug: third.slug }));
});

test("what survived a merge may be merged itself: the ids of both lead to the older paper", async () => {
  await app.importRecords([{ sourceKey: "oldest", title: "The oldest", openReviewId: "oldest-one" }], "d");
  const { first, second, merge } = await twoPapers();
  await merge();
  await app.importRecords([{ sourceKey: "bridge", title: "Bridge", doi: second.doi, openReviewId: "oldest-one" }], "e");
  const oldest = await paper({ openReviewId: "oldest-one" });
  expect(oldest.slug).toBe("the-oldest");
  expect([...oldest.previousIds].sort()).toEqual([first.id, second.id].sort());
  for (const old of [first, second])
    expect([(await paper({ id: old.id })).id, (await paper({ slug: old.slug })).id]).toEqual([oldest.id, oldest.id]);
});

test("papers come apart again when the record that tied them is mended, and each id leads to its own", async () => {
  const { first, second, merge, split } = await twoPapers();
  const before = await counts();
  await merge();
  await split();
  expect(await counts()).toEqual(before);
  const [preprint, published] = [await paper({ arxivId: first.arxivId }), await paper({ doi: second.doi })];
  expect(preprint).toMatchObject({ id: first.id, slug: first.slug, doi: null, previousIds: [] });
  expect(published).toMatchObject({ id: second.id, slug: second.slug, arxivId: null, previousIds: [] });
  expect((await paper({ id: second.id })).title).toBe(second.title);
  expect(await resolve(second.id)).toMatchObject({ redirected: false });
  await merge();
  expect((await paper({ id: second.id })).id).toBe(first.id);
});

test("statements for ids of before are as many as for those of now, however many are asked", async () => {
  const { first, second, merge } = await twoPapers();
  await merge();
  const ask = (ids: string[]) =>
    app.statements(() => app.query(`query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Paper { previousIds } } }`, { ids }));
  const one = await ask([first.id]);
  expect(one).toHaveLength(2);
  expect(await ask([first.id, second.id])).toHaveLength(2);
});

test("links of a paper show project, video and image first, each once, at most 20", async () => {
  const url = (name: string) => `https://example.org/${name}`;
  await app.importRecords([
    {
      title: "Linked",
      arxivId: "2403.00001",
      versionUpdatedOn: "2024-05-06",
      isWithdrawn: true,
      links: [
        { kind: "OTHER", url: url("a") },
        { kind: "IMAGE", url: url("b") },
        { kind: "VIDEO", url: url("c") },
        { kind: "PROJECT", url: url("d") },
        ...Array.from({ length: 30 }, (_, index) => ({ kind: "OTHER" as const, url: url(`more-${10 + index}`) })),
      ],
    },
    { title: "Unlinked", arxivId: "2403.00002" },
  ]);
  const ask = (first: number) =>
    app.query(
      `{ papers(first: ${first}, filter: { text: "linked or unlinked" }, orderBy: TITLE) { nodes { links { kind url } versionUpdatedOn isWithdrawn } } }`,
    );
  const [linked, unlinked] = (await ask(2)).papers.nodes;
  expect(linked.links).toHaveLength(20);
  expect(linked.links.slice(0, 4).map(({ kind }: any) => kind)).toEqual(["PROJECT", "VIDEO", "IMAGE", "OTHER"]);
  expect(linked).toMatchObject({ versionUpdatedOn: "2024-05-06", isWithdrawn: true });
  expect(unlinked).toEqual({ links: [], versionUpdatedOn: null, isWithdrawn: false });
  expect((await app.statements(() => ask(2))).length).toBe((await app.statements(() => ask(1))).length);
});

test("a paper is known under the pages that catalogues have on it", async () => {
  await app.importRecords([{ title: "Everywhere", arxivId: "2403.00003" }], "hugging-face");
  await app.importRecords([{ title: "Everywhere", arxivId: "2403.00003", papersWithCodeId: "everywhere" }], "papers-with-code");
  const { paper } = await app.query(`{ paper(by: { arxivId: "2403.00003" }) { identifiers { scheme value url } } }`);
  expect(paper.identifiers).toEqual([
    { scheme: "ARXIV", value: "2403.00003", url: "https://arxiv.org/abs/2403.00003" },
    { scheme: "PAPERS_WITH_CODE", value: "everywhere", url: "https://paperswithcode.com/paper/everywhere" },
    { scheme: "HUGGING_FACE", value: "2403.00003", url: "https://huggingface.co/papers/2403.00003" },
  ]);
});

test("the places of a day are counted from one again when papers of it become one, or go", async () => {
  const days = (position: number) => [{ day: "2024-01-01", position, submittedBy: null }];
  await app.importRecords(
    [1, 2, 3, 4].map((place) => ({ title: `Place ${place}`, openReviewId: `place-${place}`, days: days(place) })),
    "x",
  );
  const list = async () => {
    const { papers } = (await app.query(`{ dailyList(date: "2024-01-01") { papers { edges { position node { title } } } } }`))
      .dailyList;
    return papers.edges.map(({ position, node }: any) => `${position} ${node.title}`);
  };
  await app.importRecords([{ title: "Place 1", openReviewId: "place-1", doi: "10.1000/place" }], "y");
  await app.importRecords([{ title: "Place 2", openReviewId: "place-2", doi: "10.1000/place" }], "y");
  expect(await list()).toEqual(["1 Place 1", "2 Place 3", "3 Place 4"]);
  await upsertBatch(app.db, "x", [{ kind: "deleted", sourceKey: "Place 3", changedAt: null }], testTagger());
  expect(await list()).toEqual(["1 Place 1", "2 Place 4"]);
});
