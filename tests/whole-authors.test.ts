import { AuthorsWhole1795392000016 } from "../migrations/1795392000016-AuthorsWhole";
import { useTestApp } from "./test-app";

const app = useTestApp();

const asked = async (arxivId: string): Promise<any> => {
  const { paper } = await app.query(
    `query ($arxivId: String!) { paper(by: { arxivId: $arxivId }) {
      authorCount authorsAreComplete authors { name } b: formattedCitation(format: BIBTEX) r: formattedCitation(format: RIS) c: formattedCitation(format: CSL_JSON) } }`,
    { arxivId },
  );
  return paper;
};

const first = { title: "Told by its first author", arxivId: "2401.00001", authors: ["Ada Lovelace"], areAuthorsWhole: false };

test("a paper of which a source names only the first author says so, in the graph and in citations, until another names all", async () => {
  await app.importRecords([first], "pages");
  const { b, r, c, ...paper } = await asked("2401.00001");
  expect(paper).toEqual({ authorCount: 1, authorsAreComplete: false, authors: [{ name: "Ada Lovelace" }] });
  expect(b).toContain("author = {Lovelace, Ada and others}");
  expect(r).toContain("AU  - Lovelace, Ada\nAU  - others\n");
  expect(JSON.parse(c)[0].author).toEqual([{ family: "Lovelace", given: "Ada" }, { literal: "others" }]);

  await app.importRecords([{ ...first, authors: ["Ada Lovelace", "Bo Lind"], areAuthorsWhole: true }], "catalogue");
  const whole = await asked("2401.00001");
  expect(whole).toMatchObject({ authorCount: 2, authorsAreComplete: true });
  expect([whole.b, whole.r, whole.c].join()).not.toContain("others");
});

test("authors that nobody names are not complete", async () => {
  await app.importRecords([{ title: "Told by nobody", arxivId: "2401.00002" }]);
  expect(await asked("2401.00002")).toMatchObject({ authorCount: 0, authorsAreComplete: false });
});

test("papers that were there before are complete or not as if they had come since", async () => {
  await app.importRecords([{ ...first, title: "Another", arxivId: "2401.00003" }]);
  const kept = () => app.db.query("select arxiv_id, are_authors_whole from paper order by arxiv_id");
  const before = await kept();
  expect(new Set(before.map((row: any) => row.are_authors_whole)).size).toBe(2);
  const run = app.db.createQueryRunner();
  await new AuthorsWhole1795392000016().down(run);
  await new AuthorsWhole1795392000016().up(run);
  await run.release();
  expect(await kept()).toEqual(before);
});
