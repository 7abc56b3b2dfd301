import { refreshTermStatistics } from "../src/importers/term-statistics";
import { useTestApp } from "./test-app";

const app = useTestApp();

const shared = { url: "https://github.com/seabirds/burrows" };

beforeAll(async () => {
  await app.importRecords([
    {
      title: "Burrow mapping with gannet cameras",
      abstract: "Theories of burrows, mapped. Cameras see what shovels miss.",
      categories: ["cs.CV"],
      repositories: [shared],
    },
    { title: "A theory of gannets", abstract: "One theory of how a gannet is seen by cameras.", categories: ["cs.CV"] },
    { title: "Pressure in pipes", abstract: "Measurements of flow.", repositories: [shared] },
    { title: "Gannets", abstract: null },
    { title: "Recognition of images", abstract: "Nothing else.", categories: ["cs.CV"] },
    { title: "Flow of time", abstract: "Clocks and what they show." },
    ...Array.from({ length: 20 }, (_, index) => ({
      title: `Filler ${index}`,
      abstract: "Something said often.",
      categories: ["math.CO"],
    })),
  ]);
  await refreshTermStatistics(app.db);
});

async function relatedTo(slug: string, first = 10) {
  const { paper } = await app.query(
    `query ($slug: String!, $first: Int) { paper(by: { slug: $slug }) { related(first: $first) { score reasons paper { title } } } }`,
    { slug, first },
  );
  return paper.related as { score: number; reasons: string[]; paper: { title: string } }[];
}

test("papers with words, topics or code in common come, the most first, each with its reasons", async () => {
  const related = await relatedTo("burrow-mapping-with-gannet-cameras");
  expect(
    related
      .slice(0, 2)
      .map(({ paper }) => paper.title)
      .sort(),
  ).toEqual(["A theory of gannets", "Pressure in pipes"]);
  expect(related.map(({ paper }) => paper.title)).toEqual(expect.arrayContaining(["Gannets", "Recognition of images"]));
  const reasonsOf = (title: string) => related.find(({ paper }) => paper.title === title)!.reasons;
  expect(reasonsOf("Pressure in pipes")).toEqual(["Code in common: seabirds/burrows"]);
  expect(reasonsOf("Gannets")).toEqual(["Words in common: gannet"]);
  expect(reasonsOf("A theory of gannets")).toEqual([
    "Topics in common: Computer Vision and Pattern Recognition",
    expect.stringMatching(/^Words in common: (?=.*gannet)(?=.*cameras)(?=.*theories)/),
  ]);
  for (const { score, reasons } of related) {
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(1);
    expect(reasons.length).toBeGreaterThan(0);
  }
  expect(related.map(({ score }) => score)).toEqual(related.map(({ score }) => score).sort((a, b) => b - a));
});

test("no paper is related to itself, and with nothing in common there are none", async () => {
  expect((await relatedTo("burrow-mapping-with-gannet-cameras")).map(({ paper }) => paper.title)).not.toContain(
    "Burrow mapping with gannet cameras",
  );
  expect((await relatedTo("flow-of-time")).map(({ paper }) => paper.title)).toEqual(["Pressure in pipes"]);
  await app.importRecords([{ title: "Zymurgy", abstract: null }]);
  expect(await relatedTo("zymurgy")).toEqual([]);
});

test("fewer can be asked for, and each paper of a page has its own", async () => {
  const [first] = await relatedTo("gannets");
  expect(await relatedTo("gannets", 1)).toEqual([first]);
  const { papers } = await app.query(`{ papers(first: 50) { nodes { slug related { score reasons paper { title } } } } }`);
  for (const slug of ["gannets", "pressure-in-pipes"])
    expect(papers.nodes.find((node: any) => node.slug === slug).related).toEqual(await relatedTo(slug));
});
