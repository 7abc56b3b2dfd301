import { newMember, type TestMember } from "./members";
import { useTestApp } from "./test-app";

const app = useTestApp({ UPVOTES_PER_DAY: "3" });
let ada: TestMember;
let bo: TestMember;
const ids: string[] = [];

beforeAll(async () => {
  await app.importRecords(
    Array.from({ length: 6 }, (_, index) => ({
      title: `Paper ${index}`,
      arxivId: `2401.0000${index}`,
      publishedOn: `2024-01-0${index + 1}`,
    })),
  );
  for (const { id } of (await app.query("{ papers(orderBy: OLDEST) { nodes { id } } }")).papers.nodes) ids.push(id);
  [ada, bo] = [await newMember(app, "Ada"), await newMember(app, "Bo")];
});
beforeEach(() => app.db.query("truncate paper_upvote, paper_signal, audit_entry"));

const UPVOTE = `mutation ($id: ID!) { upvotePaper(input: { paperId: $id }) { paper { upvoteCount viewerHasUpvoted } userErrors { message path code } } }`;
const REMOVE = `mutation ($id: ID!) { removePaperUpvote(input: { paperId: $id }) { paper { upvoteCount viewerHasUpvoted } userErrors { code } } }`;
const SEEN = "query ($id: ID!) { paper(by: { id: $id }) { upvoteCount viewerHasUpvoted updatedAt } }";
const id = (index: number) => ({ id: ids[index] });

test("an upvote counts once, whoever repeats it, and is taken back as often", async () => {
  for (let time = 0; time < 2; time++)
    expect((await ada.query(UPVOTE, id(0))).upvotePaper).toEqual({
      paper: { upvoteCount: 1, viewerHasUpvoted: true },
      userErrors: [],
    });
  expect((await bo.query(UPVOTE, id(0))).upvotePaper.paper.upvoteCount).toBe(2);
  for (let time = 0; time < 2; time++)
    expect((await ada.query(REMOVE, id(0))).removePaperUpvote).toEqual({
      paper: { upvoteCount: 1, viewerHasUpvoted: false },
      userErrors: [],
    });
  expect((await app.query(SEEN, id(0))).paper).toMatchObject({ upvoteCount: 1, viewerHasUpvoted: false });
});

test("who upvotes sees it at once, and the paper's updatedAt stays", async () => {
  const before = (await app.query(SEEN, id(1))).paper;
  await ada.query(UPVOTE, id(1));
  expect((await ada.query(SEEN, id(1))).paper).toEqual({ ...before, upvoteCount: 1, viewerHasUpvoted: true });
});

test("only members upvote, and only papers that are there", async () => {
  expect((await app.query(UPVOTE, id(0))).upvotePaper).toMatchObject({
    paper: null,
    userErrors: [{ code: "FORBIDDEN", path: [] }],
  });
  const unknown = Buffer.from("Paper:00000000-0000-4000-8000-000000000000").toString("base64url");
  expect((await ada.query(UPVOTE, { id: unknown })).upvotePaper).toMatchObject({
    paper: null,
    userErrors: [{ code: "NOT_FOUND", path: ["input", "paperId"] }],
  });
  expect((await ada.send(UPVOTE, { id: "x" })).errors[0].extensions).toMatchObject({
    code: "BAD_USER_INPUT",
    argument: "input.paperId",
  });
});

test("a member upvotes at most so often a day; what is upvoted already costs nothing", async () => {
  for (const index of [0, 1, 2, 0, 1]) expect((await ada.query(UPVOTE, id(index))).upvotePaper.userErrors).toEqual([]);
  const { paper, userErrors } = (await ada.query(UPVOTE, id(3))).upvotePaper;
  expect([paper, userErrors]).toEqual([
    null,
    [{ code: "LIMIT_REACHED", path: [], message: expect.stringContaining("at most 3 upvotes a day") }],
  ]);
  expect((await app.query(SEEN, id(3))).paper.upvoteCount).toBe(0);
  expect((await bo.query(UPVOTE, id(3))).upvotePaper.userErrors).toEqual([]);
});

test("each change is noted with member and time; what changes nothing is not", async () => {
  await ada.query(UPVOTE, id(0));
  await ada.query(UPVOTE, id(0));
  await ada.query(REMOVE, id(0));
  await ada.query(REMOVE, id(0));
  const rows = await app.db.query(
    "select m.name, a.action, a.at, p.title from audit_entry a join member m on m.row_id = a.member join paper p on p.uid = a.subject order by a.row_id",
  );
  expect(rows).toEqual(
    ["UPVOTE", "REMOVE_UPVOTE"].map((action) => ({ name: "Ada", action, at: expect.any(Date), title: "Paper 0" })),
  );
});

test("the count adds what each source reported last", async () => {
  const record = { title: "Paper 4", arxivId: "2401.00004" };
  await app.importRecords([{ ...record, sourceKey: "a", upvotes: 5, changedAt: "2024-01-01T00:00:00.000Z" }], "one");
  await app.importRecords([{ ...record, sourceKey: "b", upvotes: 7, changedAt: "2024-01-02T00:00:00.000Z" }], "one");
  await app.importRecords([{ ...record, sourceKey: "c", upvotes: 6, changedAt: "2024-01-01T12:00:00.000Z" }], "one");
  await app.importRecords([{ ...record, sourceKey: "a", upvotes: 100 }], "two");
  await ada.query(UPVOTE, id(4));
  expect((await app.query(SEEN, id(4))).paper.upvoteCount).toBe(108);
  const { papers } = await app.query(
    "{ papers(filter: { minUpvotes: 108 }) { totalCount nodes { title } } none: papers(filter: { minUpvotes: 109 }) { totalCount } }",
  );
  expect(papers).toEqual({ totalCount: 1, nodes: [{ title: "Paper 4" }] });
});

test("upvotes go with papers that turn out to be one, and a member's two become one", async () => {
  await app.importRecords([
    { title: "One name", sourceKey: "doi", doi: "10.1145/one" },
    { title: "Another name", sourceKey: "id", arxivId: "2402.00001" },
  ]);
  const of = async (by: string) => (await app.query(`{ paper(by: { ${by} }) { id upvoteCount } }`)).paper;
  const [first, second] = [await of('doi: "10.1145/one"'), await of('arxivId: "2402.00001"')];
  await ada.query(UPVOTE, { id: first.id });
  await ada.query(UPVOTE, { id: second.id });
  await bo.query(UPVOTE, { id: second.id });
  await app.importRecords([{ title: "Both", sourceKey: "both", doi: "10.1145/one", arxivId: "2402.00001" }]);
  expect((await of('doi: "10.1145/one"')).upvoteCount).toBe(2);
  expect((await ada.query(UPVOTE, { id: first.id })).upvotePaper.paper.upvoteCount).toBe(2);
  expect((await bo.query(REMOVE, { id: second.id })).removePaperUpvote.paper.upvoteCount).toBe(1);
});

test("a page of papers with their upvotes costs two statements more, however many", async () => {
  const query = "query ($first: Int) { papers(first: $first) { nodes { upvoteCount viewerHasUpvoted } } }";
  for (const first of [1, 6]) expect(await app.statements(() => ada.query(query, { first }))).toHaveLength(4); // who asks, the page, and these
});
