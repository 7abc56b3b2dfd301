import { readdirSync, readFileSync } from "node:fs";
import { huggingFaceDaily } from "../../src/importers/hugging-face-daily";
import { emptyRecord, type PaperRecord } from "../../src/importers/importer";
import { realFile, testOnRealInput } from "../real-data";
import { expectToBearDamage, expectToBearWrongFields, reading } from "./reading";

const options = { fileName: "2025-03-04.json" };

/** An entry as the lists of recent years have it, with every field that is read. */
const full = {
  paper: {
    id: "2503.01234v2",
    title: "AtimesB: Boxes in Boxes",
    summary: "We put boxes\n  into 90\\% of boxes.",
    authors: [
      { _id: "a1", name: "Ada  Lovelace", hidden: false },
      { _id: "a2", name: 'Kurt G\\"odel', hidden: true, user: { fullname: "Kurt", user: "kurt" } },
      { _id: "a3", name: "Ada Lovelace", hidden: false },
    ],
    publishedAt: "2025-03-03T23:30:00.000Z",
    submittedOnDailyAt: "2025-03-04T02:10:00.500Z",
    submittedOnDailyBy: { user: "submitter", fullname: "The Submitter" },
    upvotes: 12,
    ai_keywords: ["boxes", "nested boxes", "Boxes"],
    githubRepo: "https://github.com/ada/boxes/tree/main/nested",
    githubStars: 345,
    projectPage: "https://boxes.example.org",
    mediaUrls: ["https://media.example.org/boxes.mp4"],
  },
  publishedAt: "2025-03-03T18:30:00.000Z",
  title: "A$\\times$B: Boxes in\n Boxes",
  thumbnail: "https://media.example.org/boxes.png",
  mediaUrls: ["https://media.example.org/boxes.mp4", "https://media.example.org/boxes.gif?x=1"],
  submittedBy: { name: "ada", fullname: "Ada Lovelace" },
};

/** An entry of the first lists: what came later is absent, not null. */
const bare = {
  paper: {
    id: "2503.04321",
    title: "Bare",
    summary: "Little.",
    authors: [{ name: "B. Are" }],
    publishedAt: "2025-03-01T00:00:00.000Z",
    upvotes: 0,
  },
  title: "Bare",
  publishedAt: "2025-02-28T19:00:00.000Z",
};

/** The same entry as Python writes it. */
const python = `{'paper': {'id': '2503.05555', 'title': "Snakes' Ladders", 'summary': 'Up,\\nand \\'down\\'.', 'authors': [{'name': 'C. Obra', 'hidden': False}], 'publishedAt': '2025-03-02T00:00:00.000Z', 'upvotes': 3, 'projectPage': None}, 'title': "Snakes' Ladders", 'submittedBy': {'name': 'snake', 'isPro': True}}`;

const papers = (records: unknown) => records as PaperRecord[];

test("reads an entry whole: exact fields, its day, its place, and everything that it links", async () => {
  const { records, problems, error } = await reading(huggingFaceDaily, [bare, full], options, 7);
  expect([problems, error]).toEqual([[], null]);
  expect(records[1]).toEqual({
    ...emptyRecord,
    sourceKey: "2025-03-04 2503.01234",
    ownId: "2503.01234",
    title: "A$\\times$B: Boxes in Boxes",
    abstract: "We put boxes into 90% of boxes.",
    arxivId: "2503.01234",
    publishedOn: "2025-03-03",
    links: [
      { kind: "PROJECT", url: "https://boxes.example.org/" },
      { kind: "VIDEO", url: "https://media.example.org/boxes.mp4" },
      { kind: "IMAGE", url: "https://media.example.org/boxes.gif?x=1" },
      { kind: "IMAGE", url: "https://media.example.org/boxes.png" },
    ],
    authors: ["Ada Lovelace", "Kurt Gödel", "Ada Lovelace"],
    labels: [
      { scheme: "KEYWORD", label: "boxes", confidence: 0.5 },
      { scheme: "KEYWORD", label: "nested boxes", confidence: 0.5 },
    ],
    repositories: [
      {
        url: "https://github.com/ada/boxes/tree/main/nested",
        isOfficial: true,
        framework: null,
        evidence: "STATED_BY_SOURCE",
        starCount: 345,
      },
    ],
    days: [{ day: "2025-03-04", position: 2, submittedBy: "ada" }],
    upvotes: 12,
    changedAt: "2025-03-04T02:10:00.500Z",
    url: "https://huggingface.co/papers/2503.01234",
    recordLicense: "Apache-2.0",
  });
});

test("an early entry, in which most is absent, is read with what it has", async () => {
  const { records } = await reading(huggingFaceDaily, [bare], options);
  expect(records).toEqual([
    {
      ...emptyRecord,
      sourceKey: "2025-03-04 2503.04321",
      ownId: "2503.04321",
      title: "Bare",
      abstract: "Little.",
      arxivId: "2503.04321",
      publishedOn: "2025-03-01",
      authors: ["B. Are"],
      days: [{ day: "2025-03-04", position: 1, submittedBy: null }],
      upvotes: 0,
      changedAt: "2025-03-04T00:00:00.000Z",
      url: "https://huggingface.co/papers/2503.04321",
      recordLicense: "Apache-2.0",
    },
  ]);
});

test("an entry in Python's notation is read like any other", async () => {
  const { records, problems } = await reading(huggingFaceDaily, [python, bare], options);
  expect(problems).toEqual([]);
  expect(papers(records)[0]).toMatchObject({
    sourceKey: "2025-03-04 2503.05555",
    title: "Snakes' Ladders",
    abstract: "Up, and 'down'.",
    authors: ["C. Obra"],
    links: [],
    days: [{ day: "2025-03-04", position: 1, submittedBy: "snake" }],
    upvotes: 3,
  });
});

test("the day of publication is the paper's, not the entry's, which is New York time labelled UTC", async () => {
  const late = {
    ...bare,
    paper: { ...bare.paper, publishedAt: "2025-03-02T01:00:00.000Z" },
    publishedAt: "2025-03-01T20:00:00.000Z",
  };
  const none = { ...bare, paper: { ...bare.paper, id: "2503.04322", publishedAt: undefined } };
  const { records } = await reading(huggingFaceDaily, [late, none], options);
  expect(papers(records).map(({ publishedOn }) => publishedOn)).toEqual(["2025-03-02", null]);
});

test.each<[string, unknown, object, string]>([
  ["the entry, before all", [full], { listedOn: "2020-01-01", fileName: "2021-01-01.json" }, "2025-03-04"],
  ["the caller, before the file's name", [bare], { listedOn: "2025-01-02", fileName: "2021-01-01.json" }, "2025-01-02"],
  [
    "the file's name, before the envelope",
    { date: "2022-01-01", data: [bare] },
    { fileName: "daily 2021-01-01.json" },
    "2021-01-01",
  ],
  ["the envelope", { status: "success", date: "2022-01-01", count: 1, data: [bare] }, {}, "2022-01-01"],
])("the day comes from %s", async (_name, source, changed, day) => {
  const { records } = await reading(huggingFaceDaily, source, changed);
  expect(papers(records)[0]!.days[0]!.day).toBe(day);
});

test.each<[string, unknown, RegExp]>([
  ["an id that is none", { ...bare, paper: { ...bare.paper, id: "cats" } }, /^paper.id must be an arXiv id, not "cats"$/],
  ["no title", { ...bare, title: " ", paper: { ...bare.paper, title: null } }, /^title must be a text/],
  ["no paper", { title: "Bare" }, /^must be an object with a "paper"$/],
  ["a number", 7, /^must be an object with a "paper"$/],
  ["a text in no notation", "{'paper': ", /^must be a Python literal: /],
  ["Python that is no dict", "['a']", /^must be a dict$/],
  [
    "a day to come",
    { ...full, paper: { ...full.paper, submittedOnDailyAt: "2030-01-01T00:00:00Z" } },
    /must not be after today, 2026-11-23/,
  ],
  ["the paper of an entry before", full, /^the paper of entry 1 again$/],
])("an entry with %s is reported with its place, and the others are read", async (_name, entry, reason) => {
  const { records, problems, error } = await reading(huggingFaceDaily, [full, entry, bare], options);
  expect(papers(records).map(({ days }) => days[0]!.position)).toEqual([1, 3]);
  expect(problems).toEqual([{ line: 2, reason: expect.stringMatching(reason), record: expect.any(String) }]);
  expect(error).toBeNull();
});

test.each<[string, unknown, RegExp]>([
  ["nothing", "", /found nothing/],
  ["an error page", { error: "Not found" }, /expected a list of papers, or one as "data", found {"error":"Not found"}/],
  ["another list", [{ name: "a" }], /must be an object with a "paper"; no record was found/],
  ["a list that is cut", JSON.stringify([bare]).slice(0, -9), /must be JSON/],
  ["entries without any day", [bare], /names no day/],
])("%s is refused", async (_name, source, message) => {
  const { records, error } = await reading(huggingFaceDaily, source);
  expect([records, error?.message]).toEqual([[], expect.stringMatching(message)]);
});

test("a day without papers is no error", async () => {
  expect(await reading(huggingFaceDaily, [], options)).toEqual({ records: [], problems: [], error: null });
});

test("whatever stands in its fields, a list gives records, problems or a SourceError", async () => {
  await expectToBearWrongFields(huggingFaceDaily, [bare, full], options);
  await expectToBearWrongFields(huggingFaceDaily, { date: "2022-01-01", data: [full] });
});

test("however it is damaged, a list gives records, problems or a SourceError", async () => {
  await expectToBearDamage(huggingFaceDaily, JSON.stringify([bare, python, full]), options);
});

testOnRealInput("reads 984 entries of 59 days, of which 57 are in Python's notation", async () => {
  const folder = realFile("hf-daily");
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const all: PaperRecord[] = [];
  let inPython = 0;
  for (const fileName of names) {
    const bytes = readFileSync(`${folder}/${fileName}`);
    const { records, problems, error } = await reading(huggingFaceDaily, bytes, { fileName });
    expect([fileName, problems, error]).toEqual([fileName, [], null]);
    const document = JSON.parse(bytes.toString());
    const entries: unknown[] = document.data ?? document;
    expect(papers(records).map(({ days }) => days)).toEqual(
      entries.map((_, index) => [
        { day: fileName.slice(0, 10), position: index + 1, submittedBy: papers(records)[index]!.days[0]!.submittedBy },
      ]),
    );
    inPython += entries.filter((entry) => typeof entry === "string").length;
    all.push(...papers(records));
  }
  const count = (isCounted: (record: PaperRecord) => boolean) => all.filter(isCounted).length;
  expect({
    files: names.length,
    entries: all.length,
    inPython,
    keys: new Set(all.map(({ sourceKey }) => sourceKey)).size,
    withRepository: count(({ repositories }) => repositories.length > 0),
    withStars: count(({ repositories }) => (repositories[0]?.starCount ?? null) !== null),
    withProject: count(({ links }) => links.some(({ kind }) => kind === "PROJECT")),
    withKeywords: count(({ labels }) => labels.length > 0),
    withSubmitter: count(({ days }) => days[0]!.submittedBy !== null),
    authors: all.reduce((sum, { authors }) => sum + authors.length, 0),
    incomplete: count(
      ({ abstract, publishedOn, upvotes, authors }) => !abstract || !publishedOn || upvotes === null || authors.length === 0,
    ),
  }).toEqual({
    files: 59,
    entries: 984,
    inPython: 57,
    keys: 984,
    withRepository: 340,
    withStars: 250,
    withProject: 236,
    withKeywords: 627,
    withSubmitter: 960,
    authors: 8_945,
    incomplete: 0,
  });
});
