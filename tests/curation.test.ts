import { Scope } from "../src/community/scope";
import { retagPapers } from "../src/importers/retag";
import { emptyGraph } from "./graph-dump";
import { testTagger } from "./import-file";
import { newMember, type TestMember } from "./members";
import { useTestApp } from "./test-app";

const app = useTestApp();
let ada: TestMember;
let bo: TestMember;
let curator: TestMember;

const record = {
  title: "Of object detection",
  abstract: "It is about object detection.",
  arxivId: "2401.00001",
  repositories: [{ url: "https://github.com/kit/one", isOfficial: true, framework: "jax" }],
};
const PAPER = `{ paper(by: { arxivId: "2401.00001" }) { id updatedAt topics { slug } topicLinks { topic { slug } confidence evidence { kind source } }
  repositoryLinks { nodes { id isOfficial framework isDisputed repository { url } evidence { kind source } } } } }`;
const paper = async () => (await app.query(PAPER)).paper;

beforeAll(async () => {
  [ada, bo, curator] = [await newMember(app, "Ada"), await newMember(app, "Bo"), await newMember(app, "Curator", [Scope.CURATE])];
});
beforeEach(async () => {
  await emptyGraph(app.db);
  await app.db.query("truncate audit_entry, record_tie");
  await app.importRecords([record]);
});

const LINK = `mutation ($input: LinkRepositoryInput!) { linkRepository(input: $input) { link { isOfficial framework isDisputed repository { url } evidence { kind source } } userErrors { path code } } }`;
const DISPUTE = `mutation ($id: ID!, $reason: String!) { disputeRepositoryLink(input: { linkId: $id, reason: $reason }) { link { isDisputed } userErrors { path code } } }`;
const TOPICS = `mutation ($input: SetPaperTopicsInput!) { setPaperTopics(input: $input) { paper { topics { slug } } userErrors { path code message } } }`;
const MERGE = `mutation ($keepId: ID!, $mergeId: ID!) { mergePapers(input: { keepId: $keepId, mergeId: $mergeId }) { paper { id title doi previousIds upvoteCount } userErrors { path code message } } }`;

test("a member links a repository, which is found by the filter, counted and kept when its paper is imported again", async () => {
  const { id } = await paper();
  const input = { paperId: id, repositoryUrl: "https://www.github.com/Kit/Two.git", framework: "pytorch" };
  for (let time = 0; time < 2; time++)
    expect((await ada.query(LINK, { input })).linkRepository).toEqual({
      link: {
        isOfficial: false,
        framework: "pytorch",
        isDisputed: false,
        repository: { url: "https://github.com/Kit/Two" },
        evidence: [{ kind: "SET_BY_MEMBER", source: "members" }],
      },
      userErrors: [],
    });
  const { papers } = await app.query(
    `{ papers(filter: { repository: { frameworks: ["pytorch"] } }) { totalCount nodes { title } } }`,
  );
  expect(papers).toEqual({ totalCount: 1, nodes: [{ title: record.title }] });
  await app.importRecords([{ ...record, abstract: "Another abstract." }]);
  expect((await paper()).repositoryLinks.nodes.map(({ repository }: any) => repository.url).sort()).toEqual([
    "https://github.com/Kit/Two",
    "https://github.com/kit/one",
  ]);
});

test("what a member says of a link goes before what sources say, and stays", async () => {
  const { id } = await paper();
  await ada.query(LINK, { input: { paperId: id, repositoryUrl: "https://github.com/kit/one", isOfficial: false } });
  await app.importRecords([
    { ...record, abstract: "Another abstract.", repositories: [{ ...record.repositories[0]!, framework: "tf" }] },
  ]);
  const [link] = (await paper()).repositoryLinks.nodes;
  expect(link).toMatchObject({ isOfficial: false, framework: "tf" });
  expect(link.evidence).toEqual(
    expect.arrayContaining([
      { kind: "SET_BY_MEMBER", source: "members" },
      { kind: "STATED_BY_SOURCE", source: "test" },
    ]),
  );
});

test("a link is disputed with a reason, by several, until a curator confirms it", async () => {
  const { id, repositoryLinks } = await paper();
  const [link] = repositoryLinks.nodes;
  expect(link.isDisputed).toBe(false);
  for (const member of [ada, bo, ada])
    expect((await member.query(DISPUTE, { id: link.id, reason: "Another paper's" })).disputeRepositoryLink).toEqual({
      link: { isDisputed: true },
      userErrors: [],
    });
  expect(await app.db.query("select reason from link_dispute")).toHaveLength(2);
  await ada.query(LINK, { input: { paperId: id, repositoryUrl: link.repository.url } });
  expect((await paper()).repositoryLinks.nodes[0].isDisputed).toBe(true);
  expect(
    (await curator.query(LINK, { input: { paperId: id, repositoryUrl: link.repository.url } })).linkRepository.link.isDisputed,
  ).toBe(false);
});

test("a member sets topics, and neither imports nor tagging say otherwise", async () => {
  const before = await paper();
  expect(before.topics.map(({ slug }: any) => slug)).toContain("object-detection");
  const input = { paperId: before.id, add: ["GNN"], remove: ["object-detection"] };
  for (let time = 0; time < 2; time++) expect((await ada.query(TOPICS, { input })).setPaperTopics.userErrors).toEqual([]);
  const slugs = async () => (await paper()).topics.map(({ slug }: any) => slug);
  expect(await slugs()).toEqual(expect.arrayContaining(["graph-neural-networks"]));
  await app.importRecords([{ ...record, abstract: "Yet more about object detection." }]);
  await retagPapers(app.db, testTagger());
  expect(await retagPapers(app.db, testTagger())).toMatchObject({ changed: 0 });
  expect(await slugs()).not.toContain("object-detection");
  expect(await slugs()).toContain("graph-neural-networks");
  const { gone, set } = await app.query(
    `{ gone: papers(filter: { topics: { anyOf: ["object-detection"] } }) { totalCount } set: papers(filter: { topics: { anyOf: ["GNN"], minConfidence: 1 } }) { totalCount } }`,
  );
  expect([gone.totalCount, set.totalCount]).toEqual([0, 1]);
  const { evidence } = (await paper()).topicLinks.find(({ topic }: any) => topic.slug === "graph-neural-networks");
  expect(evidence).toEqual([{ kind: "SET_BY_MEMBER", source: "members" }]);
  await ada.query(TOPICS, { input: { paperId: before.id, add: ["object-detection"], remove: ["GNN"] } });
  expect(await slugs()).toContain("object-detection");
  expect(await slugs()).not.toContain("graph-neural-networks");
});

test("what a member changes moves the paper's updatedAt, and what changes nothing does not", async () => {
  const { id, updatedAt } = await paper();
  await ada.query(TOPICS, { input: { paperId: id, add: ["GNN"] } });
  const after = (await paper()).updatedAt;
  expect(after > updatedAt).toBe(true);
  await ada.query(TOPICS, { input: { paperId: id, add: ["GNN"] } });
  expect((await paper()).updatedAt).toBe(after);
  expect(await app.db.query("select action from audit_entry")).toEqual([{ action: "SET_TOPICS" }]);
});

describe("papers that a curator merges", () => {
  const other = { title: "The same under another name", doi: "10.1145/3292500.3330701", sourceKey: "other", upvotes: 3 };
  const ids = async () => {
    await app.importRecords([other]);
    const { a, b } = await app.query(
      `{ a: paper(by: { arxivId: "2401.00001" }) { id } b: paper(by: { doi: "${other.doi}" }) { id } }`,
    );
    return [a.id, b.id];
  };

  test.each([[true], [false]])(
    "are one under the id that stays, whichever is older (%s), and stay so when both are imported again",
    async (isOlder) => {
      const [older, newer] = await ids();
      const [keepId, mergeId] = isOlder ? [older, newer] : [newer, older];
      await ada.query("mutation ($id: ID!) { upvotePaper(input: { paperId: $id }) { userErrors { code } } }", { id: mergeId });
      await ada.query(TOPICS, { input: { paperId: mergeId, add: ["GNN"] } });
      await ada.query(LINK, { input: { paperId: mergeId, repositoryUrl: "https://github.com/kit/three" } });
      const { mergePapers } = await curator.query(MERGE, { keepId, mergeId });
      expect(mergePapers).toMatchObject({
        userErrors: [],
        paper: { id: keepId, doi: other.doi, previousIds: [mergeId], upvoteCount: 4 },
      });
      await app.importRecords([
        { ...record, abstract: "Anew." },
        { ...other, abstract: "Anew." },
      ]);
      expect((await app.query("{ papers { totalCount } }")).papers.totalCount).toBe(1);
      const left = await paper();
      expect(left.id).toBe(keepId);
      expect(left.topics.map(({ slug }: any) => slug)).toContain("graph-neural-networks");
      expect(left.repositoryLinks.nodes.map(({ repository }: any) => repository.url)).toContain("https://github.com/kit/three");
      expect((await curator.query(MERGE, { keepId, mergeId })).mergePapers).toMatchObject({
        paper: { id: keepId },
        userErrors: [],
      });
    },
  );

  test("are not two that arXiv tells apart, and members who are no curators merge none", async () => {
    const [keepId, mergeId] = await ids();
    expect((await ada.query(MERGE, { keepId, mergeId })).mergePapers.userErrors).toMatchObject([{ code: "FORBIDDEN" }]);
    await app.importRecords([{ title: "Another", arxivId: "2401.00002" }]);
    const { id } = (await app.query(`{ paper(by: { arxivId: "2401.00002" }) { id } }`)).paper;
    const { paper, userErrors } = (await curator.query(MERGE, { keepId, mergeId: id })).mergePapers;
    expect([paper, userErrors]).toEqual([
      null,
      [expect.objectContaining({ code: "INVALID", message: expect.stringContaining("2401.00002") })],
    ]);
  });
});

test.each([
  [
    "what is no repository",
    LINK,
    (id: string) => ({ input: { paperId: id, repositoryUrl: "https://example.org" } }),
    "INVALID",
    "input.repositoryUrl",
  ],
  ["an unknown topic", TOPICS, (id: string) => ({ input: { paperId: id, add: ["nope"] } }), "NOT_FOUND", "input.add.0"],
  [
    "a topic twice",
    TOPICS,
    (id: string) => ({ input: { paperId: id, add: ["GNN"], remove: ["graph-neural-networks"] } }),
    "INVALID",
    "input.remove.0",
  ],
  [
    "an unknown link",
    DISPUTE,
    () => ({ id: Buffer.from("RepositoryLink:00000000-0000-4000-8000-000000000000").toString("base64url"), reason: "x" }),
    "NOT_FOUND",
    "input.linkId",
  ],
])("%s is refused by field, and without a key everything is", async (_what, mutation, variables, code, path) => {
  const { id } = await paper();
  const [answer] = Object.values<any>(await ada.query(mutation, variables(id)));
  expect(answer.userErrors).toMatchObject([{ code, path: path.split(".") }]);
  const [anonymous] = Object.values<any>(await app.query(mutation, variables(id)));
  expect(anonymous.userErrors).toMatchObject([{ code: "FORBIDDEN" }]);
  expect(await app.db.query("select from audit_entry")).toEqual([]);
});
