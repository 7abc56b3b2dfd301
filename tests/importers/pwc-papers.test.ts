import { readFileSync } from "node:fs";
import { emptyRecord, type PaperRecord } from "../../src/importers/importer";
import { pwcPapers } from "../../src/importers/pwc-papers";
import { realFile, testOnRealInput } from "../real-data";
import { expectToBearDamage, expectToBearWrongFields, reading } from "./reading";

const entry = {
  paper_url: "https://paperswithcode.com/paper/boxes-in-boxes",
  arxiv_id: "1805.01234",
  nips_id: null,
  openreview_id: "B0xes-in_B0x",
  title: "Boxes in\nBoxes",
  abstract: "We put boxes\ninto 90\\% of boxes.",
  short_abstract: null,
  url_abs: "http://arxiv.org/abs/1805.01234v4",
  url_pdf: "http://arxiv.org/pdf/1805.01234v4.pdf",
  proceeding: "NeurIPS 2018 12",
  authors: ["Ada Lovelace", 'Kurt G\\"odel'],
  tasks: ["Packing", "3D Packing", "Packing"],
  date: "2018-05-27",
  conference_url_abs: "https://doi.org/10.1000/Boxes.1",
  conference_url_pdf: "https://papers.example.org/boxes.pdf",
  conference: "boxes-in-boxes-1",
  reproduces_paper: null,
  methods: [
    { name: "Box", full_name: "A Box", introduced_year: 2000, main_collection: { name: "Containers", area: "General" } },
    { name: "How do I call Nimbus Air +1-855-555-0134?", full_name: "Nimbus", main_collection: null },
  ],
};

const papers = (records: unknown) => records as PaperRecord[];

test("reads a paper whole: exact fields, tasks and methods as labels, and its ids from all addresses", async () => {
  for (const chunkSize of [1, 11, 10_000]) {
    const { records, problems, error } = await reading(pwcPapers, [entry], {}, chunkSize);
    expect([problems, error]).toEqual([[], null]);
    expect(records).toEqual([
      {
        ...emptyRecord,
        sourceKey: "boxes-in-boxes",
        ownId: "boxes-in-boxes",
        papersWithCodeId: "boxes-in-boxes",
        title: "Boxes in Boxes",
        abstract: "We put boxes into 90% of boxes.",
        arxivId: "1805.01234",
        doi: "10.1000/boxes.1",
        openReviewId: "B0xes-in_B0x",
        publishedOn: "2018-05-27",
        venue: "NeurIPS 2018",
        landingUrl: "http://arxiv.org/abs/1805.01234v4",
        pdfUrl: "http://arxiv.org/pdf/1805.01234v4.pdf",
        links: [{ kind: "OTHER", url: "https://doi.org/10.1000/Boxes.1" }],
        authors: ["Ada Lovelace", "Kurt Gödel"],
        labels: [
          { scheme: "PAPERS_WITH_CODE_TASK", label: "Packing", confidence: 0.9 },
          { scheme: "PAPERS_WITH_CODE_TASK", label: "3D Packing", confidence: 0.9 },
          { scheme: "PAPERS_WITH_CODE_METHOD", label: "Box", confidence: 0.9 },
        ],
        url: "https://paperswithcode.com/paper/boxes-in-boxes",
        recordLicense: "CC-BY-SA-4.0",
      },
    ]);
  }
});

test("a paper of which only its page and title are known is read", async () => {
  const bare = { paper_url: "https://paperswithcode.com/paper/bare", title: "Bare", arxiv_id: null, authors: null, tasks: null };
  const { records } = await reading(pwcPapers, [bare]);
  expect(records).toEqual([
    {
      ...emptyRecord,
      sourceKey: "bare",
      ownId: "bare",
      papersWithCodeId: "bare",
      title: "Bare",
      url: "https://paperswithcode.com/paper/bare",
      recordLicense: "CC-BY-SA-4.0",
    },
  ]);
});

test("the ids come from the addresses where the fields have none, and the short abstract where there is no other", async () => {
  const change = {
    arxiv_id: null,
    openreview_id: null,
    url_pdf: "https://openreview.net/pdf?id=abc-DEF_1",
    abstract: "",
    short_abstract: "Boxes.",
  };
  const { records } = await reading(pwcPapers, [{ ...entry, ...change }]);
  expect(papers(records)[0]).toMatchObject({ arxivId: "1805.01234", openReviewId: "abc-DEF_1", abstract: "Boxes." });
});

test.each([
  ["NeurIPS 2018 12", "NeurIPS 2018"],
  ["ICLR 2020 1", "ICLR 2020"],
  ["ACL 2019 7", "ACL 2019"],
  ["CVPR 2021", "CVPR 2021"],
  ["SEMEVAL", "SEMEVAL"],
  ["Workshop 13", "Workshop 13"],
  ["", null],
  [null, null],
])("the proceeding %j is the venue %j", async (proceeding, venue) => {
  const { records } = await reading(pwcPapers, [{ ...entry, proceeding }]);
  expect(papers(records)[0]!.venue).toBe(venue);
});

test("what is no paper is reported with its place, and what was whole before the end of a cut dump is read", async () => {
  const source = JSON.stringify([entry, { ...entry, paper_url: "https://example.org/x" }, { ...entry, title: null }, 7, entry]);
  const { records, problems, error } = await reading(pwcPapers, source.slice(0, -20));
  expect(records).toHaveLength(1);
  expect(problems.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    '2 paper_url must be a paper\'s page on paperswithcode.com, not "https://example.org/x"',
    "3 title must be a text of at most 500 characters",
    "4 must be a JSON object, not 7",
  ]);
  expect(error?.message).toBe('entry 5: expected "," or "]" after an item, found the end');
});

test("a record longer than the limit ends the reading", async () => {
  const { records, error } = await reading(pwcPapers, [entry, { ...entry, abstract: "x".repeat(9_000) }], {
    maxLineBytes: 5_000,
  });
  expect([records.length, error?.message]).toEqual([1, "entry 2: must be at most 5000 bytes long"]);
});

test("another dump is refused", async () => {
  expect((await reading(pwcPapers, { papers: [entry] })).error?.message).toMatch(/expected a JSON array, found "{/);
  expect((await reading(pwcPapers, [{ name: "Box", url: "https://paperswithcode.com/method/box" }])).error?.message).toMatch(
    /paper_url must be/,
  );
});

test("whatever stands in its fields, and however it is damaged, a dump gives records, problems or a SourceError", async () => {
  await expectToBearWrongFields(pwcPapers, [entry]);
  await expectToBearDamage(pwcPapers, JSON.stringify([entry, { ...entry, title: "Other" }]));
}, 60_000);

testOnRealInput("reads the one paper of the real sample", async () => {
  const { records, problems, error } = await reading(
    pwcPapers,
    readFileSync(realFile("pwc/samples/papers-with-abstracts.sample.json")),
  );
  expect([records.length, problems, error]).toEqual([1, [], null]);
  const { arxivId, venue, authors, labels, publishedOn } = papers(records)[0]!;
  expect({ arxivId, venue, authors: authors.length, labels: labels.length, publishedOn }).toEqual({
    arxivId: "1805.10616",
    venue: "NeurIPS 2018",
    authors: 4,
    labels: 3,
    publishedOn: "2018-05-27",
  });
});
