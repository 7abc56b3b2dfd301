import { arxivAtom } from "../../src/importers/arxiv-atom";
import { emptyRecord } from "../../src/importers/importer";
import { testOnRealInput } from "../real-data";
import { expectToBearDamage } from "./reading";
import { expectToBearMarkup, papersIn, realPapers, refusalOf } from "./reading-papers";

const feed = (...entries: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">
<link href="http://export.arxiv.org/api/query?search_query=all:sample&amp;start=0" rel="self" type="application/atom+xml"/>
<title type="html">ArXiv Query</title><id>http://arxiv.org/api/abc</id><updated>2024-02-01T00:00:00-05:00</updated>
<opensearch:totalResults>${entries.length}</opensearch:totalResults>
${entries.join("\n")}
</feed>`;

const entry = (id = "http://arxiv.org/abs/2401.00001v2") => `<entry>
<id>${id}</id>
<updated>2024-01-30T23:30:00-05:00</updated><published>2024-01-01T10:00:00Z</published>
<title>A wrapped
  title of the Erd\\H{o}s kind</title>
<summary>
  At {\\deg}360 with $x &lt; 1$,
  see https://github.com/example/atom.
</summary>
<author><name>Ada Example</name><arxiv:affiliation>Sample University</arxiv:affiliation></author>
<author><name>B.  Example</name></author>
<arxiv:doi>10.1000/ABC</arxiv:doi><arxiv:comment>5 pages</arxiv:comment><arxiv:journal_ref>J.Examples 1</arxiv:journal_ref>
<link href="http://arxiv.org/abs/2401.00001v2" rel="alternate" type="text/html"/>
<link title="pdf" href="http://arxiv.org/pdf/2401.00001v2" rel="related" type="application/pdf"/>
<arxiv:primary_category term="cs.DL" scheme="http://arxiv.org/schemas/atom"/>
<category term="math.CO" scheme="http://arxiv.org/schemas/atom"/><category term="cs.DL"/><category term="05C10"/>
</entry>`;

test("reads an entry whole, the primary category first, days in UTC", async () => {
  const { records, problems } = await papersIn(arxivAtom, feed(entry()));
  expect(problems).toEqual([]);
  expect(records).toEqual([
    {
      ...emptyRecord,
      sourceKey: "2401.00001",
      ownId: "2401.00001",
      title: "A wrapped title of the Erdős kind",
      abstract: "At °360 with $x < 1$, see https://github.com/example/atom.",
      arxivId: "2401.00001",
      doi: "10.1000/abc",
      publishedOn: "2024-01-01",
      versionUpdatedOn: "2024-01-31",
      venue: "J.Examples 1",
      comment: "5 pages",
      landingUrl: "https://arxiv.org/abs/2401.00001",
      pdfUrl: "https://arxiv.org/pdf/2401.00001",
      authors: ["Ada Example", "B. Example"],
      categories: ["cs.DL", "math.CO"],
      changedAt: "2024-01-31T04:30:00.000Z",
      url: "https://arxiv.org/abs/2401.00001",
      recordLicense: "CC0-1.0",
    },
  ]);
});

test("white space before the XML declaration does no harm, and lines are still counted", async () => {
  const source = `\n\n   ${feed(entry(), entry("urn:nonsense"))}`;
  const { records, problems } = await papersIn(arxivAtom, source);
  expect(records).toHaveLength(1);
  expect(problems).toEqual([
    {
      line: source.slice(0, source.lastIndexOf("<entry>")).split("\n").length,
      reason: "id must be the address of a paper on arXiv",
      record: "urn:nonsense",
    },
  ]);
});

test.each([
  "http://arxiv.org/abs/hep-ex/0307015",
  "https://export.arxiv.org/abs/hep-ex/0307015v3",
  "http://arxiv.org/pdf/hep-ex/0307015v1.pdf",
])("the id %s is that of a paper", async (id) => {
  expect((await papersIn(arxivAtom, feed(entry(id)))).records[0]!.arxivId).toBe("hep-ex/0307015");
});

test("what is absent is null", async () => {
  const least = "<entry><id>http://arxiv.org/abs/2401.00001</id><title>T</title></entry>";
  expect((await papersIn(arxivAtom, feed(least))).records[0]).toMatchObject({
    ...{ abstract: null, comment: null, doi: null, venue: null, publishedOn: null, versionUpdatedOn: null, changedAt: null },
    ...{ authors: [], categories: [] },
  });
});

test("a feed without entries is no error", async () => {
  expect(await papersIn(arxivAtom, feed())).toEqual({ records: [], problems: [] });
});

const errorEntry =
  "<entry><id>http://arxiv.org/api/errors#max_results_must_be_an_integer</id><title>Error</title><summary>max_results must be an integer</summary></entry>";

test.each<[string, string, RegExp]>([
  ["an error of the interface", feed(errorEntry), /^line 6: the source answers with an error: max_results must be an integer$/],
  ["a feed of another place", feed(entry("tag:example.org,2024:1")), /address of a paper on arXiv; no record was found/],
  ["another document", "<rss/>", /expected <feed>, found <rss>/],
])("%s is refused", async (_name, source, message) => {
  expect((await refusalOf(arxivAtom, source))?.message).toMatch(message);
});

test("any damage gives records, problems or a SourceError", async () => {
  await expectToBearMarkup(arxivAtom, feed(entry(), entry()));
  await expectToBearDamage(arxivAtom, feed(entry(), errorEntry));
});

testOnRealInput("reads 2 real feeds without a problem, one paper in each", async () => {
  const feeds = Object.values(await realPapers(arxivAtom, "arxiv-atom"));
  expect(feeds.map(({ records, problems }) => [records.map(({ arxivId }) => arxivId), problems])).toEqual([
    [["hep-ex/0307015"], []],
    [["hep-ex/0307015"], []],
  ]);
  expect(feeds[0]!.records[0]).toMatchObject({
    publishedOn: "2003-07-07",
    categories: ["hep-ex"],
    authors: ["H1 Collaboration"],
  });
});
