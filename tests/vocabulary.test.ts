import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { projectDir } from "../src/project-dir";
import { drawTopicPage } from "../src/topics/topic-page";
import { loadVocabulary, parseVocabulary, type VocabularyTopic } from "../src/topics/vocabulary";
import { realFile, testOnRealInput } from "./real-data";

const topic = (slug: string, fields: Partial<VocabularyTopic> = {}) => ({
  slug,
  name: slug,
  kind: "AREA",
  parents: [],
  aliases: [],
  description: "A field.",
  ...fields,
});

const faultsOf = (json: unknown): string => {
  try {
    parseVocabulary(json);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

describe("the checker", () => {
  test("gives the topics back, in their order", () => {
    const vision = topic("vision");
    const detection = topic("detection", { kind: "TASK", parents: ["vision"], near: { detection: ["object"] }, match: true });
    expect(parseVocabulary([vision, detection])).toEqual([vision, detection]);
    expect(parseVocabulary([])).toEqual([]);
  });

  test("says what it expected where the file is not a list of topics", () => {
    expect(faultsOf({ topics: [] })).toBe('Bad vocabulary: expected an array of topics, not {"topics":[]}');
    expect(faultsOf(undefined)).toContain("not undefined");
    expect(faultsOf([null])).toContain("topic 0: expected an object, not null");
  });

  test.each<[string, object, string]>([
    ["a slug that is not kebab-case", { slug: "Deep Learning" }, 'slug must be kebab-case, not "Deep Learning"'],
    ["a name without a letter or digit", { name: "--" }, "name must be a phrase"],
    ["an unknown kind", { kind: "FIELD" }, 'kind must be one of AREA, TASK, METHOD, CATEGORY, not "FIELD"'],
    ["an area without a description", { description: null }, "description must be a sentence"],
    ["parents that are not a list", { parents: "vision" }, 'parents must be an array of slugs, not "vision"'],
    ["an empty alias", { aliases: [" "] }, "aliases must be an array of phrases"],
    ["phrases without any", { phrases: [] }, "phrases must be an array of phrases"],
    ["a near of several words", { near: { a: ["two words"] } }, "near must be an object of alias to a list of single words"],
    [
      "a near about somebody else's alias",
      { near: { GAN: ["image"] } },
      'near must be about the topic\'s own name, aliases or phrases, not "GAN"',
    ],
    [
      "mappings to a list that nobody knows",
      { mappings: { acm: ["I.2"] } },
      "mappings must be an object with lists under openalex",
    ],
    ["a mapping to nothing", { mappings: { github: [] } }, "mappings must be an object with lists under"],
    ["a match that is not a truth value", { match: "no" }, 'match must be true or false, not "no"'],
    ["a field that nobody reads", { alias: ["x"] }, 'alias must be absent: a topic has no such field, not ["x"]'],
  ])("refuses %s", (_, fields, message) => {
    expect(faultsOf([{ ...topic("a"), ...fields }])).toContain(message);
  });

  test("lists every fault at once, each with its topic", () => {
    const faults = faultsOf([topic("a", { parents: ["nowhere"] }), topic("b", { kind: "METHOD" }), topic("a")]);
    expect(faults).toContain("a: slug must be unique");
    expect(faults).toContain('a: parent must be a topic of the vocabulary, not "nowhere"');
    expect(faults).toContain("b: a METHOD must lie under an AREA, but its parents are []");
  });

  test("refuses circles, and names the topics in them", () => {
    const faults = faultsOf([topic("a", { parents: ["b"] }), topic("b", { parents: ["a"] }), topic("c", { parents: ["c"] })]);
    expect(faults).toContain("a: must not be its own ancestor, but it is, through b");
    expect(faults).toContain("b: must not be its own ancestor");
    expect(faults).toContain("c: must not be its own ancestor");
  });

  test("refuses a phrase of two topics, also where only case, hyphen, plural or spelling differ", () => {
    const faults = faultsOf([
      topic("a", { aliases: ["neural-networks", "color constancy"] }),
      topic("b", { aliases: ["Neural Network"] }),
      topic("c", { aliases: ["colour constancy", "C"] }),
    ]);
    expect(faults).toContain('b: "Neural Network" must name one topic, but a has it too');
    expect(faults).toContain('c: "colour constancy" must name one topic, but a has it too');
    expect(faults).toContain('c: "C" must name one topic, but this topic has it twice');
  });

  test("lets categories share a name, but not a code", () => {
    const category = (slug: string, code: string) =>
      topic(slug, { name: "Information Theory", kind: "CATEGORY", aliases: [code], description: null });
    expect(faultsOf([category("cs-it", "cs.IT"), category("math-it", "math.IT")])).toBe("");
    expect(faultsOf([category("cs-it", "cs.IT"), category("math-it", "cs.it")])).toContain("cs-it has it too");
  });

  test("lets a code, id or name stand for one topic, and a name of Papers with Code for the topic of that very name", () => {
    const faults = faultsOf([
      topic("a", { mappings: { openalex: ["T1"] } }),
      topic("b", { mappings: { openalex: ["T1"], papersWithCode: ["Image-Deblurring"] }, phrases: ["image deblurring"] }),
      topic("c", { aliases: ["blurring (of images)"], mappings: { papersWithCode: ["Blurring of Images", "C"] } }),
    ]);
    expect(faults).toContain('b: openalex "T1" must be mapped once, but a has it too');
    expect(faults).toContain('b: papersWithCode must be its name or one of its aliases, not "Image-Deblurring"');
    expect(faults).not.toContain("c: ");
  });

  test("lets no slug be a phrase, since a slug names its topic", () => {
    const faults = faultsOf([topic("a", { phrases: ["Chess engine"] }), topic("chess-engines", { name: "Game Programs" })]);
    expect(faults).toContain("chess-engines: slug must name the topic alone, but a has it as a phrase");
  });
});

describe("the bundled vocabulary", () => {
  const topics = loadVocabulary();
  const ofKind = (kind: string) => topics.filter((entry) => entry.kind === kind);

  test("is without fault and rich", () => {
    expect(topics.length - ofKind("CATEGORY").length).toBeGreaterThanOrEqual(800);
    for (const kind of ["AREA", "TASK", "METHOD"]) expect(ofKind(kind).length).toBeGreaterThan(80);
  });

  /** Archives of arXiv that have other names or subject classes today: older papers still stand in them. */
  const FORMER =
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat dg-ga funct-an mtrl-th patt-sol plasm-ph q-alg q-bio solv-int supr-con".split(
      " ",
    );

  test("has the 155 categories of arXiv and the former ones, each found by its code", () => {
    expect(ofKind("CATEGORY")).toHaveLength(155 + FORMER.length);
    for (const { slug, aliases } of ofKind("CATEGORY"))
      expect(aliases.map((code) => code.toLowerCase().replace(".", "-"))).toEqual([slug]);
  });

  test("places every topic but a few roots below another", () => {
    const roots = topics.filter(({ parents }) => parents.length === 0);
    expect(roots.every(({ kind, match }) => kind === "AREA" && match === false)).toBe(true);
  });

  test("describes every topic of its own in one sentence", () => {
    const described = topics.filter(({ kind }) => kind !== "CATEGORY");
    for (const { description } of described) expect(description).toMatch(/^[A-Z0-9].{10,160}\.$/);
    expect(new Set(described.map(({ description }) => description)).size).toBe(described.length);
  });

  testOnRealInput("has exactly the categories of arXiv's taxonomy, and the former ones", async () => {
    const codes = Object.keys(JSON.parse(readFileSync(realFile("taxonomy/arxiv_taxonomy.json"), "utf8")));
    expect(
      ofKind("CATEGORY")
        .flatMap(({ aliases }) => aliases)
        .sort(),
    ).toEqual([...codes, ...FORMER].sort());
  });
});

test("docs/topics.md draws the vocabulary; `npm run docs:topics` writes it", () => {
  const page = readFileSync(join(projectDir, "docs/topics.md"), "utf8");
  expect(page).toBe(drawTopicPage(loadVocabulary()));
});

test("the page names each task, method and category under the nearest areas above it, and draws each area", () => {
  const [ai, vision, robots] = [topic("ai"), topic("vision", { parents: ["ai"] }), topic("robots", { parents: ["ai"] })];
  const page = drawTopicPage(
    parseVocabulary([
      ...[ai, vision, robots],
      topic("detection", { name: "Detection", kind: "TASK", parents: ["vision"] }),
      topic("yolo", { name: "YOLO", kind: "METHOD", parents: ["detection", "robots"] }),
      topic("cs-cv", { name: "Seeing", kind: "CATEGORY", parents: ["vision"], aliases: ["cs.CV"], description: null }),
    ]),
  );
  expect(page).toContain('  ai["ai"] --> vision["vision"]\n  ai["ai"] --> robots["robots"]');
  expect(page).toContain(
    "### vision\n\nA field. Part of ai.\n\n**Tasks:** Detection.\n\n**Methods:** YOLO.\n\n**arXiv:** cs.CV (Seeing).",
  );
  expect(page).toContain("### robots\n\nA field. Part of ai.\n\n**Methods:** YOLO.");
  expect(page).toContain("### ai\n\nA field.\n\n### vision");
});

testOnRealInput("every mapping of the bundled vocabulary is an id, name or topic of the list that it names", async () => {
  const bytes = (name: string) => readFileSync(realFile(name));
  const rows = (name: string): Record<string, string>[] => parse(bytes(name), { columns: true });
  const tasks = JSON.parse(gunzipSync(bytes("pwc/evaluation_tables-2020.json.gz")).toString());
  const namesOf = (task: { task: string; subtasks: [] }): string[] => [task.task, ...task.subtasks.flatMap(namesOf)];
  const listed = (names: string | undefined) => names!.replace(/\.\.\.$/, "").split("; ");
  const real = {
    openalex: JSON.parse(gunzipSync(bytes("taxonomy/openalex_topics.json.gz")).toString()).map(({ id }: { id: string }) => id),
    github: JSON.parse(bytes("taxonomy/github_topics.json").toString()).map(({ topic }: { topic: string }) => topic),
    papersWithCode: [
      ...tasks.flatMap(namesOf),
      ...rows("pwc/task_hierarchy.csv").flatMap((row) => [row["Parent Task"]!, ...listed(row["Child Tasks"])]),
      ...rows("pwc/research_areas.csv").flatMap((row) => [row["Research Area"]!, ...listed(row["Example Tasks"])]),
    ].map((name) => name.trim()),
  };
  for (const [scheme, values] of Object.entries(real)) {
    const mapped = loadVocabulary().flatMap(({ mappings }) => mappings?.[scheme as keyof typeof real] ?? []);
    expect(mapped.length).toBeGreaterThan(150);
    const known = new Set(values);
    expect(mapped.filter((value) => !known.has(value))).toEqual([]);
  }
});

test("a file that is not there is an error that names it", () => {
  expect(() => loadVocabulary("/nowhere/topics.json")).toThrow("/nowhere/topics.json");
});
