import { loadVocabulary } from "../src/topics/vocabulary";
import { useTestApp } from "./test-app";

const app = useTestApp();
const vocabulary = loadVocabulary();
const named = vocabulary.filter(({ kind }) => kind !== "CATEGORY");

test("every topic is found by its slug, and each but a category by its own name", async () => {
  const names = vocabulary.flatMap(({ slug, name, kind }) => [
    [slug, slug],
    ...(kind === "CATEGORY" ? [] : [[name.toUpperCase(), slug]]),
  ]);
  const AT_ONCE = 50;
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const asked = names.slice(start, start + AT_ONCE);
    const fields = asked.map(([name], index) => `t${index}: topic(by: { slug: ${JSON.stringify(name)} }) { slug }`);
    const found = Object.values<{ slug: string } | null>(await app.query(`{ ${fields.join(" ")} }`));
    expect(found.map((topic) => topic?.slug)).toEqual(asked.map(([, slug]) => slug));
  }
});

test("a category is found by its code, whatever case", async () => {
  const { a, b } = await app.query(`{ a: topic(by: { slug: "cs.LG" }) { slug name } b: topic(by: { slug: "CS.lg" }) { slug } }`);
  expect([a, b]).toEqual([{ slug: "cs-lg", name: "Machine Learning" }, { slug: "cs-lg" }]);
});

test("a text finds every topic whose name it begins a word of, and an empty one finds all", async () => {
  const count = async (text: string) =>
    (await app.query(`query ($text: String!) { topics(filter: { text: $text }) { totalCount } }`, { text })).topics.totalCount;
  expect(await count("")).toBe(vocabulary.length);
  for (const { slug, name } of named.filter((_, index) => index % 80 === 0)) {
    const { topics } = await app.query(
      `query ($text: String!) { topics(filter: { text: $text }, first: 100) { nodes { slug } } }`,
      { text: name.slice(0, -1) },
    );
    expect(topics.nodes.map((topic: { slug: string }) => topic.slug)).toContain(slug);
  }
});
