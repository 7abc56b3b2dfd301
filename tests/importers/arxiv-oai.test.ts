import { arxivOai, type ResumptionToken, readOaiReply } from "../../src/importers/arxiv-oai";
import { emptyRecord, MAX_LINE_BYTES } from "../../src/importers/importer";
import { testOnRealInput } from "../real-data";
import { expectToBearDamage, reading } from "./reading";
import { expectToBearMarkup, papersIn, realPapers, refusalOf } from "./reading-papers";

const reply = (content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<responseDate>2024-02-01T00:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="arXiv">http://export.arxiv.org/oai2</request>
${content}
</OAI-PMH>`;
const list = (...records: readonly string[]) => reply(`<ListRecords>\n${records.join("\n")}\n</ListRecords>`);
const header = (id: string, attributes = "") =>
  `<header${attributes}><identifier>oai:arXiv.org:${id}</identifier><datestamp>2024-01-31</datestamp><setSpec>cs</setSpec></header>`;

const takenApart = (id = "2401.00001", changed = "") => `<record>${header(id)}<metadata>
 <arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>${id}</id><created>2024-01-01</created><updated>2024-01-30</updated>${changed}
 <authors><author><keyname>Čapek</keyname><forenames>Ada</forenames><affiliation>Sample University</affiliation></author>
 <author><keyname>Example</keyname><forenames>B.</forenames><suffix>Jr.</suffix></author><author><keyname>:</keyname></author>
 <author><keyname>The Sample Collaboration</keyname></author></authors>
 <title>Sets with $a &lt; b$ &amp; a
  wrapped title</title><categories>cs.DL math.CO</categories><comments>8 pages</comments><msc-class>68T50</msc-class><acm-class>I.2.7</acm-class>
 <journal-ref>J.Examples 1 (2024)</journal-ref><doi>10.1000/ABC</doi>
 <license>http://creativecommons.org/licenses/by/4.0/</license><abstract>  We compare
<![CDATA[a < b]]> &#x2013; whole.
</abstract></arXiv></metadata></record>`;

const raw = `<record>${header("math/0309136")}<metadata>
 <arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>math/0309136</id><submitter>B. Example</submitter>
 <version version="v1"><date>Mon, 8 Sep 2003 10:00:00 GMT</date><size>10kb</size></version>
 <version version="v2"><date>Fri, 12 Dec 2003 10:00:00 GMT</date><size>0kb</size><source_type>I</source_type></version>
 <title>Of Gr\\"obner bases</title><authors>\\'Ada \\v{C}apek (Sample University), B. Example and others et al.</authors>
 <categories>math.GT math.AG</categories><abstract>We do.</abstract></arXivRaw></metadata></record>`;

const all = list(takenApart(), raw, `<record>${header("2401.00002", ' status="deleted"')}</record>`);

test("reads a record with metadata of the form arXiv whole", async () => {
  const { records, problems } = await papersIn(arxivOai, list(takenApart()));
  expect(problems).toEqual([]);
  expect(records).toEqual([
    {
      ...emptyRecord,
      sourceKey: "2401.00001",
      ownId: "2401.00001",
      title: "Sets with $a < b$ & a wrapped title",
      abstract: "We compare a < b – whole.",
      arxivId: "2401.00001",
      doi: "10.1000/abc",
      publishedOn: "2024-01-01",
      versionUpdatedOn: "2024-01-30",
      venue: "J.Examples 1 (2024)",
      comment: "8 pages",
      license: "http://creativecommons.org/licenses/by/4.0/",
      landingUrl: "https://arxiv.org/abs/2401.00001",
      pdfUrl: "https://arxiv.org/pdf/2401.00001",
      authors: ["Ada Čapek", "B. Example Jr.", "The Sample Collaboration"],
      categories: ["cs.DL", "math.CO"],
      changedAt: "2024-01-31T00:00:00.000Z",
      url: "https://arxiv.org/abs/2401.00001",
      recordLicense: "CC0-1.0",
    },
  ]);
});

test("reads a record with metadata of the form arXivRaw: days of versions, names from one text, files that are gone", async () => {
  const { records } = await papersIn(arxivOai, list(raw));
  expect(records).toMatchObject([
    {
      ...{ sourceKey: "math/0309136", title: "Of Gröbner bases", abstract: "We do.", publishedOn: "2003-09-08" },
      ...{ versionUpdatedOn: "2003-12-12", isWithdrawn: true, authors: ["Áda Čapek", "B. Example", "others"] },
      ...{ areAuthorsWhole: false, categories: ["math.GT", "math.AG"], changedAt: "2024-01-31T00:00:00.000Z" },
    },
  ]);
});

test("a paper without a later version is of its first day", async () => {
  const { records } = await papersIn(arxivOai, list(takenApart().replace(/<updated>.*<\/updated>/, "")));
  expect(records[0]).toMatchObject({ publishedOn: "2024-01-01", versionUpdatedOn: "2024-01-01" });
});

test("a record that arXiv deleted is deleted", async () => {
  const { records } = await reading(arxivOai, all);
  expect(records.map(({ kind, sourceKey }) => [kind, sourceKey])).toEqual([
    ["paper", "2401.00001"],
    ["paper", "math/0309136"],
    ["deleted", "2401.00002"],
  ]);
});

test("reads the same whatever the chunks", async () => {
  const expected = await papersIn(arxivOai, all);
  for (const chunkSize of [1, 13, 100_000]) expect(await papersIn(arxivOai, all, {}, chunkSize)).toEqual(expected);
});

async function* oneChunk(source: string) {
  yield Buffer.from(source);
}

const tokensOf = async (source: string) => {
  const tokens: ResumptionToken[] = [];
  for await (const _record of readOaiReply(
    oneChunk(source),
    { maxLineBytes: MAX_LINE_BYTES },
    () => {},
    (token) => tokens.push(token),
  )) {
    // Only the token counts.
  }
  return tokens;
};

test.each<[string, ResumptionToken[]]>([
  ["", []],
  ["<resumptionToken/>", [{ token: null, completeListSize: null, expiresAt: null }]],
  [
    '<resumptionToken cursor="0" completeListSize="2500" expirationDate="2024-02-02T00:00:00Z"> 6511260|1001 </resumptionToken>',
    [{ token: "6511260|1001", completeListSize: 2500, expiresAt: "2024-02-02T00:00:00.000Z" }],
  ],
])("the resumption token %j is told", async (token, expected) => {
  expect(await tokensOf(list(takenApart(), token))).toEqual(expected);
});

test("an answer without records is no error, and holds none", async () => {
  const empty = reply('<error code="noRecordsMatch">nothing new</error>');
  expect(await papersIn(arxivOai, empty)).toEqual({ records: [], problems: [] });
  expect(await tokensOf(empty)).toEqual([]);
});

test.each<[string, string, RegExp]>([
  [
    "an error",
    reply('<error code="badResumptionToken">too old</error>'),
    /^line 5: the source answers with the error badResumptionToken: too old$/,
  ],
  ["an answer of another kind", reply("<Identify/>"), /expected records or an error, found neither/],
  ["nothing", " \n", /expected <OAI-PMH>, found nothing/],
  ["a page", "<html><body>Retry</body></html>", /expected <OAI-PMH>, found <html>/],
  ["an answer that is cut", all.slice(0, -40), /must be well-formed XML/],
  [
    "metadata of another form",
    list(takenApart().replaceAll("arXiv>", "dc>").replace("<arXiv ", "<dc ")),
    /of the form arXiv or arXivRaw, found dc/,
  ],
])("%s is refused", async (_name, source, message) => {
  expect((await refusalOf(arxivOai, source))?.message).toMatch(message);
});

test("a record that cannot be understood is reported with its line, and the others are read", async () => {
  const wrong = [
    "<record/>",
    `<record>${header("nonsense")}</record>`,
    `<record>${header("2401.00003")}</record>`,
    takenApart("2401.00004").replace("<id>2401.00004", "<id>2401.00005"),
    takenApart("2401.00006").replace(/<title>.*?<\/title>/s, ""),
  ];
  const { records, problems } = await papersIn(arxivOai, list(takenApart(), ...wrong));
  expect(records).toHaveLength(1);
  expect(problems.map(({ reason, record }) => [record, reason])).toEqual([
    ["a record without an identifier", "expected a header with an identifier"],
    ["oai:arXiv.org:nonsense", "identifier must be oai:arXiv.org: and an arXiv id"],
    ["oai:arXiv.org:2401.00003", "expected metadata of the form arXiv or arXivRaw, found none"],
    ["oai:arXiv.org:2401.00004", "identifier and id differ: the id is 2401.00005"],
    ["oai:arXiv.org:2401.00006", "title must be a text of at most 500 characters, not null"],
  ]);
  expect(problems[0]!.line).toBe(
    list(takenApart(), ...wrong)
      .split("\n")
      .indexOf("<record/>") + 1,
  );
});

test("any damage gives records, problems or a SourceError", async () => {
  await expectToBearMarkup(arxivOai, all);
  await expectToBearDamage(arxivOai, list(raw, "<resumptionToken>a</resumptionToken>"));
});

testOnRealInput("reads 8 real replies without a problem: 21 records of 15 papers", async () => {
  const found = await realPapers(arxivOai, "arxiv-oai");
  const replies = Object.values(found);
  const records = replies.flatMap(({ records }) => records);
  expect(replies.map(({ records }) => records.length)).toEqual([3, 12, 1, 1, 1, 1, 1, 1]);
  expect(replies.flatMap(({ problems }) => problems)).toEqual([]);
  expect(new Set(records.map(({ arxivId }) => arxivId)).size).toBe(15);
  expect(records.filter(({ publishedOn, authors, abstract }) => !publishedOn || !authors.length || !abstract)).toEqual([]);
});
