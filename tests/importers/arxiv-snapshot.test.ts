import { arxivSnapshot } from "../../src/importers/arxiv-snapshot";
import { emptyRecord, type PaperRecord } from "../../src/importers/importer";
import { testOnRealInput } from "../real-data";
import { expectToBearDamage, expectToBearWrongFields } from "./reading";
import { papersIn, realPapers, refusalOf } from "./reading-papers";

const paper = {
  id: "hep-th/9901001",
  submitter: "Ada Example",
  authors: "\\'Ada \\v{C}apek (1), B. Example, Jr., and C.-P. Yuan\n  ((1) Institut f\\\"ur Beispiele)",
  title: "On hard-wrapped\n  titles",
  comments: "5 pages;\n  code at https://example.org",
  "journal-ref": "J.Examples 12 (1999) 1-5",
  doi: "10.1000/ABC.1 10.1000/abc.2",
  "report-no": null,
  categories: "hep-th math-ph math.MP",
  license: "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
  abstract: "  We wrap \\emph{titles} by\nGr\\\"obner bases of $\\alpha\\'$.\n",
  versions: [
    { version: "v1", created: "Sat, 2 Jan 1999 23:59:59 GMT" },
    { version: "v2", created: "Wed, 3 Mar 1999 00:00:01 GMT" },
  ],
  update_date: "2008-11-26",
  authors_parsed: [
    ["Čapek", "Áda", "", "Institut für Beispiele"],
    ["Example", "B.", "Jr."],
    ["Yuan", "C. -P.", ""],
  ],
};
const lines = (...records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join("\n");
const only = async (changed: object) => (await papersIn(arxivSnapshot, lines({ ...paper, ...changed }))).records[0]!;

test("reads a record whole: TeX as Unicode, formulas as they are, the first category first, days of versions", async () => {
  expect(await only({})).toEqual({
    ...emptyRecord,
    sourceKey: "hep-th/9901001",
    ownId: "hep-th/9901001",
    title: "On hard-wrapped titles",
    abstract: "We wrap titles by Gröbner bases of $\\alpha\\'$.",
    arxivId: "hep-th/9901001",
    doi: "10.1000/abc.1",
    publishedOn: "1999-01-02",
    versionUpdatedOn: "1999-03-03",
    venue: "J.Examples 12 (1999) 1-5",
    comment: "5 pages; code at https://example.org",
    license: "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    landingUrl: "https://arxiv.org/abs/hep-th/9901001",
    pdfUrl: "https://arxiv.org/pdf/hep-th/9901001",
    authors: ["Áda Čapek", "B. Example Jr.", "C.-P. Yuan"],
    categories: ["hep-th", "math-ph", "math.MP"],
    changedAt: "2008-11-26T00:00:00.000Z",
    url: "https://arxiv.org/abs/hep-th/9901001",
    recordLicense: "CC0-1.0",
  });
});

test("what is absent or null is null", async () => {
  const absent = { comments: null, "journal-ref": undefined, doi: null, license: null, versions: null, update_date: undefined };
  expect(await only(absent)).toMatchObject({
    ...{ comment: null, venue: null, doi: null, license: null, changedAt: null },
    ...{ publishedOn: null, versionUpdatedOn: null, isWithdrawn: false },
  });
});

test.each([[undefined], [null], [[]], ["?"], [[["", "", ""]]]])(
  "without names taken apart (%j) those in one text are read",
  async (parsed) => {
    const { authors } = await only({ authors_parsed: parsed });
    expect(authors).toEqual(["Áda Čapek", "B. Example Jr.", "C.-P. Yuan"]);
  },
);

test("names that end in et al. are not all", async () => {
  expect(await only({ authors_parsed: [], authors: "A. One, B. Two, et al" })).toMatchObject({
    authors: ["A. One", "B. Two"],
    areAuthorsWhole: false,
  });
});

test.each([
  ["Wed, 32 Mar 1999 00:00:01 GMT", null],
  ["3 Mar 1999 00:00:01 +0100", "1999-03-02"],
  ["1999-03-03", null],
  [42, null],
])("a first version of %j is of %j", async (created, expected) => {
  expect((await only({ versions: [{ version: "v1", created }] })).publishedOn).toBe(expected);
});

test.each<[string | null, string, boolean]>([
  ["This paper has been withdrawn by the author due to an error", "We show.", true],
  ["5 pages. This submission has been withdrawn by arXiv administrators", "We show.", true],
  ["Withdrawn", "We show.", true],
  ["withdrawn by the authors", "We show.", true],
  [null, "  This paper has been withdrawn by the author.", true],
  [null, "This article is withdrawn.", true],
  ["This paper was withdrawn from the journal, and appears elsewhere", "We show.", false],
  [null, "We study why a paper has been withdrawn. This paper has been withdrawn is a usual sentence.", false],
  ["Data of withdrawn patients", "Withdrawal of funds.", false],
])("the comment %j and the abstract %j: withdrawn is %s", async (comments, abstract, expected) => {
  expect((await only({ comments, abstract })).isWithdrawn).toBe(expected);
});

test.each<[string, object]>([
  ["id", { id: 704.0001 }],
  ["id", { id: `${"a".repeat(100)}/9901001` }],
  ["title", { title: ["T"] }],
  ["authors, abstract and categories", { abstract: null }],
  ["authors, abstract and categories", { categories: ["hep-th"] }],
  ["authors, abstract and categories", { authors: [["A"]] }],
  ["versions", { versions: "v1" }],
])("a record with a wrong %s is reported: %j", async (reason, changed) => {
  const { records, problems } = await papersIn(arxivSnapshot, lines(paper, { ...paper, ...changed }));
  expect(records).toHaveLength(1);
  expect(problems).toMatchObject([{ line: 2, reason: expect.stringMatching(`^${reason} must be`) }]);
});

test.each([7, true, {}, [{}], "\0", "x".repeat(100_000)])(
  "a field that may be left out and is of another kind counts as left out",
  async (value) => {
    const optional = ["comments", "journal-ref", "doi", "license", "update_date", "report-no", "submitter", "authors_parsed"];
    for (const name of optional) expect(await only({ [name]: value })).toMatchObject({ arxivId: "hep-th/9901001" });
  },
);

test("deep nesting in a field that nobody reads does no harm", async () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const { records } = await papersIn(arxivSnapshot, lines(paper).replace('"report-no":null', `"report-no":${deep}`));
  expect(records).toHaveLength(1);
});

test("another format is refused", async () => {
  expect((await refusalOf(arxivSnapshot, "<feed/>"))?.message).toMatch(/no record was found/);
});

test("any field and any damage give records, problems or a SourceError", async () => {
  await expectToBearWrongFields(arxivSnapshot, paper);
  await expectToBearDamage(arxivSnapshot, lines(paper, paper));
});

testOnRealInput("reads 200 real records without a problem, and knows the one that is withdrawn", async () => {
  const [{ records, problems }] = Object.values(await realPapers(arxivSnapshot, "arxiv-snapshot")) as [
    { records: PaperRecord[]; problems: [] },
  ];
  expect([records.length, problems.length]).toEqual([200, 0]);
  expect(records.filter(({ publishedOn, authors, abstract }) => !publishedOn || !authors.length || !abstract)).toEqual([]);
  expect(records.filter(({ isWithdrawn }) => isWithdrawn).map(({ arxivId }) => arxivId)).toEqual(["0704.0156"]);
  expect(records.flatMap(({ authors }) => authors).filter((name) => /[\\{}()]/.test(name))).toEqual([]);
  expect([records.filter(({ doi }) => doi).length, records.filter(({ license }) => license).length]).toEqual([117, 19]);
});
