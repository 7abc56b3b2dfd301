import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { emptyRecord, type PaperRecord, type TopicRecord } from "../../src/importers/importer";
import { pwcMethods } from "../../src/importers/pwc-methods";
import { realFile, testOnRealInput } from "../real-data";
import { expectToBearDamage, expectToBearWrongFields, reading } from "./reading";

const method = {
  url: "https://paperswithcode.com/method/box",
  name: "BOX",
  full_name: "Bounded Orthogonal eXtent",
  description: "A **box**.\r\n",
  paper: { title: "Boxes in Boxes", url: "https://paperswithcode.com/paper/boxes-in-boxes" },
  introduced_year: 2000,
  source_url: "https://arxiv.org/abs/1805.01234v2",
  source_title: "Boxes in Boxes",
  code_snippet_url: "https://github.com/toolkit/boxes/blob/main/box.py#L3",
  num_papers: 4,
  collections: [
    { collection: "Containers", area_id: "general", area: "General" },
    { collection: "Shapes", area_id: "computer-vision", area: "Computer Vision" },
  ],
};

const topic = { kind: "topic", parents: [], aliases: [], recordLicense: "CC-BY-SA-4.0" };

test("reads a method whole: its areas and collections, its names and parents, and the paper that introduced it", async () => {
  const { records, problems, error } = await reading(pwcMethods, [method], {}, 17);
  expect([problems, error]).toEqual([[], null]);
  expect(records).toEqual([
    { ...topic, sourceKey: "area General", scheme: "PAPERS_WITH_CODE_AREA", name: "General" },
    {
      ...topic,
      sourceKey: "collection Containers in General",
      scheme: "PAPERS_WITH_CODE_METHOD",
      name: "Containers",
      parents: ["General"],
    },
    { ...topic, sourceKey: "area Computer Vision", scheme: "PAPERS_WITH_CODE_AREA", name: "Computer Vision" },
    {
      ...topic,
      sourceKey: "collection Shapes in Computer Vision",
      scheme: "PAPERS_WITH_CODE_METHOD",
      name: "Shapes",
      parents: ["Computer Vision"],
    },
    {
      ...topic,
      sourceKey: "method box",
      scheme: "PAPERS_WITH_CODE_METHOD",
      name: "BOX",
      parents: ["Containers", "Shapes"],
      aliases: ["Bounded Orthogonal eXtent"],
    },
    {
      ...emptyRecord,
      sourceKey: "paper of box",
      ownId: "boxes-in-boxes",
      papersWithCodeId: "boxes-in-boxes",
      title: "Boxes in Boxes",
      arxivId: "1805.01234",
      landingUrl: "https://arxiv.org/abs/1805.01234v2",
      labels: [{ scheme: "PAPERS_WITH_CODE_METHOD", label: "BOX", confidence: 1 }],
      url: "https://paperswithcode.com/paper/boxes-in-boxes",
      recordLicense: "CC-BY-SA-4.0",
    },
  ]);
});

test("a method without paper, full name or collections is a topic alone, and an area or collection is given once", async () => {
  const bare = {
    ...method,
    url: "https://paperswithcode.com/method/bare",
    name: "Bare",
    full_name: "Bare",
    paper: null,
    collections: [],
  };
  const again = {
    ...bare,
    url: "https://paperswithcode.com/method/more",
    name: "More",
    full_name: null,
    collections: method.collections,
  };
  const { records } = await reading(pwcMethods, [bare, method, again]);
  expect(records.map(({ sourceKey }) => sourceKey)).toEqual([
    "method bare",
    "area General",
    "collection Containers in General",
    "area Computer Vision",
    "collection Shapes in Computer Vision",
    "method box",
    "paper of box",
    "method more",
  ]);
  expect(
    (records as TopicRecord[]).filter(({ name }) => name === "Bare" || name === "More").map(({ aliases }) => aliases),
  ).toEqual([[], []]);
});

test("a method is no part of a collection of its own name", async () => {
  const own = { ...method, collections: [{ collection: "BOX", area: "General" }, method.collections[1]] };
  const { records } = await reading(pwcMethods, [own]);
  expect((records.find(({ sourceKey }) => sourceKey === "method box") as TopicRecord).parents).toEqual(["Shapes"]);
});

test("the source's address is the paper's only where it has the paper's title", async () => {
  const { records } = await reading(pwcMethods, [{ ...method, source_title: "Twelve Tips for Boxes" }]);
  expect(records.at(-1)).toMatchObject({ ownId: "boxes-in-boxes", arxivId: null, landingUrl: null });
});

test("the year 2000, which stands for none, dates no paper", async () => {
  const { records } = await reading(pwcMethods, [method]);
  expect((records.at(-1) as PaperRecord).publishedOn).toBeNull();
});

test("advertisements among the methods are reported, even where a dump begins with many", async () => {
  const names = ["Nimbus Air +1-855-555-0134", "How do I reach Nimbus?", "Nimbus Customer Service"];
  const spam = Array.from({ length: 12 }, (_, index) => ({ ...method, name: names[index % 3] }));
  const hidden = { ...method, full_name: "Call 855 555 0134" };
  const { records, problems, error } = await reading(pwcMethods, [...spam, hidden, method]);
  expect([records.length, problems.length, error]).toEqual([6, 13, null]);
  expect(problems[12]).toEqual({ line: 13, reason: "is an advertisement, and no method", record: '["BOX","Call 855 555 0134"]' });
});

test("what is no method is reported with its place", async () => {
  const { problems } = await reading(pwcMethods, [method, { ...method, url: null }, { ...method, name: "" }]);
  expect(problems.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    "2 url must be a method's page on paperswithcode.com, not null",
    "3 name must be a text of at most 200 characters",
  ]);
});

test("whatever stands in its fields, and however it is damaged, a dump gives records, problems or a SourceError", async () => {
  await expectToBearWrongFields(pwcMethods, [method]);
  await expectToBearDamage(pwcMethods, JSON.stringify([method, { ...method, name: "Other" }]));
}, 60_000);

testOnRealInput("reads 1,924 methods of 348 collections in 7 areas, and the 1,746 papers that introduced them", async () => {
  const { records, problems, error } = await reading(pwcMethods, gunzipSync(readFileSync(realFile("pwc/methods-2022.json.gz"))));
  expect([problems, error]).toEqual([[], null]);
  const count = (start: string) => records.filter(({ sourceKey }) => sourceKey.startsWith(start)).length;
  const papers = records.filter((record): record is PaperRecord => record.kind === "paper");
  expect({
    all: records.length,
    keys: new Set(records.map(({ sourceKey }) => sourceKey)).size,
    methods: count("method "),
    collections: count("collection "),
    areas: count("area "),
    papers: papers.length,
    fromArxiv: papers.filter(({ arxivId }) => arxivId !== null).length,
  }).toEqual({ all: 4_025, keys: 4_025, methods: 1_924, collections: 348, areas: 7, papers: 1_746, fromArxiv: 1_657 });
});
