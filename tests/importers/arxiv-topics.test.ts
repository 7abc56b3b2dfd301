import { arxivTopics } from "../../src/importers/arxiv-topics";
import { emptyRecord, type PaperRecord } from "../../src/importers/importer";
import { testOnRealInput } from "../real-data";
import { expectToBearDamage, expectToBearWrongFields } from "./reading";
import { papersIn, realPapers, refusalOf } from "./reading-papers";

const pipes =
  "|**2024-08-26**|**Maps \\& Mazes**|Ada Example et.al.|[2408.00001](http://arxiv.org/abs/2408.00001)|**[link](https://github.com/example/maps)**|\n";
const list =
  "- 2024-08-26, **Maps, Mazes, and More**, Ada Example et.al., Paper: [http://arxiv.org/abs/2408.00001v3](http://arxiv.org/abs/2408.00001v3), Code: **[https://github.com/example/maps](https://github.com/example/maps)**\n";
const row = {
  title: "Maps of {\\O}resund",
  authors: "Ada Example, B. Example",
  publish_date: "2024-08-26",
  url: "https://arxiv.org/abs/2408.00001v1",
  code: "https://github.com/example/maps",
  abstract: "We map\nmazes.",
};
const page = (row: unknown, key = "2408.00001") => JSON.stringify({ Mapping: { [key]: row } });
const only = async (row: unknown, key?: string) => (await papersIn(arxivTopics, page(row, key))).records[0]!;
const codeOf = (record: PaperRecord) => record.repositories.map(({ url }) => url);

test("reads a row of cells whole: the first author alone, the topic as a keyword of low confidence", async () => {
  const { records, problems } = await papersIn(arxivTopics, page(pipes));
  expect(problems).toEqual([]);
  expect(records).toEqual([
    {
      ...emptyRecord,
      sourceKey: "2408.00001 Mapping",
      ownId: "2408.00001",
      title: "Maps & Mazes",
      arxivId: "2408.00001",
      publishedOn: "2024-08-26",
      landingUrl: "https://arxiv.org/abs/2408.00001",
      pdfUrl: "https://arxiv.org/pdf/2408.00001",
      authors: ["Ada Example"],
      areAuthorsWhole: false,
      labels: [{ scheme: "KEYWORD", label: "Mapping", confidence: 0.3 }],
      repositories: [
        {
          url: "https://github.com/example/maps",
          isOfficial: false,
          framework: null,
          evidence: "STATED_BY_SOURCE",
          starCount: null,
        },
      ],
      changedAt: "2024-08-26T00:00:00.000Z",
      recordLicense: "Apache-2.0",
    },
  ]);
});

test("reads the list form, with code and without", async () => {
  expect(await only(list)).toMatchObject({
    ...{ title: "Maps, Mazes, and More", authors: ["Ada Example"], areAuthorsWhole: false, publishedOn: "2024-08-26" },
    repositories: [{ url: "https://github.com/example/maps" }],
  });
  expect(await only(list.replace(/, Code.*/, ""))).toMatchObject({ title: "Maps, Mazes, and More", repositories: [] });
});

test.each<[string, string]>([
  [
    "|**2024-08-26**|**(One|Two) Maps | Mazes**|Ada Example et.al.|[2408.00001v1](http://arxiv.org/abs/2408.00001v1)|null|",
    "(One|Two) Maps | Mazes",
  ],
  ["|**2024-08-26**|**Of $|V_{ab}|$ in Mazes**|The Maze Collaboration et.al.|", "Of $|V_{ab}|$ in Mazes"],
  ["|2024-08-26|Plain Maps|Ada Example et al.|[2408.00001](http://arxiv.org/abs/2408.00001)|null|", "Plain Maps"],
  ["- 2024-08-26, **Maps **of** Mazes**, Ada Example et.al., Paper: [x](http://arxiv.org/abs/2408.00001)", "Maps **of** Mazes"],
])("the title in %j is read whole", async (row, title) => {
  const record = await only(row);
  expect([record.title, codeOf(record)]).toEqual([title, []]);
});

test.each([
  "|**2024-08-26**|**[Maps | and Mazes](http://arxiv.org/abs/2408.00001v2)**|Ada Example et.al.|A machine wrote: https://github.com/other/one is [not](https://github.com/other/two) it.|**[code](https://github.com/example/maps)**|",
  "|**2024-08-26**|[**Maps | and Mazes**](https://arxiv.org/pdf/2408.00001)|Ada Example et.al.|**[link](https://github.com/example/maps)**|Machine words|",
  "|**3**|**2024-08-26**|**Maps | and Mazes**|Ada Example et.al.|Machine words|[2408.00001](http://arxiv.org/abs/2408.00001)|[link](https://github.com/example/maps)|",
])("a link in the title, more cells, text of machines: %s", async (row) => {
  for (const key of ["2408.00001", "2408.00001v2", "12"].slice(0, row.includes("arxiv.org") ? 3 : 2)) {
    const record = await only(row, key);
    expect([record.arxivId, record.title, record.authors, codeOf(record), record.abstract]).toEqual([
      "2408.00001",
      "Maps | and Mazes",
      ["Ada Example"],
      ["https://github.com/example/maps"],
      null,
    ]);
  }
});

test("reads rows that are objects, under a key or in a list", async () => {
  const expected = {
    ...{ sourceKey: "2408.00001 Mapping", title: "Maps of Øresund", abstract: "We map mazes.", publishedOn: "2024-08-26" },
    ...{
      authors: ["Ada Example", "B. Example"],
      areAuthorsWhole: true,
      repositories: [{ url: "https://github.com/example/maps" }],
    },
  };
  expect(await only(row)).toMatchObject(expected);
  expect(
    await only({ ...row, authors: ["Ada Example", "B. Example"], code: "[link](https://github.com/example/maps)" }),
  ).toMatchObject(expected);
  expect((await papersIn(arxivTopics, JSON.stringify({ Mapping: [row] }))).records).toMatchObject([expected]);
  expect(await only({ ...row, authors: "Ada Example et al.", code: "None" })).toMatchObject({
    areAuthorsWhole: false,
    repositories: [],
  });
  expect(await only({ ...row, authors: "Ada Example", code: null })).toMatchObject({ areAuthorsWhole: false, repositories: [] });
});

test.each([
  ["2408.00001", "2024-08-01", "2024-08-01", null],
  ["2408.00001", "2024-03-01", "2024-03-01", null],
  ["2408.00001", "2024-09-01", null, "2024-09-01"],
  ["hep-th/9901001", "1999-01-02", "1999-01-02", null],
  ["hep-th/9901001", "2024-01-02", null, "2024-01-02"],
  ["2408.00001", "2024-02-30", null, null],
])("%s with the day %s was published on %s, and has a version of %s", async (id, day, publishedOn, versionUpdatedOn) => {
  expect(await only(`|**${day}**|**T**|A et.al.|null|null|`, id)).toMatchObject({ publishedOn, versionUpdatedOn });
});

test("a paper under several topics is a record under each", async () => {
  const rows = { "2408.00001": pipes, "2408.00002": pipes.replaceAll("2408.00001", "2408.00002") };
  const { records } = await papersIn(
    arxivTopics,
    JSON.stringify({ Mapping: rows, Mazes: rows, Nothing: {}, Never: null, None: [] }),
  );
  expect(records.map(({ sourceKey }) => sourceKey)).toEqual([
    ...["2408.00001 Mapping", "2408.00002 Mapping", "2408.00001 Mazes", "2408.00002 Mazes"],
  ]);
});

test.each([
  ["2024-06.json.gz", null],
  ["agents.json", "Apache-2.0"],
  [null, "Apache-2.0"],
])("records of %s are under the licence %s", async (fileName, expected) => {
  const { records } = await papersIn(arxivTopics, page(pipes), { fileName });
  expect(records[0]!.recordLicense).toBe(expected);
});

test("an entry that is no row is reported with its number, and the others are read", async () => {
  const wrong = {
    "2408.00002": 7,
    "2408.00003": "no row",
    "2408.00004": { title: 7 },
    nonsense: "|**2024-08-26**|**T**|A et.al.|null|null|",
    "2408.00005": pipes,
    "2408.00006": null,
    "2408.00007": [pipes],
  };
  const { records, problems } = await papersIn(
    arxivTopics,
    JSON.stringify({ Mapping: { "2408.00001": pipes, ...wrong }, Wrong: "T" }),
  );
  expect(records).toHaveLength(1);
  expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
    [2, "expected a row with a day and a title, or an object with a title"],
    [3, "expected a row with a day and a title, or an object with a title"],
    [4, "expected a row with a day and a title, or an object with a title"],
    [5, "expected an arXiv id as its key, or the address of a paper on arXiv"],
    [6, "key and address differ: the address is that of 2408.00001"],
    [7, "expected a row with a day and a title, or an object with a title"],
    [8, "expected a row with a day and a title, or an object with a title"],
    [9, "expected a group of entries: an object or a list"],
  ]);
});

test("reads the same whatever the chunks", async () => {
  const source = `\uFEFF ${JSON.stringify({ 'Ma"p\\{[,': { "2408.00001": pipes, "2408.00002v1": `${pipes} "}],\\` } }, null, 2)}\n`;
  const expected = await papersIn(arxivTopics, source);
  for (const chunkSize of [1, 2, 31, 100_000]) expect(await papersIn(arxivTopics, source, {}, chunkSize)).toEqual(expected);
});

test.each<[string, string, RegExp]>([
  ["nothing", "", /expected a JSON object, found the end/],
  ["an empty object", "{}", /at least one topic/],
  ["a list", "[]", /expected one JSON object/],
  ["a text", '"Maps"', /expected a JSON object/],
  ["a page cut short", page(pipes).slice(0, -2), /found the end/],
  ["two objects", "{}{}", /expected the end|expected one JSON object/],
  ["brackets that do not fit", '{"Mapping": {"1": 2]}', /expected another bracket/],
  ["deep nesting", `{"Mapping": {"1": ${"[".repeat(100_000)}`, /must not nest deeper than 64/],
  ["an entry without end", `{"Mapping": {"1": "${"x".repeat(1_000_001)}`, /must be at most 1000000 characters/],
  ["rows of another kind", JSON.stringify({ data: { a: 1, b: "2" } }), /no record was found/],
])("%s is refused", async (_name, source, message) => {
  expect((await refusalOf(arxivTopics, source))?.message).toMatch(message);
});

test.each(["|**2024-08-26**|**", "- 2024-08-26, ", "[](", "](", ", Paper: [", "**|", ")", "et.al."])(
  "a long row of %j takes no long time",
  async (part) => {
    const row = `|**2024-08-26**|${part.repeat(40_000 / part.length)}`;
    for (const text of [row, `- 2024-08-26, ${row.slice(16)}`])
      expect((await papersIn(arxivTopics, page(text)).catch(() => ({ records: [] }))).records.length).toBeLessThanOrEqual(1);
  },
  2_000,
);

test("any field and any damage give records, problems or a SourceError", async () => {
  const sample = { Maps: { "2408.00001": pipes, "2408.00002": list, "2408.00003": row }, Mazes: [row], Never: null };
  await expectToBearWrongFields(arxivTopics, sample);
  await expectToBearDamage(arxivTopics, JSON.stringify(sample));
});

testOnRealInput("reads 4 real pages and 6 real months without a problem", async () => {
  const found = {
    ...(await realPapers(arxivTopics, "arxiv-topics")),
    ...(await realPapers(arxivTopics, "arxiv-topics/nlp-monthly")),
  };
  expect(
    Object.fromEntries(Object.entries(found).map(([name, { records }]) => [name.replace(/\..*/, ""), records.length])),
  ).toEqual({
    ...{ "llm-agent": 10_163, "multi-agent": 5_350, "security-privacy": 1_161, "slam-3d-vision": 9_312 },
    ...{ "2022-03": 4, "2022-11": 186, "2023-05": 2_080, "2023-10": 2_598, "2024-02": 3_129, "2024-06": 3_586 },
  });
  const records = Object.values(found).flatMap(({ records }) => records);
  expect(Object.values(found).flatMap(({ problems }) => problems)).toEqual([]);
  expect(
    records.filter(({ authors, publishedOn, versionUpdatedOn }) => authors.length === 0 || (!publishedOn && !versionUpdatedOn)),
  ).toEqual([]);
  expect(records.filter(({ repositories }) => repositories.length > 0)).toHaveLength(9_030);
  expect(records.filter(({ title }) => /\*\*|\]\(http/.test(title))).toEqual([]);
});
