import { useTestApp } from "./test-app";

const app = useTestApp();

const CATEGORIES = [
  "cs.CV",
  "cs.LG",
  "cs.CL",
  "cs.AI",
  "cs.RO",
  "cs.NE",
  "cs.IR",
  "cs.SE",
  "cs.DC",
  "cs.CR",
  "cs.HC",
  "cs.SD",
  "cs.MM",
  "cs.GR",
  "cs.DB",
];

beforeAll(async () => {
  await app.importRecords([
    {
      arxivId: "2401.00001",
      title: "Much of everything",
      categories: CATEGORIES,
      authors: Array.from({ length: 60 }, (_, index) => `Author ${String.fromCharCode(65 + (index % 26))} Number${index}`),
      repositories: Array.from({ length: 14 }, (_, index) => ({
        url: `https://github.com/kit/${(index * 5) % 14}`,
        isOfficial: index % 4 === 0,
        framework: null,
      })),
    },
  ]);
  await app.db.query("update repository set star_count = case when row_id % 3 > 0 then row_id % 2 end");
});

const ask = async (selection: string) => (await app.query(`{ paper(by: { arxivId: "2401.00001" }) { ${selection} } }`)).paper;

test("the repositories of a paper are the first ten of its links, in their order", async () => {
  const { repositories, repositoryLinks } = await ask(
    "repositories { url } repositoryLinks(first: 20) { totalCount nodes { repository { url } } }",
  );
  expect(repositoryLinks.totalCount).toBe(14);
  expect(repositories).toEqual(repositoryLinks.nodes.slice(0, 10).map(({ repository }: any) => repository));
});

test("the topics of a paper are the first twelve of its topic links, in their order", async () => {
  const { topics, topicLinks } = await ask("topics { slug } topicLinks { topic { slug } confidence }");
  expect(topicLinks).toHaveLength(CATEGORIES.length);
  expect(topics).toEqual(topicLinks.slice(0, 12).map(({ topic }: any) => topic));
});

test("the first fifty authors are shown in the order of the paper, and all are counted", async () => {
  const { authors, authorCount } = await ask("authors { position name author { name } } authorCount");
  expect(authorCount).toBe(60);
  expect(authors.map(({ position }: any) => position)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(authors[49]).toEqual({ position: 50, name: "Author X Number49", author: { name: "Author X Number49" } });
});

test("each source of a paper is named once, with the newest that any of its records says", async () => {
  const title = "Told of often";
  const record = { title, arxivId: "2401.00002", recordLicense: "CC0-1.0" };
  await app.importRecords([{ ...record, sourceKey: "b", url: "https://example.org/b" }], "tables");
  await app.importRecords([{ ...record, sourceKey: "a" }], "tables");
  await app.importRecords([{ ...record, sourceKey: "c", url: "https://example.org/c", recordLicense: null }], "tables");
  await app.importRecords([record], "arxiv");
  const [{ newest }] = await app.db.query("select max(fetched_at) as newest from paper_source where source = 'tables'");
  const { paper } = await app.query(`{ paper(by: { arxivId: "2401.00002" }) { sources { name url license fetchedAt } } }`);
  expect(paper.sources).toEqual([
    { name: "arxiv", url: null, license: "CC0-1.0", fetchedAt: expect.any(String) },
    { name: "tables", url: "https://example.org/c", license: "CC0-1.0", fetchedAt: newest.toISOString() },
  ]);
});

test("a paper on arXiv is to be read there when no source says where", async () => {
  const read = async (arxivId: string) =>
    (await app.query(`query ($arxivId: String!) { paper(by: { arxivId: $arxivId }) { landingUrl pdfUrl } }`, { arxivId })).paper;
  const landingUrl = "https://example.org/table";
  await app.importRecords([{ title: "Row of a table", arxivId: "2401.00003", landingUrl }], "tables");
  expect(await read("2401.00003")).toEqual({ landingUrl, pdfUrl: "https://arxiv.org/pdf/2401.00003" });
  await app.importRecords([{ title: "Nothing but an id", arxivId: "hep-th/9901002" }]);
  expect(await read("hep-th/9901002")).toEqual({
    landingUrl: "https://arxiv.org/abs/hep-th/9901002",
    pdfUrl: "https://arxiv.org/pdf/hep-th/9901002",
  });
});
