import { readFileSync } from "node:fs";
import { githubRankings } from "../../src/importers/github-rankings";
import { githubStars } from "../../src/importers/github-stars";
import type { RepositoryRecord } from "../../src/importers/importer";
import { realFile, testOnRealInput } from "../real-data";
import { expectToBearDamage, expectToBearWrongFields, reading } from "./reading";

const HEAD = "rank,item,repo_name,stars,forks,language,repo_url,username,issues,last_commit,description";
const line = (name: string, change: { stars?: string; language?: string; item?: string } = {}) =>
  `1,${change.item ?? "top-100-stars"},${name},${change.stars ?? "375927"},34308,${change.language ?? "C++"},https://github.com/Ada/${name},Ada,199,2023-10-14T20:53:06Z,"Boxes, in ""boxes"""`;
const ranking = (...lines: string[]) => [HEAD, ...lines, ""].join("\n");
const named = { fileName: "github-ranking-2023-10-15.csv" };

const starred = {
  last_updated: "2026-04-21 10:16 UTC",
  repos: {
    "Ada/Boxes": {
      metadata: {
        full_name: "Ada/Boxes",
        name: "Boxes",
        owner: "Ada",
        description: "Boxes in\r\n boxes",
        stars: 422,
        language: "N/A",
        url: "https://github.com/Ada/Boxes",
        homepage: "",
        topics: ["packing", "boxes"],
        updated_at: "2026-04-17",
      },
      summary: { en: "It boxes.", tags_en: ["Containers"] },
      pushed_at: "2026-02-17",
      updated_at: "2026-02-27",
    },
  },
};

const known = { kind: "repository", license: null, isArchived: null, topics: [], recordLicense: "MIT" };
const repositories = (records: unknown) => records as RepositoryRecord[];

test("a ranking is read whole, its day from the file's name", async () => {
  const { records, problems, error } = await reading(githubRankings, ranking(line("Boxes")), named, 9);
  expect([problems, error]).toEqual([[], null]);
  expect(records).toEqual([
    {
      ...known,
      sourceKey: "ranking 2023-10-15 https://github.com/ada/boxes",
      url: "https://github.com/Ada/Boxes",
      description: 'Boxes, in "boxes"',
      starCount: 375_927,
      language: "C++",
      pushedAt: "2023-10-14T20:53:06.000Z",
      observedOn: "2023-10-15",
    },
  ]);
});

test("a repository in several rankings of a day is given once, as its first row tells; of two days, of each", async () => {
  const source = ranking(line("Boxes"), line("boxes", { item: "C++", stars: "375930" }), line("Other", { language: "" }));
  const { records } = await reading(githubRankings, source, named);
  expect(repositories(records).map(({ url, starCount, language }) => [url, starCount, language])).toEqual([
    ["https://github.com/Ada/Boxes", 375_927, "C++"],
    ["https://github.com/Ada/Other", 375_927, null],
  ]);
  const later = await reading(githubRankings, source, { ...named, listedOn: "2026-08-22" });
  expect(repositories(later.records).map(({ observedOn }) => observedOn)).toEqual(["2026-08-22", "2026-08-22"]);
  const undated = await reading(githubRankings, source);
  expect(repositories(undated.records)[0]).toMatchObject({
    observedOn: null,
    sourceKey: "ranking undated https://github.com/ada/boxes",
  });
});

test("rows of a ranking that are wrong are reported with their lines, and another table is refused", async () => {
  const source = ranking(line("Boxes"), "2,too,short", line("Odd", { stars: "many" }), line("a b/c"));
  const { records, problems } = await reading(githubRankings, source, named);
  expect(repositories(records).map(({ starCount }) => starCount)).toEqual([375_927, null]);
  expect(problems.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    "3 must have 11 values, not 3",
    '5 its address must be that of a repository, not "https://github.com/Ada/a b/c"',
  ]);
  expect((await reading(githubRankings, "name,stars\na,1\n")).error?.message).toMatch(/column names with repo_url/);
});

test("a starred list is read whole: its topics, its day, and no language where it has none", async () => {
  const { records, problems, error } = await reading(githubStars, starred, {}, 9);
  expect([problems, error]).toEqual([[], null]);
  expect(records).toEqual([
    {
      ...known,
      sourceKey: "starred 2026-04-21 https://github.com/ada/boxes",
      url: "https://github.com/Ada/Boxes",
      description: "Boxes in boxes",
      starCount: 422,
      language: null,
      pushedAt: "2026-02-17T00:00:00.000Z",
      topics: ["packing", "boxes"],
      observedOn: "2026-04-21",
    },
  ]);
});

test("entries of a starred list that are wrong are reported, and another document is refused", async () => {
  const source = { ...starred, repos: { ...starred.repos, a: 7, b: { metadata: { url: "https://example.org" } } } };
  const { records, problems } = await reading(githubStars, source);
  expect(records).toHaveLength(1);
  expect(problems.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    '2 must be an object with "metadata"',
    '3 its address must be that of a repository, not "https://example.org"',
  ]);
  for (const other of [[], { repos: [] }, 7])
    expect((await reading(githubStars, other)).error?.message).toMatch(/expected an object with the repositories/);
});

test("whatever stands in their fields, and however they are damaged, lists give records, problems or a SourceError", async () => {
  await expectToBearWrongFields(githubStars, starred);
  await expectToBearDamage(githubStars, JSON.stringify(starred));
  await expectToBearDamage(githubRankings, ranking(line("Boxes"), line("Other")), named);
}, 60_000);

testOnRealInput("reads 3,467 and 3,449 repositories of two rankings, of 3,600 rows each, and 314 of a starred list", async () => {
  const read = async (importer: typeof githubStars, fileName: string) => {
    const { records, problems, error } = await reading(importer, readFileSync(realFile(`github/${fileName}`)), { fileName });
    expect([problems, error]).toEqual([[], null]);
    return repositories(records);
  };
  const early = await read(githubRankings, "github-ranking-2023-10-15.csv");
  const late = await read(githubRankings, "github-ranking-2026-08-22.csv");
  const list = await read(githubStars, "BeHappy216-stars.json");
  const stars = new Map(early.map(({ url, starCount }) => [url.toLowerCase(), starCount!]));
  const inBoth = late.filter(({ url }) => stars.has(url.toLowerCase()));
  expect({
    early: early.length,
    late: late.length,
    days: [...new Set([...early, ...late, ...list].map(({ observedOn }) => observedOn))],
    inBoth: inBoth.length,
    grown: inBoth.filter(({ url, starCount }) => starCount! > stars.get(url.toLowerCase())!).length,
    list: list.length,
    withTopics: list.filter(({ topics }) => topics.length > 0).length,
    topics: list.reduce((sum, { topics }) => sum + topics.length, 0),
    withoutStars: [...early, ...late, ...list].filter(({ starCount }) => starCount === null).length,
  }).toEqual({
    early: 3_467,
    late: 3_449,
    days: ["2023-10-15", "2026-08-22", "2026-04-21"],
    inBoth: 2_284,
    grown: 2_016,
    list: 314,
    withTopics: 211,
    topics: 1_973,
    withoutStars: 0,
  });
});
