import { Socket } from "node:net";
import fc from "fast-check";
import "reflect-metadata";
import { arxivSnapshot } from "../src/importers/arxiv-snapshot";
import { CitationFormat } from "../src/papers/citation";
import type { Paper } from "../src/papers/paper";
import { cite, read } from "./cite";
import { importFile } from "./import-file";
import { realFile, testOnRealInput } from "./real-data";
import { useTestApp } from "./test-app";

const app = useTestApp();

/** Family and given name in one text, however the parts were divided. */
const fullName = (name: any) =>
  name.literal ?? [name.given, name["non-dropping-particle"], name.family, name.suffix].filter(Boolean).join(" ");

const preprint: Partial<Paper> = {
  slug: "state-spaces-in-linear-time",
  title: "State Spaces: GPU kernels for 3D models in linear time",
  arxivId: "2312.00752",
  publishedOn: "2023-12-01",
  landingUrl: "https://arxiv.org/abs/2312.00752",
};

test("a preprint in BibTeX names its place on arXiv, and keeps its capitals", () => {
  expect(cite("BIBTEX", preprint, ["Ada van der Berg", "José García", "OpenLab"], "cs.LG")).toBe(
    `@misc{vanderberg2023statespacesinlineartime,
  title = {State {Spaces}: {GPU} kernels for {3D} models in linear time},
  author = {van der Berg, Ada and García, José and {OpenLab}},
  year = {2023},
  month = dec,
  eprint = {2312.00752},
  archivePrefix = {arXiv},
  primaryClass = {cs.LG},
  url = {https://arxiv.org/abs/2312.00752}
}
`,
  );
});

test("a published paper in BibTeX names its journal or its conference, and its DOI", () => {
  const published = { doi: "10.1000/a_b", venue: "Journal of R&D 7", publishedOn: "2020-05-04" };
  expect(cite("BIBTEX", published)).toBe(
    `@article{lovelace2020apaper,
  title = {A paper},
  author = {Lovelace, Ada},
  journal = {Journal of R\\&D 7},
  year = {2020},
  month = may,
  doi = {10.1000/a_b},
  url = {https://doi.org/10.1000/a_b}
}
`,
  );
  expect(cite("BIBTEX", { ...published, venue: "ICML 2020" })).toMatch(/^@inproceedings\{[\s\S]*booktitle = \{ICML 2020\}/);
});

test("a preprint in RIS has one line for each author", () => {
  expect(cite("RIS", preprint, ["Ada van der Berg", "Martin King Jr.", "OpenLab"])).toBe(
    [
      "TY  - GEN",
      "AU  - van der Berg, Ada",
      "AU  - King, Martin, Jr.",
      "AU  - OpenLab",
      "DA  - 2023/12/01/",
      "PY  - 2023",
      "ID  - vanderberg2023statespacesinlineartime",
      "M1  - arXiv:2312.00752",
      "PB  - arXiv",
      "TI  - State Spaces: GPU kernels for 3D models in linear time",
      "UR  - https://arxiv.org/abs/2312.00752",
      "ER  - ",
      "",
    ].join("\n"),
  );
});

test("CSL-JSON is a list of one item, with names in parts", () => {
  expect(JSON.parse(cite("CSL_JSON", { ...preprint, doi: "10.1000/x" }, ["Lovelace, Ada, Jr.", "OpenLab"]))).toEqual([
    {
      id: "lovelace2023statespacesinlineartime",
      "citation-key": "lovelace2023statespacesinlineartime",
      type: "article",
      title: "State Spaces: GPU kernels for 3D models in linear time",
      author: [{ family: "Lovelace", given: "Ada", suffix: "Jr." }, { literal: "OpenLab" }],
      issued: { "date-parts": [[2023, 12, 1]] },
      publisher: "arXiv",
      number: "arXiv:2312.00752",
      DOI: "10.1000/x",
      URL: "https://arxiv.org/abs/2312.00752",
    },
  ]);
});

test("a paper of which only the title is known can be cited", () => {
  expect(cite("BIBTEX", {}, [])).toBe("@misc{apaper,\n  title = {A paper}\n}\n");
  expect(cite("RIS", {}, [])).toBe("TY  - GEN\nID  - apaper\nTI  - A paper\nER  - \n");
  expect(JSON.parse(cite("CSL_JSON", {}, []))).toHaveLength(1);
});

test("the id on arXiv tells year and month where no source gives a day", () => {
  expect(cite("BIBTEX", { arxivId: "2312.00752" })).toMatch(/year = \{2023\},\n {2}month = dec,/);
  expect(cite("BIBTEX", { arxivId: "hep-th/9901001" })).toMatch(/year = \{1999\},\n {2}month = jan,/);
});

test("authors beyond those that are shown are others", () => {
  expect(cite("BIBTEX", { authorCount: 51 }, ["Ada Lovelace"])).toContain("author = {Lovelace, Ada and others}");
  expect(read(cite("BIBTEX", { authorCount: 51 }))[0].author).toHaveLength(2);
});

test("keys differ for papers that differ, are made of letters and digits, and stay the same", () => {
  const keyOf = (slug: string, author: string) => /\{(.*),/.exec(cite("BIBTEX", { slug }, [author]))![1];
  expect(keyOf("on-memory", "王小明")).toMatch(/^[a-z]+onmemory$/);
  expect(keyOf("on-memory", "José García")).toBe("garciaonmemory");
  expect(keyOf("on-memory-0f3a9b12", "José García")).toBe("garciaonmemory0f3a9b12");
  expect(keyOf("on-memory", "José García")).toBe(keyOf("on-memory", "José García"));
});

test("a key of a long title is as long as people type, and still differs from those of titles that begin alike", () => {
  const slug = "a-very-long-title-of-a-series-of-papers-whose-parts-have-the-same-words-part";
  const keyOf = (part: string, author = "Ada Lovelace") =>
    /\{(.*),/.exec(cite("BIBTEX", { slug: `${slug}-${part}`, publishedOn: "2020-01-01" }, [author]))![1]!;
  expect(keyOf("i")).toMatch(/^lovelace2020averylongtitleofaseries[0-9a-f]{4}$/);
  expect(keyOf("i")).not.toBe(keyOf("ii"));
  expect(keyOf("i", `Ada ${"Wolfeschlegelstein".repeat(5)}`).length).toBeLessThanOrEqual(40);
});

test.each([
  "http://arxiv.org/abs/2312.00752v4",
  "https://www.arxiv.org/pdf/2312.00752v1.pdf",
  "https://export.arxiv.org/abs/2312.00752",
])("the address %s on arXiv is cited as the one that stays", (landingUrl) => {
  for (const format of ["BIBTEX", "RIS", "CSL_JSON"] as const)
    expect(read(cite(format, { ...preprint, landingUrl }))[0].URL).toBe("https://arxiv.org/abs/2312.00752");
  expect(cite("BIBTEX", { ...preprint, landingUrl: "https://example.org/abs/2312.00752v4" })).toContain("example.org");
});

const hostile = [
  "On {braces} and }{ more {",
  "100% of x_1$ & #2 at C:\\temp ~ ^ \\alpha \\",
  "A \"quoted\" ``title'' -- with --- dashes ''",
  "<b>Bold</b> and <i> alone, a<b and c>d",
  "Über Größe, Ångström, Łódź, İstanbul",
  "深度学习 и обучение, 한국어 – α-β, ∀x∈ℝ: ² ﬁ 🚀",
  "Two\nlines\r\n\tand\u0000\u0085 signs",
  "TY  - JOUR",
  "ER  - ",
  "@article{x, title = {y}}",
  "[u+7b] is no brace",
  "https://example.org/title, 10.1000/title and Q42",
  "e\u0301 in two characters",
  "A title of so many words that any writer which breaks lines after seventy characters breaks it in the middle of one of them",
];

test.each(hostile)("the title %j is read back from every format", (title) => {
  const plain = title
    .replace(/[\s\p{Cc}]+/gu, " ")
    .normalize("NFC")
    .trim();
  for (const format of ["BIBTEX", "RIS", "CSL_JSON"] as const) {
    const items = read(cite(format, { title, venue: title }));
    expect(items).toHaveLength(1);
    expect([format, items[0].title]).toEqual([format, plain]);
    expect([format, items[0]["container-title"]]).toEqual([format, plain]);
  }
});

const word = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{1,8}$/),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }),
  fc.constantFrom("{", "}", "\\", "%", "--", "''", "``", "<i>", "</i>", "~", "$", "a_b", "[u+41]", "and", "é"),
);
const text = fc
  .array(word, { minLength: 1, maxLength: 6 })
  .map((words) => words.join(" "))
  .filter((words) => /[A-Za-z]/.test(words) && !/\$.+\$/.test(words));

test("whatever the title and names hold, all formats say the same of them", () => {
  const name = fc
    .tuple(
      fc.stringMatching(/^[A-Z][a-z]{1,6}$/),
      word.filter((end) => !end.endsWith("-")),
    )
    .map((parts) => parts.join(" ").replaceAll(",", ""));
  fc.assert(
    fc.property(text, fc.array(name, { minLength: 1, maxLength: 4 }), (title, authors) => {
      const [csl] = JSON.parse(cite("CSL_JSON", { title }, authors));
      for (const format of ["BIBTEX", "RIS"] as const) {
        const [item] = read(cite(format, { title }, authors));
        expect([format, item.title]).toEqual([format, csl.title]);
        expect([format, item.author.map(fullName)]).toEqual([format, csl.author.map(fullName)]);
      }
    }),
  );
});

test("an address or DOI with braces does not end the entry", () => {
  const odd = { doi: "10.1000/}{\\x", landingUrl: "https://example.org/?q=}{" };
  const [item] = read(cite("BIBTEX", odd));
  expect(item).toMatchObject({ title: "A paper", DOI: "10.1000/%7D%7B%5Cx", URL: "https://example.org/?q=%7D%7B" });
});

test("formatting asks nobody, even where title and names look like something to look up", () => {
  const connect = jest.spyOn(Socket.prototype, "connect");
  for (const title of ["https://example.org/x.bib", "10.1000/x", "Q42", "@misc{a, title={b}}"])
    for (const format of Object.keys(CitationFormat) as (keyof typeof CitationFormat)[])
      cite(format, { title, doi: "10.1000/x", landingUrl: "https://example.org/x.json" }, [title]);
  expect(connect).not.toHaveBeenCalled();
  connect.mockRestore();
});

test("papers of a page are cited with two statements more, however many they are", async () => {
  await app.importRecords(
    [1, 2, 3, 4].map((number) => ({
      title: `Cited ${number}`,
      arxivId: `2401.0000${number}`,
      publishedOn: "2024-01-02",
      authors: ["Ada Lovelace", `Bo ${"Lind".repeat(number)}`],
      categories: ["cs.LG"],
    })),
  );
  const ask = (first: number) =>
    app.statements(() => app.query(`{ papers(first: ${first}) { nodes { formattedCitation(format: BIBTEX) } } }`));
  expect(await ask(4)).toHaveLength((await ask(1)).length);
  expect(await ask(4)).toHaveLength(3);
  const { papers } = await app.query(
    `{ papers(orderBy: TITLE) { nodes { authors { name } b: formattedCitation(format: BIBTEX) r: formattedCitation(format: RIS) c: formattedCitation(format: CSL_JSON) } } }`,
  );
  expect(papers.nodes[0].b).toContain("primaryClass = {cs.LG}");
  for (const { authors, b, r, c } of papers.nodes)
    for (const citation of [b, r, c])
      expect(read(citation)[0].author.map(fullName)).toEqual(authors.map(({ name }: { name: string }) => name));
});

test("a paper in an archive that has subject classes today is cited in that archive", async () => {
  await app.importRecords([{ title: "Cited of old", arxivId: "astro-ph/9901001", categories: ["astro-ph", "hep-th"] }]);
  const { paper } = await app.query(`{ paper(by: { arxivId: "astro-ph/9901001" }) { formattedCitation(format: BIBTEX) } }`);
  expect(paper.formattedCitation).toContain("primaryClass = {astro-ph}");
});

testOnRealInput("titles, authors and DOIs of real papers are read back from every format", async () => {
  await importFile(app.db, arxivSnapshot, realFile("arxiv-snapshot"));
  const { papers } = await app.query(
    `{ papers(first: 100, filter: { topics: { anyOf: ["mathematics", "physics"] } }) { nodes { title doi authors { name } b: formattedCitation(format: BIBTEX) r: formattedCitation(format: RIS) } } }`,
  );
  expect(papers.nodes.length).toBeGreaterThan(50);
  for (const { title, doi, authors, b, r } of papers.nodes)
    for (const citation of [b, r]) {
      const [item] = read(citation);
      expect(item.DOI ?? null).toBe(doi);
      if (citation === b && /\$.+\$/.test(title)) expect(b).toContain(/\$.+?\$/.exec(title)![0]);
      else expect(item.title).toBe(title.normalize("NFC"));
      expect(item.author).toHaveLength(authors.length);
    }
});

test("a format that is not known is refused", async () => {
  const { errors } = await app.send(`{ papers { nodes { formattedCitation(format: WORD) } } }`);
  expect(errors[0].extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
});
