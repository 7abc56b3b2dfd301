import { loadVocabulary } from "../src/topics/vocabulary";
import { useTestApp } from "./test-app";

const app = useTestApp();
const vocabulary = loadVocabulary();
const named = vocabulary.filter(({ kind }) => kind !== "CATEGORY");

test("every topic is found by its slug, and each but a category by its own name", async () => {
  const find = async (name: string) =>
    (await app.query(`query ($name: String!) { topic(by: { slug: $name }) { slug } }`, { name })).topic?.slug;
  for (const { slug, name, kind } of vocabulary) {
    expect(await find(slug)).toBe(slug);
    if (kind !== "CATEGORY") expect(await find(name.toUpperCase())).toBe(slug);
  }
}, 60_000);

test("a category is found by its code, whatever case", async () => {
  const { a, b } = await app.query(`{ a: topic(by: { slug: "cs.LG" }) { slug name } b: topic(by: { slug: "CS.lg" }) { slug } }`);
  expect([a, b]).toEqual([{ slug: "cs-lg", name: "Machine Learning" }, { slug: "cs-lg" }]);
});

test("a text finds every topic whose name it begins a word of, and an empty one finds all", async () => {
  const count = async (text: string) =>
    (await app.query(`query ($text: String!) { topics(filter: { text: $text }) { totalCount } }`, { text })).topics.totalCount;
  expect(await count("")).toBe(vocabulary.length);
  for (const { slug, name } of named.filter((_, index) => index % 20 === 0)) {
    const { topics } = await app.query(
      `query ($text: String!) { topics(filter: { text: $text }, first: 100) { nodes { slug } } }`,
      { text: name.slice(0, -1) },
    );
    expect(topics.nodes.map((topic: { slug: string }) => topic.slug)).toContain(slug);
  }
});
