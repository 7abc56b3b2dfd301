import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { type CategoryWeights, loadCategoryWeights } from "../src/topics/category-model";
import { createTagger, foldPhrase, type Tag } from "../src/topics/tagger";
import { loadVocabulary, parseVocabulary } from "../src/topics/vocabulary";
import { wordingsOf } from "../src/topics/vocabulary-topic";
import { realFile, testOnRealInput } from "./real-data";

const area = { kind: "AREA", parents: [], aliases: [], description: "A field." };
const method = { ...area, kind: "METHOD", parents: ["learning"] };
const smallVocabulary = [
  { ...area, slug: "learning", name: "Learning", aliases: ["deep learning"] },
  { ...area, slug: "science", name: "Science", match: false },
  { ...method, slug: "networks", name: "Neural Networks" },
  { ...method, slug: "graph-networks", name: "Graph Neural Networks" },
  { ...method, slug: "pruning", name: "Network Pruning", aliases: ["prune", "network pruning schedule"] },
  { ...method, slug: "matrices", name: "Matrix Factorization", aliases: ["low-rank matrices"] },
  { ...method, slug: "adversarial", name: "Adversarial Generation", aliases: ["GAN"], near: { GAN: ["generators", "image"] } },
  { ...method, slug: "adaptation", name: "Low-Rank Adaptation", aliases: ["LoRA"] },
  { ...method, slug: "means", name: "k-means" },
  { slug: "cs-lg", name: "Machine Learning", kind: "CATEGORY", parents: ["learning"], aliases: ["cs.LG"], description: null },
];
const tag = createTagger(parseVocabulary(smallVocabulary));
const slugs = (title: string, abstract: string | null = null) => tag(title, abstract).map(({ slug }) => slug);
const confidence = (slug: string, title: string, abstract: string | null = null) =>
  tag(title, abstract).find((found) => found.slug === slug)?.confidence ?? 0;

describe("a phrase is found", () => {
  test.each([
    ["as it stands", "On Neural Networks"],
    ["in any case", "ON NEURAL NETWORKS, and neural networks"],
    ["in the singular", "A neural network"],
    ["with a hyphen", "Neural-network design"],
    ["with an underscore or a slash", "neural_network or neural/network"],
    ["over a line break", "the neural\n  network"],
    ["over a hyphen at the end of a line", "the neural-\nnetwork"],
    ["beside punctuation", "(Neural networks), here."],
    ["with accents", "nëural nétworks"],
    ["inside TeX", "The \\textbf{Neural} $N$ and \\emph{neural network}s"],
    ["in full width letters", "ｎｅｕｒａｌ networks"],
  ])("%s", (_, title) => expect(slugs(title)).toEqual(["networks"]));

  test("with a formula for a word", () => expect(slugs("Faster $k$-means")).toEqual(["means"]));
  test("with a plural that is not an s", () => expect(slugs("A low-rank matrix")).toEqual(["matrices"]));
  test("in British spelling", () => expect(slugs("Matrix factorisation")).toEqual(["matrices"]));
});

describe("a phrase is not found", () => {
  test.each([
    ["in a part of a word", "Neural networking for overneural networks"],
    ["over the end of a sentence", "We are neural. Networks are not."],
    ["over a comma or a dash", "neural, networks; neural -- network; neural (network)"],
    ["inside an address", "https://example.org/neural-networks/pruning and www.network-pruning.org/prune"],
    ["inside an address without a scheme", "see github.com/prune/network-pruning"],
    ["as the name of a category", "Machine learning in cs.LG"],
    ["where the vocabulary says so", "Science"],
    ["in an empty title", ""],
  ])("%s", (_, title) => expect(slugs(title, title)).not.toContain("networks"));

  test("and then there is no topic at all", () => {
    expect(tag("", null)).toEqual([]);
    expect(tag("", "")).toEqual([]);
    expect(slugs("https://example.org/neural-networks and github.com/prune/prune")).toEqual([]);
    expect(slugs("Science")).toEqual([]);
  });
});

describe("the longest phrase wins", () => {
  test("over one that begins at the same word", () => expect(slugs("Graph neural networks")).toEqual(["graph-networks"]));
  test("over one that begins before it", () => expect(slugs("A neural network pruning schedule")).toEqual(["pruning"]));
  test("and among equals the first", () => expect(slugs("A neural network pruning method")).toEqual(["networks"]));
  test("and what is left over counts by itself", () =>
    expect(slugs("Prune graph neural networks")).toEqual(["graph-networks", "pruning"]));
});

describe("an abbreviation", () => {
  test("needs its capitals, or all capitals", () => {
    expect(slugs("LoRA")).toEqual(["adaptation"]);
    expect(slugs("LORA")).toEqual(["adaptation"]);
    expect(slugs("Several LoRAs")).toEqual(["adaptation"]);
    expect(slugs("LoRa radio, and Lora, and lora")).toEqual([]);
  });

  test("that is ambiguous needs a word near it, anywhere in title or abstract", () => {
    expect(slugs("GAN transistors")).toEqual([]);
    expect(slugs("GANs for images")).toEqual(["adversarial"]);
    expect(slugs("Better GANs", "The generator is new.")).toEqual(["adversarial"]);
  });
});

describe("confidence", () => {
  test("is greater for the title than for the abstract, and greatest for both", () => {
    const title = confidence("networks", "Neural networks", "Nothing.");
    const abstract = confidence("networks", "Nothing", "On neural networks.");
    expect(title).toBeGreaterThan(abstract);
    expect(confidence("networks", "Neural networks", "On neural networks.")).toBeGreaterThan(title);
  });

  test("grows with the number of mentions, and not by an abbreviation in brackets", () => {
    const once = confidence("adaptation", "", "Low-rank adaptation is here.");
    expect(confidence("adaptation", "", "Low-rank adaptation (LoRA) is here.")).toBe(once);
    expect(confidence("adaptation", "", "Low-rank adaptation is here. LoRA stays.")).toBeGreaterThan(once);
  });

  test("is greater for a longer name, and where the authors announce it", () => {
    const name = confidence("adaptation", "", "Low-rank adaptation is here.");
    expect(confidence("adaptation", "", "LoRA is here.")).toBeLessThan(name);
    expect(confidence("adaptation", "", "We propose low-rank adaptation.")).toBeGreaterThan(name);
    expect(confidence("adaptation", "", "We propose it. Low-rank adaptation is here.")).toBe(name);
  });

  test("is less for an area, and greater for what is named beside something above or below it", () => {
    expect(confidence("learning", "Learning")).toBeLessThan(confidence("matrices", "Matrix factorization"));
    const alone = confidence("networks", "", "Neural networks are studied. Another is a study of Science.");
    expect(confidence("networks", "", "Neural networks are studied. Another is a study of learning.")).toBeGreaterThan(
      alone - 0.1,
    );
    expect(slugs("", "Learning is popular. Neural networks are studied.")).toEqual(["networks", "learning"]);
  });

  test("is less the more topics are named, and drops what is said in passing beside a subject that is clear", () => {
    const alone = confidence("means", "", "We use k-means.");
    expect(confidence("means", "", "We use k-means. Pruning of low-rank matrices is here.")).toBeLessThan(alone);
    const abstract =
      "Pruned networks need low-rank matrices. Prune them. Unlike LoRA, k-means and GANs for images, low-rank matrices prune.";
    expect(slugs("Network pruning with low-rank matrices", abstract)).toEqual(["matrices", "pruning"]);
    expect(slugs("A study", "Unlike k-means, it learns.")).toEqual(["means"]);
  });

  test("orders the topics, equals by slug", () => {
    expect(slugs("Matrix factorization and neural networks and k-means", "On k-means.")).toEqual([
      "means",
      "matrices",
      "networks",
    ]);
  });
});

test("phrases are compared without accents, case, hyphens, plural and spelling", () => {
  expect(foldPhrase("  Graph-Neural_NETWORKS ")).toBe("graph neural network");
  expect(foldPhrase("Schrödinger Brïdges")).toBe("schrodinger bridge");
  expect(foldPhrase("colour modelling")).toBe(foldPhrase("color modeling"));
  expect(["Analyses", "Indices", "Batches", "Studies", "Losses", "Bias"].map(foldPhrase)).toEqual(
    ["analysis", "index", "batch", "study", "loss", "bias"].map(foldPhrase),
  );
  expect(foldPhrase("cs.LG")).toBe("cs lg");
  expect(foldPhrase(" -- ")).toBe("");
  expect(["GANs", "GAN", "PNAS", "PNA", "ROBOTS"].map(foldPhrase)).toEqual(["gan", "gan", "pnas", "pna", "robot"]);
});

describe("categories", () => {
  const weights: CategoryWeights = {
    categories: [
      { code: "cs.LG", bias: -1, scale: 0.1, least: 0.5 },
      { code: "cs.XX", bias: 9, scale: 0.1, least: 0.5 },
    ],
    weights: {
      words: { loss: [20, 0], star: [-50, 0] },
      titleWords: { star: [-50, 0] },
      topics: { learning: [15, 0] },
      titleTopics: { networks: [15, 0] },
    },
  };
  const infer = createTagger(parseVocabulary(smallVocabulary), weights);
  const chance = (title: string, abstract: string | null = null, hasCategories = false) =>
    infer(title, abstract, hasCategories).find(({ slug }) => slug === "cs-lg")?.confidence ?? 0;

  test("are inferred from words and topics, in one weighing", () => {
    expect(chance("Losses of neural networks")).toBeCloseTo(1 / (1 + Math.exp(1 - 2 - 3 / Math.SQRT2)), 3);
    expect(chance("A", "Losses of neural networks")).toBeCloseTo(1 / (1 + Math.exp(1 - 2 - 1.5)), 3);
  });

  test("are not told where they are not likely, nor of a text that names nothing of their area, nor when the vocabulary does not have them", () => {
    expect(chance("Neural networks of stars")).toBe(0);
    expect(chance("Losses")).toBe(0);
    expect(infer("", "")).toEqual([]);
    expect(infer("Losses of neural networks", null).map(({ slug }) => slug)).toEqual(["cs-lg", "networks"]);
  });

  test("that a source states are not weighed against others", () =>
    expect(chance("Losses of neural networks", null, true)).toBe(0));
});

describe("with the bundled vocabulary", () => {
  const vocabulary = loadVocabulary();
  const bySlug = new Map(vocabulary.map((topic) => [topic.slug, topic]));
  const weights = loadCategoryWeights();
  const tagPaper = createTagger(vocabulary, weights);
  const isSpecific = ({ slug }: Tag) => ["TASK", "METHOD"].includes(bySlug.get(slug)!.kind);

  const withAncestors = (tags: readonly Tag[]): Set<string> => {
    const found = new Set<string>();
    const open = tags.map(({ slug }) => slug);
    for (let slug = open.pop(); slug !== undefined; slug = open.pop()) {
      if (!found.has(slug)) open.push(...bySlug.get(slug)!.parents);
      found.add(slug);
    }
    return found;
  };

  test("every topic that may be matched is found by its own name, aliases and phrases", () => {
    const missed = vocabulary
      .filter(({ kind, match }) => kind !== "CATEGORY" && match !== false)
      .flatMap((topic) =>
        wordingsOf(topic).filter(
          (phrase) => !tagPaper(phrase, topic.near?.[phrase]?.[0] ?? null).some((found) => found.slug === topic.slug),
        ),
      );
    expect(missed).toEqual([]);
  });

  test("any text gives at most 12 topics of the vocabulary, in order, with confidences in (0, 1]", () => {
    const phrases = vocabulary.flatMap(wordingsOf);
    const words = fc.array(
      fc.oneof(
        fc.constantFrom(...phrases),
        fc.constantFrom("we propose", ".", "\\", "$", "(", "-"),
        fc.string({ unit: "binary" }),
      ),
    );
    const text = fc.oneof(
      words.map((parts) => parts.join(" ")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, fc.option(text), (title, abstract) => {
        const tags = tagPaper(title, abstract);
        expect(tags.length).toBeLessThanOrEqual(12);
        expect(new Set(tags.map(({ slug }) => slug)).size).toBe(tags.length);
        for (const [index, { slug, confidence }] of tags.entries()) {
          expect(bySlug.has(slug)).toBe(true);
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(tags[index - 1]?.confidence ?? 1);
        }
        expect(tagPaper(title, abstract)).toEqual(tags);
      }),
    );
  });

  test("the weights are whole numbers for categories and topics of the vocabulary", () => {
    const codes = new Set(vocabulary.filter(({ kind }) => kind === "CATEGORY").flatMap(({ aliases }) => aliases));
    expect(weights.categories.map(({ code }) => code).filter((code) => !codes.has(code))).toEqual([]);
    for (const { least } of weights.categories) expect(least).toBeGreaterThanOrEqual(0.2);
    const { words, titleWords, topics, titleTopics } = weights.weights;
    expect([...Object.keys(topics), ...Object.keys(titleTopics)].filter((slug) => !bySlug.has(slug))).toEqual([]);
    for (const rows of [words, titleWords, topics, titleTopics].map((table) => Object.values(table))) {
      expect(rows.length).toBeGreaterThan(500);
      expect(rows.filter((row) => row.length !== weights.categories.length || !row.every(Number.isInteger))).toEqual([]);
    }
  });

  test("a text has the categories that its words and topics speak of", () => {
    const categories = (title: string, abstract: string) => tagPaper(title, abstract).map(({ slug }) => slug);
    const pictures = "Each pixel of a picture is segmented; images from a camera show objects and scenes.";
    expect(categories("Object detection in colours", pictures)).toContain("cs-cv");
    expect(
      categories("On grammar", "Question answering over sentences and texts of languages, annotated by linguists."),
    ).toContain("cs-cl");
  });

  test("hostile text costs no more than other text", () => {
    for (const text of [
      "a.".repeat(100_000),
      "-".repeat(200_000),
      "a-".repeat(100_000),
      " ".repeat(200_000),
      "neural ".repeat(30_000),
    ]) {
      const start = performance.now();
      tagPaper(text, text);
      expect(performance.now() - start).toBeLessThan(3000);
    }
  });

  function expectUsefulTags(file: string): void {
    const lines = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(5);
    const papers = lines.flatMap((title, index) =>
      index % 2 === 0 ? [{ title, tags: tagPaper(title, lines[index + 1]!) }] : [],
    );
    expect(papers).toHaveLength(95);
    expect(papers.filter(({ tags }) => !tags.some(isSpecific)).map(({ title }) => title)).toEqual([]);
    const counts = new Map<string, number>();
    for (const { tags } of papers) for (const slug of withAncestors(tags)) counts.set(slug, (counts.get(slug) ?? 0) + 1);
    const tooCommon = [...counts].filter(
      ([slug, count]) => ["TASK", "METHOD"].includes(bySlug.get(slug)!.kind) && count > 0.4 * papers.length,
    );
    expect(tooCommon).toEqual([]);
  }

  test("every paper of the bundled sample has a task or method, and none of those is on more than 40 % of them", () =>
    expectUsefulTags(join(__dirname, "../data/sample-listing.txt")));

  testOnRealInput("so has every paper of the real listing", async () => expectUsefulTags(realFile("seed-listing.txt")));
});
