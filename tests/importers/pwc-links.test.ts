import { readFileSync } from "node:fs";
import { emptyRecord, type PaperRecord } from "../../src/importers/importer";
import { pwcLinks } from "../../src/importers/pwc-links";
import { realFile, testOnRealInput } from "../real-data";
import { expectToBearDamage, expectToBearWrongFields, reading } from "./reading";

const link = {
  paper_url: "https://paperswithcode.com/paper/boxes-in-boxes",
  paper_title: "Boxes in Boxes",
  paper_arxiv_id: "1805.01234v3",
  paper_url_abs: "https://arxiv.org/abs/1805.01234v3",
  paper_url_pdf: "https://arxiv.org/pdf/1805.01234v3.pdf",
  repo_url: "https://github.com/Ada/Boxes/tree/master/nested",
  is_official: true,
  mentioned_in_paper: false,
  mentioned_in_github: false,
  framework: "PyTorch",
};

const papers = (records: unknown) => records as PaperRecord[];

test("reads a link whole: the paper without the version of its id, the repository without the path inside of it", async () => {
  const { records, problems, error } = await reading(pwcLinks, [link], {}, 13);
  expect([problems, error]).toEqual([[], null]);
  expect(records).toEqual([
    {
      ...emptyRecord,
      sourceKey: "boxes-in-boxes https://github.com/ada/boxes",
      ownId: "boxes-in-boxes",
      papersWithCodeId: "boxes-in-boxes",
      title: "Boxes in Boxes",
      arxivId: "1805.01234",
      landingUrl: "https://arxiv.org/abs/1805.01234v3",
      pdfUrl: "https://arxiv.org/pdf/1805.01234v3.pdf",
      repositories: [
        {
          url: "https://github.com/Ada/Boxes",
          isOfficial: true,
          framework: "pytorch",
          evidence: "STATED_BY_SOURCE",
          starCount: null,
        },
      ],
      url: "https://paperswithcode.com/paper/boxes-in-boxes",
      recordLicense: "CC-BY-SA-4.0",
    },
  ]);
});

test.each([
  ["none", null],
  ["None", null],
  ["", null],
  [null, null],
  ["tf", "tf"],
  ["jax", "jax"],
])("the framework %j is %j", async (framework, expected) => {
  const { records } = await reading(pwcLinks, [{ ...link, framework }]);
  expect(papers(records)[0]!.repositories[0]!.framework).toBe(expected);
});

test.each([
  [false, false, ["STATED_BY_SOURCE"]],
  [true, false, ["STATED_BY_SOURCE", "MENTIONED_IN_PAPER"]],
  [false, true, ["STATED_BY_SOURCE", "MENTIONED_IN_REPOSITORY"]],
  [true, true, ["STATED_BY_SOURCE", "MENTIONED_IN_PAPER", "MENTIONED_IN_REPOSITORY"]],
])("named in the paper: %j, in the repository: %j", async (mentioned_in_paper, mentioned_in_github, evidence) => {
  const { records } = await reading(pwcLinks, [{ ...link, mentioned_in_paper, mentioned_in_github, is_official: false }]);
  const { repositories } = papers(records)[0]!;
  expect(repositories.map((mention) => mention.evidence)).toEqual(evidence);
  expect(new Set(repositories.map(({ url, isOfficial }) => `${url} ${isOfficial}`))).toEqual(
    new Set(["https://github.com/Ada/Boxes false"]),
  );
});

test("hundreds of repositories of one paper are as many records", async () => {
  const links = Array.from({ length: 283 }, (_, index) => ({
    ...link,
    repo_url: `https://github.com/user${index}/boxes`,
    is_official: index === 0,
  }));
  const { records } = await reading(pwcLinks, links);
  expect(new Set(records.map(({ sourceKey }) => sourceKey)).size).toBe(283);
  expect(papers(records).filter(({ repositories }) => repositories[0]!.isOfficial)).toHaveLength(1);
});

test("ids come from the addresses where the id is absent", async () => {
  const { records } = await reading(pwcLinks, [
    { ...link, paper_arxiv_id: null, paper_url_pdf: "https://openreview.net/pdf?id=abc-DEF_1" },
  ]);
  expect(papers(records)[0]).toMatchObject({ arxivId: "1805.01234", openReviewId: "abc-DEF_1" });
});

test("a link without paper, title or repository is reported with its place", async () => {
  const broken = [
    { ...link, paper_url: null },
    { ...link, paper_title: "" },
    { ...link, paper_title: undefined },
    { ...link, repo_url: "https://example.org/code" },
  ];
  const { records, problems, error } = await reading(pwcLinks, [link, ...broken]);
  expect([records.length, error]).toEqual([1, null]);
  expect(problems.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    "2 paper_url must be a paper's page on paperswithcode.com, not null",
    "3 paper_title must be a text of at most 500 characters",
    "4 paper_title is missing",
    '5 repo_url must be a repository\'s address, not "https://example.org/code"',
  ]);
});

test("whatever stands in its fields, and however it is damaged, a dump gives records, problems or a SourceError", async () => {
  await expectToBearWrongFields(pwcLinks, [link]);
  await expectToBearDamage(pwcLinks, JSON.stringify([link, { ...link, repo_url: "https://gitlab.com/a/b" }]));
}, 60_000);

testOnRealInput("reads the two links of the real sample", async () => {
  const { records, problems, error } = await reading(
    pwcLinks,
    readFileSync(realFile("pwc/samples/links-between-papers-and-code.sample.json")),
  );
  expect([problems, error]).toEqual([[], null]);
  expect(
    papers(records).map(({ arxivId, repositories }) => [
      arxivId,
      repositories.map(({ evidence, isOfficial, framework }) => [evidence, isOfficial, framework]),
    ]),
  ).toEqual([
    [
      "1601.02063",
      [
        ["STATED_BY_SOURCE", false, null],
        ["MENTIONED_IN_REPOSITORY", false, null],
      ],
    ],
    [
      "1810.10559",
      [
        ["STATED_BY_SOURCE", true, null],
        ["MENTIONED_IN_PAPER", true, null],
      ],
    ],
  ]);
});
