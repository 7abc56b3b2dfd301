import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { pwcMethods } from "../src/importers/pwc-methods";
import { upsertBatch } from "../src/importers/upsert";
import { importFile, testTagger } from "./import-file";
import { realFile, testOnRealInput } from "./real-data";
import { useTestApp } from "./test-app";

const app = useTestApp({ RESOLVE_MAX: "30" });

const QUERY = `query ($refs: [String!]!) {
  resolve(refs: $refs) {
    __typename
    ref
    ... on Resolved { canonicalUrl redirected node { ...Node } }
    ... on Ambiguous { candidates { ...Node } }
    ... on Unresolved { reason }
  }
}
fragment Node on ResolvedNode {
  __typename
  ... on Paper { title }
  ... on Repository { url }
  ... on Topic { slug }
}`;

const resolve = async (...refs: string[]): Promise<any[]> => (await app.query(QUERY, { refs })).resolve;

/** In one line: what each reference leads to. */
const leadsTo = async (...refs: string[]) =>
  (await resolve(...refs)).map(({ node, candidates, reason }) => {
    const names = [node, ...(candidates ?? [])].filter(Boolean).map((one) => one.title ?? one.url ?? one.slug);
    return reason ?? names.join(" | ");
  });

const execute = (sql: string) => app.db.query(`/* test */ ${sql}`);

beforeAll(async () => {
  await app.importRecords([
    {
      title: "On arXiv",
      arxivId: "2312.00752",
      doi: "10.1234/Mixed?case#1".toLowerCase(),
      repositories: [{ url: "https://github.com/Kit/One" }],
    },
    { title: "Of old", arxivId: "hep-th/9901001" },
    { title: "By DOI", doi: "10.1145/3292500.3330701" },
    { title: "In review", openReviewId: "rJl-b3RcF7" },
    {
      title: "With code",
      papersWithCodeId: "with-code",
      labels: [{ scheme: "PAPERS_WITH_CODE_TASK", label: "Node Wobbling", confidence: 1 }],
    },
    { title: "By title alone" },
    { title: "First claim", arxivId: "2401.00001", doi: "10.1000/contested" },
    { title: "Second claim", arxivId: "2401.00002", doi: "10.1000/contested" },
  ]);
  const topic = { kind: "topic" as const, aliases: [], recordLicense: null };
  await upsertBatch(
    app.db,
    "papers-with-code-methods",
    [
      {
        ...topic,
        sourceKey: "method wob-1",
        scheme: "PAPERS_WITH_CODE_METHOD",
        name: "Wobbly Pooling",
        parents: ["Node Wobbling"],
      },
    ],
    testTagger(),
  );
  await execute(
    `insert into repository_alias (url_key, repository) select 'https://github.com/kit/former', row_id from repository where url = 'https://github.com/Kit/One'`,
  );
});

test("a reference of each family leads to its node", async () => {
  expect(
    await leadsTo(
      "https://arxiv.org/pdf/2312.00752v2",
      "hep-th/9901001",
      "https://huggingface.co/papers/2312.00752",
      "https://doi.org/10.1145/3292500.3330701",
      "https://openreview.net/pdf?id=rJl-b3RcF7",
      "https://paperswithcode.com/paper/with-code",
      "https://github.com/kit/one/tree/main",
      "https://paperswithcode.com/task/node-wobbling",
      "https://paperswithcode.com/sota/node-wobbling-on-karate-club",
      "https://paperswithcode.com/method/wob-1",
      "https://paperswithcode.com/area/computer-vision",
    ),
  ).toEqual([
    ...["On arXiv", "Of old", "On arXiv", "By DOI", "In review", "With code", "https://github.com/Kit/One"],
    ...["node-wobbling", "node-wobbling", "wobbly-pooling", "computer-vision"],
  ]);
});

test("a page that a source names as a paper's own leads to it, however its address is written", async () => {
  const pages = {
    landingUrl: "http://openaccess.example.org/content/CVPR_2019/Looms_paper.html",
    pdfUrl: "https://www.example.org/papers/looms.pdf",
    links: [{ kind: "OTHER" as const, url: "https://proceedings.example.org/v97/looms19a.html#top" }],
  };
  await app.importRecords([{ title: "At a publisher", ...pages }], "tables");
  await app.importRecords(
    [{ title: "At two publishers", arxivId: "2405.00001", landingUrl: "https://a.example.org/1" }],
    "arxiv",
  );
  await app.importRecords(
    [{ title: "At two publishers", arxivId: "2405.00001", landingUrl: "https://b.example.org/doi/10.1234/99" }],
    "tables",
  );
  await app.importRecords(
    [1, 2].map((place) => ({
      title: `Of one project ${place}`,
      links: [{ kind: "PROJECT", url: "https://project.example.org" }],
    })),
  );
  expect(
    await leadsTo(
      "http://openaccess.example.org/content/CVPR_2019/Looms_paper.html",
      "https://www.openaccess.example.org/content/cvpr_2019/looms_paper.html/",
      "openaccess.example.org/content/CVPR_2019/Looms_paper.html#abstract",
      "(https://example.org/papers/looms.pdf).",
      "https://web.archive.org/web/2020/http://www.example.org/papers/looms.pdf",
      "https://proceedings.example.org/v97/looms19a.html#top",
      "https://proceedings.example.org/v97/looms19a.html",
      "https://a.example.org/1",
      "https://b.example.org/doi/10.1234/99",
      "https://project.example.org/",
      "https://openaccess.example.org/content/CVPR_2019",
    ),
  ).toEqual([
    ...Array.from({ length: 6 }, () => "At a publisher"),
    ...["UNKNOWN_FAMILY", "At two publishers", "At two publishers", "Of one project 1 | Of one project 2", "UNKNOWN_FAMILY"],
  ]);
  const [{ redirected, canonicalUrl }] = await resolve("https://b.example.org/doi/10.1234/99");
  expect([redirected, canonicalUrl]).toEqual([true, "https://arxiv.org/abs/2405.00001"]);
  const { paper } = await app.query(`{ paper(by: { url: "https://a.example.org/1" }) { title } }`);
  expect(paper.title).toBe("At two publishers");
});

test.each(["openreview:rJl-b3RcF7", "OpenReview: rJl-b3RcF7", "openreview:https://openreview.net/forum?id=rJl-b3RcF7"])(
  "%s leads to the paper",
  async (ref) => {
    expect(await leadsTo(ref, "openreview:no id", "openreview:unheardOf")).toEqual(["In review", "MALFORMED", "NOT_FOUND"]);
  },
);

test("answers stand in the order asked, each with its reference as it was asked", async () => {
  const refs = ["10.1145/3292500.3330701", "nothing at all", " 2312.00752 ", "10.1145/3292500.3330701"];
  expect((await resolve(...refs)).map(({ ref }) => ref)).toEqual(refs);
  expect(await leadsTo(...refs)).toEqual(["By DOI", "MALFORMED", "On arXiv", "By DOI"]);
  expect(await resolve()).toEqual([]);
});

test("what leads nowhere is an answer that says why", async () => {
  expect(await resolve("what?", "https://example.org/x", "2312.99999", "https://github.com/kit/none")).toEqual([
    { __typename: "Unresolved", ref: "what?", reason: "MALFORMED" },
    { __typename: "Unresolved", ref: "https://example.org/x", reason: "UNKNOWN_FAMILY" },
    { __typename: "Unresolved", ref: "2312.99999", reason: "NOT_FOUND" },
    { __typename: "Unresolved", ref: "https://github.com/kit/none", reason: "NOT_FOUND" },
  ]);
  expect(
    await leadsTo(
      "https://paperswithcode.com/task/unheard-of",
      "https://paperswithcode.com/paper/unheard-of",
      "10.1000/unheard-of",
    ),
  ).toEqual(["NOT_FOUND", "NOT_FOUND", "NOT_FOUND"]);
});

test("punctuation of a sentence after an id does no harm, and what belongs to an id stays", async () => {
  await app.importRecords([{ title: "With a full stop", doi: "10.1000/stop." }]);
  expect(
    await leadsTo(
      "10.1145/3292500.3330701,",
      "(https://doi.org/10.1145/3292500.3330701).",
      "https://doi.org/10.48550/arXiv.2312.00752.",
      "https://paperswithcode.com/paper/with-code.",
      "https://paperswithcode.com/method/wob-1)",
      "10.1000/stop.",
      "10.1000/stop",
    ),
  ).toEqual(["By DOI", "By DOI", "On arXiv", "With code", "wobbly-pooling", "With a full stop", "NOT_FOUND"]);
});

test("an id that sources give to several papers is ambiguous, and names them", async () => {
  expect(await resolve("https://doi.org/10.1000/contested")).toEqual([
    {
      __typename: "Ambiguous",
      ref: "https://doi.org/10.1000/contested",
      candidates: [
        { __typename: "Paper", title: "First claim" },
        { __typename: "Paper", title: "Second claim" },
      ],
    },
  ]);
});

test("at most ten candidates of an ambiguous id are named", async () => {
  await app.importRecords(
    Array.from({ length: 12 }, (_, index) => ({
      title: `Claim ${index}`,
      arxivId: `2402.${10_000 + index}`,
      doi: "10.1000/dozen",
    })),
  );
  const [{ candidates }] = await resolve("10.1000/dozen");
  expect(candidates).toHaveLength(10);
});

test("of a slug and an alias of two topics the page's kind decides, else both are named", async () => {
  await execute(
    `with other as (
       insert into topic (slug, name, name_key, kind) values ('split-name', 'Split One', 'split one', 'TASK'), ('other-name', 'Split Two', 'split two', 'METHOD') returning row_id, slug
     ) insert into topic_alias (alias_key, topic, alias) select 'split name', row_id, 'Split Name' from other where slug = 'other-name'`,
  );
  await app.importRecords([{ title: "Something changed" }]);
  await new Promise((resolve) => setTimeout(resolve, 1_100)); // topics are read again once a second
  expect(
    await leadsTo(
      "https://paperswithcode.com/task/split-name",
      "https://paperswithcode.com/method/split-name",
      "https://paperswithcode.com/area/split-name",
    ),
  ).toEqual(["split-name", "other-name", "split-name | other-name"]);
});

test("a former address of a repository leads to the renamed one, and says so", async () => {
  const [former, present] = await resolve("https://github.com/kit/former", "https://github.com/kit/one");
  expect(former).toMatchObject({ canonicalUrl: "https://github.com/Kit/One", redirected: true });
  expect(present).toMatchObject({ canonicalUrl: "https://github.com/Kit/One", redirected: false });
  const { repository } = await app.query(`{ repository(by: { url: "https://github.com/Kit/Former/issues" }) { url } }`);
  expect(repository.url).toBe("https://github.com/Kit/One");
});

test.each([
  ["2312.00752", false],
  ["arXiv:2312.00752", false],
  ["https://arxiv.org/abs/2312.00752", false],
  ["https://arxiv.org/abs/2312.00752v3", true],
  ["https://arxiv.org/pdf/2312.00752", true],
  ["http://www.arxiv.org/abs/2312.00752/", false],
  [" https://arxiv.org/abs/2312.00752.", false],
  ["github.com/Kit/One", false],
  ["https://huggingface.co/papers/2312.00752", true],
  ["10.1234/mixed?case#1", false],
  ["doi:10.1234/MIXED?CASE#1", false],
  ["https://doi.org/10.1234/mixed%3Fcase%231", false],
  ["https://openreview.net/forum?id=rJl-b3RcF7", false],
  ["openreview:rJl-b3RcF7", false],
  ["https://openreview.net/pdf?id=rJl-b3RcF7", true],
  ["https://paperswithcode.com/paper/with-code", true],
  ["https://paperswithcode.com/task/node-wobbling", true],
  ["https://github.com/kit/one.git", true],
])("whether %s is what its node is called now: redirected is %s", async (ref, redirected) => {
  expect((await resolve(ref))[0]).toMatchObject({ __typename: "Resolved", redirected });
});

test("the canonical address of every paper and repository leads back to it", async () => {
  const { papers, repositories } = await app.query(
    `{ papers(first: 30) { nodes { id identifiers { url value } } } repositories { nodes { id url } } }`,
  );
  const ids = [...papers.nodes, ...repositories.nodes].map(({ id }) => id);
  const answers = await resolve(...ids);
  expect(answers.every(({ redirected }) => redirected === false)).toBe(true);
  const urls = answers.flatMap(({ canonicalUrl }) => canonicalUrl ?? []);
  expect(urls.length).toBeGreaterThan(15);
  for (const [index, again] of (await resolve(...urls)).entries()) {
    if (again.__typename === "Ambiguous") continue;
    expect(again).toMatchObject({ canonicalUrl: urls[index], redirected: false });
  }
});

test("a paper of which only the title or a page that is gone is known has no canonical address", async () => {
  const { paper } = await app.query(`{ paper(by: { slug: "by-title-alone" }) { id } }`);
  const [titled, coded] = await resolve(paper.id, "https://paperswithcode.com/paper/with-code");
  expect([titled, coded]).toMatchObject([
    { canonicalUrl: null, redirected: false },
    { canonicalUrl: null, redirected: true },
  ]);
});

test("ids of this service lead to papers, repositories and topics, and not to other nodes", async () => {
  const { paper, topic } = await app.query(
    `{ paper(by: { arxivId: "2312.00752" }) { id repositories { id } repositoryLinks { nodes { id } } } topic(by: { slug: "computer-vision" }) { id } }`,
  );
  expect(await leadsTo(paper.id, paper.repositories[0].id, topic.id, paper.repositoryLinks.nodes[0].id)).toEqual([
    ...["On arXiv", "https://github.com/Kit/One", "computer-vision", "UNKNOWN_FAMILY"],
  ]);
});

test("a second DOI and a second page of a paper lead to it as well", async () => {
  await app.importRecords(
    [{ title: "On arXiv", arxivId: "2312.00752", doi: "10.1234/other", papersWithCodeId: "on-arxiv-2" }],
    "another",
  );
  const answers = await resolve("10.1234/mixed?case#1", "10.1234/other", "https://paperswithcode.com/paper/on-arxiv-2");
  expect(answers.map(({ node }) => node.title)).toEqual(["On arXiv", "On arXiv", "On arXiv"]);
  expect(answers.filter(({ redirected }) => redirected)).toHaveLength(2);
});

test("paper(by: { url }) understands what resolve does", async () => {
  const titleAt = async (url: string) =>
    (await app.query(`query ($url: String!) { paper(by: { url: $url }) { title } }`, { url })).paper?.title ?? null;
  expect(await titleAt("https://arxiv.org/pdf/2312.00752v2")).toBe("On arXiv");
  expect(await titleAt("https://paperswithcode.com/paper/with-code")).toBe("With code");
  expect(await titleAt("https://arxiv.org/abs/2312.99999")).toBeNull();
  expect(await titleAt("https://example.org/")).toBeNull();
  expect(await titleAt("https://github.com/kit/one")).toBeNull();
  for (const [url, message] of [
    ["what?", `by.url must be an id or address of a paper, not "what?"`],
    ["10.1000/contested", "by.url must lead to one paper, not to several: `resolve` names them"],
  ]) {
    const { errors } = await app.send(`query ($url: String!) { paper(by: { url: $url }) { title } }`, { url });
    expect(errors).toMatchObject([{ message, extensions: { code: "BAD_USER_INPUT", argument: "by.url" } }]);
  }
});

test("more references than one look-up takes are an error", async () => {
  const { errors } = await app.send(QUERY, { refs: Array(31).fill("2312.00752") });
  expect(errors).toMatchObject([
    { message: "refs must be at most 30, not 31", extensions: { code: "BAD_USER_INPUT", argument: "refs" } },
  ]);
});

test("all references of a family take one statement, topics two", async () => {
  const count = async (...refs: string[]) => (await app.statements(() => resolve(...refs))).length;
  expect(await count("2312.00752", "https://arxiv.org/abs/hep-th/9901001", "2401.00001v2", "2401.00002")).toBe(1);
  expect(await count("10.1145/3292500.3330701", "10.1000/contested", "10.1000/none")).toBe(1);
  expect(await count("https://openreview.net/forum?id=rJl-b3RcF7", "https://openreview.net/forum?id=none-here")).toBe(1);
  expect(await count("https://paperswithcode.com/paper/with-code", "https://paperswithcode.com/paper/none")).toBe(1);
  expect(await count("https://github.com/kit/one", "https://github.com/kit/former", "https://github.com/kit/none")).toBe(1);
  expect(
    await count(
      ...["task/node-wobbling", "method/wob-1", "area/computer-vision", "sota/a-on-b"].map(
        (path) => `https://paperswithcode.com/${path}`,
      ),
    ),
  ).toBe(2);
  expect(await count("what?", "isbn:9780262046305")).toBe(0);
  expect(await count("https://example.org/", "(https://example.org/one#part).", "https://example.org/two")).toBe(1);
});

testOnRealInput("every page on a method of the former Papers with Code leads to one topic", async () => {
  const file = realFile("pwc/methods-2022.json.gz");
  await importFile(app.db, pwcMethods, file);
  const urls = JSON.parse(gunzipSync(readFileSync(file)).toString()).map(({ url }: { url: string }) => url);
  const types = new Set<string>();
  for (let start = 0; start < urls.length; start += 30)
    for (const { __typename, node } of await resolve(...urls.slice(start, start + 30)))
      types.add(`${__typename} ${node?.__typename}`);
  expect([...types]).toEqual(["Resolved Topic"]);
});

test("the relations of what is resolved are asked for once, however many there are", async () => {
  const ask = (...refs: string[]) =>
    app.statements(() =>
      app.query(
        `query ($refs: [String!]!) { resolve(refs: $refs) { ... on Resolved { node { ... on Paper { previousIds links { url } authors { name } } ... on Repository { paperLinks { totalCount } } } } } }`,
        { refs },
      ),
    );
  const few = await ask("2312.00752", "https://github.com/kit/one");
  expect(await ask("2312.00752", "hep-th/9901001", "2401.00001", "2401.00002", "https://github.com/kit/one")).toHaveLength(
    few.length,
  );
});
