import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { emptyRecord, type PaperRecord, type TopicRecord } from "../../src/importers/importer";
import { pwcEvaluations } from "../../src/importers/pwc-evaluations";
import { realFile, testOnRealInput } from "../real-data";
import { expectToBearDamage, expectToBearWrongFields, reading } from "./reading";

const row = {
  code_links: [
    { title: "ada/boxes", url: "https://github.com/ada/boxes" },
    { title: "toolkit/boxes", url: "https://github.com/toolkit/boxes/tree/main/packing" },
  ],
  metrics: { Volume: "15.8" },
  model_links: [],
  model_name: "BoxNet",
  paper_date: "2018-05-27",
  paper_title: "Boxes in\nBoxes",
  paper_url: "http://arxiv.org/abs/1805.01234v4",
};

const table = (...rows: unknown[]) => ({
  dataset: "BoxSet",
  dataset_links: [],
  description: "",
  sota: { metrics: ["Volume"], rows },
  subdatasets: [],
});

const task = (name: string, parts: object = {}) => ({
  categories: [],
  datasets: [],
  description: "",
  source_link: null,
  subtasks: [],
  synonyms: [],
  task: name,
  ...parts,
});

const topic = { kind: "topic", scheme: "PAPERS_WITH_CODE_TASK", parents: [], aliases: [], recordLicense: "CC-BY-SA-4.0" };
const isPaper = (record: { kind: string }): record is PaperRecord => record.kind === "paper";

test("reads a task whole: its areas, names and places, and the papers in its tables", async () => {
  const below = task("3D Packing", { categories: ["Robots"] });
  const source = [
    task("Packing", { categories: ["Computer Vision"], synonyms: ["Bin Packing"], datasets: [table(row)], subtasks: [below] }),
  ];
  const { records, problems, error } = await reading(pwcEvaluations, source, {}, 19);
  expect([problems, error]).toEqual([[], null]);
  const mention = { isOfficial: false, framework: null, evidence: "STATED_BY_SOURCE", starCount: null };
  expect(records).toEqual([
    { ...topic, sourceKey: "area Computer Vision", scheme: "PAPERS_WITH_CODE_AREA", name: "Computer Vision" },
    { ...topic, sourceKey: "task Packing", name: "Packing", parents: ["Computer Vision"], aliases: ["Bin Packing"] },
    {
      ...emptyRecord,
      sourceKey: "Packing: 1805.01234",
      title: "Boxes in Boxes",
      arxivId: "1805.01234",
      publishedOn: "2018-05-27",
      landingUrl: "http://arxiv.org/abs/1805.01234v4",
      labels: [{ scheme: "PAPERS_WITH_CODE_TASK", label: "Packing", confidence: 1 }],
      repositories: [
        { ...mention, url: "https://github.com/ada/boxes" },
        { ...mention, url: "https://github.com/toolkit/boxes/tree/main/packing" },
      ],
      recordLicense: "CC-BY-SA-4.0",
    },
    { ...topic, sourceKey: "area Robots", scheme: "PAPERS_WITH_CODE_AREA", name: "Robots" },
    { ...topic, sourceKey: "task 3D Packing in Packing", name: "3D Packing", parents: ["Packing", "Robots"] },
  ]);
});

test("the rows of one paper in a task are one record with the code of all, whatever version they name", async () => {
  const more = {
    ...row,
    paper_url: "https://arxiv.org/pdf/1805.01234v1.pdf",
    model_name: "BoxNet 2",
    code_links: [{ url: "https://github.com/new/boxes" }, row.code_links[0]],
  };
  const { records } = await reading(pwcEvaluations, [task("Packing", { datasets: [table(row), table(more)] })]);
  const papers = records.filter(isPaper);
  expect(papers.map(({ sourceKey, repositories }) => [sourceKey, repositories.map(({ url }) => url)])).toEqual([
    [
      "Packing: 1805.01234",
      ["https://github.com/ada/boxes", "https://github.com/toolkit/boxes/tree/main/packing", "https://github.com/new/boxes"],
    ],
  ]);
});

test("a paper in the tables of two tasks is a record of each", async () => {
  const { records } = await reading(pwcEvaluations, [
    task("A", { datasets: [table(row)] }),
    task("B", { datasets: [table(row)] }),
  ]);
  expect(records.filter(isPaper).map(({ sourceKey, labels }) => [sourceKey, labels[0]!.label])).toEqual([
    ["A: 1805.01234", "A"],
    ["B: 1805.01234", "B"],
  ]);
});

test("a task below several others has all these places, and its tables are read once", async () => {
  const shared = task("Shared", { datasets: [table(row)] });
  const { records } = await reading(pwcEvaluations, [
    task("A", { subtasks: [shared] }),
    task("B", { subtasks: [shared, shared] }),
    shared,
  ]);
  expect(records.map(({ sourceKey }) => sourceKey)).toEqual([
    "task A",
    "task Shared in A",
    "Shared: 1805.01234",
    "task B",
    "task Shared in B",
    "task Shared",
  ]);
});

test.each([
  ["https://doi.org/10.1000/Boxes", "10.1000/boxes", { doi: "10.1000/boxes" }],
  ["https://openreview.net/forum?id=abc-DEF_1", "https://openreview.net/forum?id=abc-DEF_1", { openReviewId: "abc-DEF_1" }],
  [
    "https://papers.example.org/a%20b.html",
    "https://papers.example.org/a%20b.html",
    { landingUrl: "https://papers.example.org/a%20b.html" },
  ],
  [
    "https://paperswithcode.com/paper/boxes-in-boxes",
    "https://paperswithcode.com/paper/boxes-in-boxes",
    { papersWithCodeId: "boxes-in-boxes" },
  ],
  ["", "boxes in boxes", { landingUrl: null }],
  ["not an address", "boxes in boxes", { landingUrl: null }],
])("a row with the address %j is of the paper %s", async (paper_url, key, fields) => {
  const { records } = await reading(pwcEvaluations, [
    task("Packing", { datasets: [table({ ...row, paper_url, paper_date: null })] }),
  ]);
  expect(records.find(isPaper)).toMatchObject({ sourceKey: `Packing: ${key}`, publishedOn: null, ownId: null, ...fields });
});

test("rows that name no paper are reported with the place of the task that they come with", async () => {
  const nameless = { ...row, paper_title: "", paper_url: "" };
  const { records, problems } = await reading(pwcEvaluations, [
    task("A"),
    task("B", { subtasks: [task("C", { datasets: [table(nameless, 7, row)] })] }),
  ]);
  expect(records.filter(isPaper)).toHaveLength(1);
  expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
    [2, "the row names no paper"],
    [2, "the row names no paper"],
  ]);
});

test("a task without a name is reported, and what stands below it is read, as if it stood in its place", async () => {
  const source = [
    task("A", { subtasks: [task(" ", { subtasks: [task("C")] }), null] }),
    task("", { subtasks: [task("D")] }),
    task(""),
  ];
  const { records, problems, error } = await reading(pwcEvaluations, source);
  expect((records as TopicRecord[]).map(({ name, parents }) => [name, parents])).toEqual([
    ["A", []],
    ["C", ["A"]],
    ["D", []],
  ]);
  expect(problems.map(({ line, reason }) => [line, reason])).toEqual(
    [1, 1, 2, 3].map((line) => [line, "task must be a text of at most 200 characters"]),
  );
  expect(error).toBeNull();
});

test("a task may be longer than other records are, as it comes with all that is below it", async () => {
  const rows = Array.from({ length: 50 }, (_, index) => ({ ...row, paper_url: `https://arxiv.org/abs/1805.${10_000 + index}` }));
  const options = { maxLineBytes: 1_000 };
  expect((await reading(pwcEvaluations, [task("A", { datasets: [table(...rows)] })], options)).records).toHaveLength(51);
  const longer = [task("A", { datasets: [table(...rows, ...rows, ...rows)] })];
  expect((await reading(pwcEvaluations, longer, options)).error?.message).toBe("entry 1: must be at most 32000 bytes long");
});

test("tasks inside of tasks without end are refused", async () => {
  let deep: object = task("0");
  for (let depth = 1; depth < 100; depth++) deep = task(`${depth}`, { subtasks: [deep] });
  expect((await reading(pwcEvaluations, [deep])).error?.message).toMatch(/must not nest deeper/);
});

test("whatever stands in its fields, and however it is damaged, a dump gives records, problems or a SourceError", async () => {
  const source = [
    task("A", { categories: ["Robots"], datasets: [table(row)], subtasks: [task("B", { datasets: [table(row)] })] }),
  ];
  await expectToBearWrongFields(pwcEvaluations, source);
  await expectToBearDamage(pwcEvaluations, JSON.stringify(source));
}, 60_000);

testOnRealInput("reads 28,183 rows of 2,017 tasks: every task with all its places, every paper of every task", async () => {
  const bytes = gunzipSync(readFileSync(realFile("pwc/evaluation_tables-2020.json.gz")));
  const { records, problems, error } = await reading(pwcEvaluations, bytes);
  expect(error).toBeNull();

  const expected = {
    tasks: 0,
    rows: 0,
    withoutPaper: 0,
    toldAgain: 0,
    names: new Set<string>(),
    places: new Set<string>(),
    papers: new Set<string>(),
  };
  const count = (tasks: any[], above: string): void => {
    for (const { task, datasets, subtasks } of tasks) {
      const name = task.replace(/ +/g, " ");
      expected.tasks++;
      const isAgain = expected.names.has(name);
      expected.names.add(name);
      if (name !== "") expected.places.add(above === "" ? `task ${name}` : `task ${name} in ${above}`);
      for (const { sota } of datasets)
        for (const { paper_title, paper_url } of sota.rows) {
          expected.rows++;
          if (paper_title === "") expected[isAgain ? "toldAgain" : "withoutPaper"]++;
          else
            expected.papers.add(
              `${name}: ${/\d{4}\.\d{5}|\d{4}\.\d{4}/.exec(paper_url.match(/arxiv.*/)?.[0] ?? "")?.[0] ?? paper_url}`,
            );
        }
      count(subtasks, name || above);
    }
  };
  count(JSON.parse(bytes.toString()), "");
  expect([expected.tasks, expected.rows, expected.withoutPaper, expected.toldAgain]).toEqual([2_017, 28_183, 644, 162]);

  const papers = records.filter(isPaper);
  const topics = records.filter((record): record is TopicRecord => record.kind === "topic");
  const tasks = topics.filter(({ scheme }) => scheme === "PAPERS_WITH_CODE_TASK");
  expect(new Set(tasks.map(({ sourceKey }) => sourceKey))).toEqual(expected.places);
  expect({
    papers: papers.length,
    keys: new Set(records.map(({ sourceKey }) => sourceKey)).size,
    names: new Set(tasks.map(({ name }) => name)).size,
    places: tasks.length,
    areas: topics.length - tasks.length,
    fromArxiv: papers.filter(({ arxivId }) => arxivId !== null).length,
    withDoi: papers.filter(({ doi }) => doi !== null).length,
    withCode: papers.filter(({ repositories }) => repositories.length > 0).length,
  }).toEqual({
    papers: expected.papers.size,
    keys: records.length,
    names: 1_552,
    places: 1_753,
    areas: 16,
    fromArxiv: 4_960,
    withDoi: 113,
    withCode: 4_274,
  });
  const reasons = new Map<string, number>();
  for (const { reason } of problems) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  expect(Object.fromEntries(reasons)).toEqual({
    "the row names no paper": expected.withoutPaper,
    "task must be a text of at most 200 characters": 1,
  });
});
