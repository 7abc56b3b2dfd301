import { Scope } from "../src/community/scope";
import { newMember, type TestMember } from "./members";
import { useTestApp } from "./test-app";

const app = useTestApp({ SUBMISSIONS_PER_DAY: "10" });
let ada: TestMember;
let curator: TestMember;
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  await app.importRecords([
    { title: "Known by arXiv", arxivId: "2401.00001" },
    { title: "Known by its title alone", sourceKey: "a", ownId: "a" },
    { title: "One name of two", sourceKey: "b", ownId: "b" },
    { title: "One name of two", sourceKey: "c", ownId: "c" },
  ]);
  [ada, curator] = [await newMember(app, "Ada"), await newMember(app, "Curator", [Scope.CURATE])];
});
beforeEach(() => app.db.query("truncate audit_entry"));

const SUBMIT = `mutation ($input: SubmitPaperInput!) { submitPaper(input: $input) {
  paper { id title abstract topics { slug } repositories { url } upvoteCount featuredOn } isDuplicate status userErrors { message path code } } }`;
const ACCEPT =
  "mutation ($id: ID!) { acceptSubmission(input: { paperId: $id }) { paper { id title topics { slug } repositories { url } featuredOn sources { name } } userErrors { path code } } }";
const REJECT =
  "mutation ($id: ID!, $reason: String!) { rejectSubmission(input: { paperId: $id, reason: $reason }) { paper { title } userErrors { path code } } }";
const LIST = "query ($date: Date) { dailyList(date: $date) { papers { edges { position submittedBy node { title } } } } }";
const submit = async (member: TestMember, input: object) => (await member.query(SUBMIT, { input })).submitPaper;
const listOf = async (date = today) => ((await app.query(LIST, { date })).dailyList?.papers.edges ?? []) as any[];
const isFound = async (title: string) =>
  (await app.query("query ($text: String) { papers(filter: { text: $text }) { totalCount } }", { text: `"${title}"` })).papers
    .totalCount > 0;

const fresh = (title: string) => ({
  title,
  abstract: "We compare object detection with a graph neural network. Code: https://github.com/kit/compared.",
});

test("a paper that is known goes on today's list at once, and the answer says which it is", async () => {
  const answer = await submit(ada, { ref: "https://arxiv.org/pdf/2401.00001v3" });
  expect(answer).toMatchObject({
    paper: { title: "Known by arXiv", featuredOn: today },
    isDuplicate: true,
    status: "ACCEPTED",
    userErrors: [],
  });
  const byTitle = await submit(ada, { title: "KNOWN by its title, alone!", abstract: "Another abstract." });
  expect(byTitle).toMatchObject({ paper: { title: "Known by its title alone", abstract: null }, isDuplicate: true });
  expect(await listOf()).toMatchObject([
    { position: 1, submittedBy: "Ada", node: { title: "Known by arXiv" } },
    { position: 2, submittedBy: "Ada", node: { title: "Known by its title alone" } },
  ]);
});

test("a new paper waits for a curator, seen by its member and curators alone, and keeps its id", async () => {
  const { paper, isDuplicate, status } = await submit(ada, {
    ...fresh("A wholly new thing"),
    topics: ["object-detection"],
    repositoryUrl: "https://github.com/kit/own/tree/main",
  });
  expect([isDuplicate, status, paper.title, paper.topics, paper.upvoteCount]).toEqual([
    false,
    "PENDING",
    "A wholly new thing",
    [],
    0,
  ]);
  expect(await isFound("wholly new thing")).toBe(false);
  const SEEN = "{ submissions(status: PENDING) { totalCount nodes { status submittedBy paper { id title } } } }";
  for (const member of [ada, curator])
    expect((await member.query(SEEN)).submissions).toEqual({
      totalCount: 1,
      nodes: [{ status: "PENDING", submittedBy: "Ada", paper: { id: paper.id, title: paper.title } }],
    });
  expect((await (await newMember(app, "Stranger")).query(SEEN)).submissions.totalCount).toBe(0);
  expect((await app.query(SEEN)).submissions.totalCount).toBe(0);

  expect((await ada.query(ACCEPT, { id: paper.id })).acceptSubmission.userErrors).toEqual([{ code: "FORBIDDEN", path: [] }]);
  const { acceptSubmission } = await curator.query(ACCEPT, { id: paper.id });
  expect(acceptSubmission).toMatchObject({
    userErrors: [],
    paper: { id: paper.id, title: paper.title, featuredOn: today, sources: [{ name: "members" }] },
  });
  expect(acceptSubmission.paper.topics.map(({ slug }: any) => slug)).toEqual(
    expect.arrayContaining(["object-detection", "graph-neural-networks"]),
  );
  expect(acceptSubmission.paper.repositories.map(({ url }: any) => url).sort()).toEqual([
    "https://github.com/kit/compared",
    "https://github.com/kit/own",
  ]);
  expect(await isFound("wholly new thing")).toBe(true);
  expect((await listOf()).at(-1)).toMatchObject({ submittedBy: "Ada", node: { title: paper.title } });
  expect((await curator.query(ACCEPT, { id: paper.id })).acceptSubmission).toEqual({
    paper: null,
    userErrors: [{ code: "DUPLICATE", path: ["input", "paperId"] }],
  });
  const deeds = await app.db.query(
    "select m.name, a.action from audit_entry a join member m on m.row_id = a.member order by a.row_id",
  );
  expect(deeds).toEqual([
    { name: "Ada", action: "SUBMIT" },
    { name: "Curator", action: "ACCEPT" },
  ]);
});

test("an id that is not known yet comes with title and abstract, and names the paper from then on", async () => {
  const refused = await submit(ada, { ref: "arXiv:2405.00042" });
  expect(refused).toMatchObject({ paper: null, status: null, userErrors: [{ code: "NOT_FOUND", path: ["input", "ref"] }] });
  const { paper, status } = await submit(curator, { ref: "arXiv:2405.00042", ...fresh("By a curator") });
  expect(status).toBe("ACCEPTED");
  expect((await app.query(`{ paper(by: { arxivId: "2405.00042" }) { id } }`)).paper).toEqual({ id: paper.id });
  await app.importRecords([{ title: "By a curator, as arXiv has it", arxivId: "2405.00042" }], "arxiv");
  expect((await app.query("query ($id: ID!) { paper(by: { id: $id }) { title featuredOn } }", { id: paper.id })).paper).toEqual({
    title: "By a curator, as arXiv has it",
    featuredOn: today,
  });
});

test("a submission whose paper was imported meanwhile becomes that paper, and its id leads there", async () => {
  const { paper } = await submit(ada, { ref: "2406.00007", ...fresh("Twice told") });
  await app.importRecords([{ title: "Told by arXiv", arxivId: "2406.00007" }], "arxiv");
  const { acceptSubmission } = await curator.query(ACCEPT, { id: paper.id });
  expect(acceptSubmission.paper.title).toBe("Told by arXiv");
  expect((await app.query("query ($id: ID!) { paper(by: { id: $id }) { arxivId } }", { id: paper.id })).paper).toEqual({
    arxivId: "2406.00007",
  });
});

test("a curator rejects with a reason, which the member finds", async () => {
  const { paper } = await submit(ada, fresh("Not a paper at all"));
  expect((await curator.query(REJECT, { id: paper.id, reason: "An advertisement" })).rejectSubmission).toEqual({
    paper: { title: "Not a paper at all" },
    userErrors: [],
  });
  const { submissions } = await ada.query("{ submissions(status: REJECTED) { nodes { reason decidedAt paper { title } } } }");
  expect(submissions.nodes).toEqual([
    { reason: "An advertisement", decidedAt: expect.any(String), paper: { title: "Not a paper at all" } },
  ]);
  expect(await isFound("Not a paper at all")).toBe(false);
});

test("two papers of one name are none that is submitted again: the new one is a third", async () => {
  const { isDuplicate, status } = await submit(curator, { title: "One name of two", abstract: "A third." });
  expect([isDuplicate, status]).toEqual([false, "ACCEPTED"]);
  expect((await app.query(`{ papers(filter: { text: "\\"one name of two\\"" }) { totalCount } }`)).papers.totalCount).toBe(3);
});

test.each([
  ["nothing", {}, "INVALID", "input"],
  ["a title alone", { title: "Only a title" }, "INVALID", "input"],
  ["a blank title", { title: " ", abstract: "Something." }, "INVALID", "input.title"],
  ["what is no reference", { ref: "!!", ...fresh("X") }, "INVALID", "input.ref"],
  ["a repository as a paper", { ref: "https://github.com/kit/nowhere" }, "INVALID", "input.ref"],
  ["what is no repository", { ...fresh("X"), repositoryUrl: "https://example.org/x" }, "INVALID", "input.repositoryUrl"],
  ["an unknown topic", { ...fresh("X"), topics: ["object-detection", "nope"] }, "NOT_FOUND", "input.topics.1"],
  ["a day that is over", { ref: "2401.00001", day: "2024-01-01" }, "FORBIDDEN", "input.day"],
  ["a day to come", { ref: "2401.00001", day: "2999-01-01" }, "INVALID", "input.day"],
])("a submission of %s is refused by field", async (_what, input, code, path) => {
  expect(await submit(ada, input)).toMatchObject({ paper: null, status: null, userErrors: [{ code, path: path.split(".") }] });
});

test("a curator puts a paper on the list of a day that is over", async () => {
  expect(await submit(curator, { ref: "2401.00001", day: "2024-02-03" })).toMatchObject({ status: "ACCEPTED", userErrors: [] });
  expect(await listOf("2024-02-03")).toMatchObject([{ position: 1, submittedBy: "Curator" }]);
});

test("a member submits at most so often a day, and nobody without a key", async () => {
  const bo = await newMember(app, "Bo");
  for (let time = 0; time < 10; time++) expect((await submit(bo, { ref: "2401.00001" })).userErrors).toEqual([]);
  expect((await submit(bo, { ref: "2401.00001" })).userErrors).toMatchObject([{ code: "LIMIT_REACHED" }]);
  expect((await app.query(SUBMIT, { input: { ref: "2401.00001" } })).submitPaper.userErrors).toMatchObject([
    { code: "FORBIDDEN" },
  ]);
});
