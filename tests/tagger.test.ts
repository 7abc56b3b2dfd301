import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { createTagger, foldPhrase, type Tag } from "../src/topics/tagger";
import { loadVocabulary, parseVocabulary } from "../src/topics/vocabulary";
import { realFile, testOnRealInput } from "./real-data";

const area = { kind: "AREA", parents: [], aliases: [], description: "A field." };
const method = { ...area, kind: "METHOD", parents: ["learning"] };
const tag = createTagger(
  parseVocabulary([
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
  ]),
);
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

  test("is greater for a name than for an abbreviation, and where the authors announce it", () => {
    const name = confidence("adaptation", "", "Low-rank adaptation is here.");
    expect(confidence("adaptation", "", "LoRA is here.")).toBeLessThan(name);
    expect(confidence("adaptation", "", "We propose low-rank adaptation.")).toBeGreaterThan(name);
    expect(confidence("adaptation", "", "We propose it. Low-rank adaptation is here.")).toBe(name);
  });

  test("is less for an area, which one mention in the abstract does not assert", () => {
    expect(confidence("learning", "Deep learning")).toBeLessThan(confidence("networks", "Neural networks"));
    expect(slugs("", "Deep learning is popular. Neural networks are studied.")).toEqual(["networks"]);
  });

  test("drops what is said in passing beside a subject that is clear", () => {
    const abstract = `Neural networks are slow. ${"There is more to say. ".repeat(20)} Unlike k-means, neural networks learn.`;
    expect(slugs("Neural networks", abstract)).toEqual(["networks"]);
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
});

describe("with the bundled vocabulary", () => {
  const vocabulary = loadVocabulary();
  const bySlug = new Map(vocabulary.map((topic) => [topic.slug, topic]));
  const tagPaper = createTagger(vocabulary);
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

  test("every topic that may be matched is found by its own name and aliases", () => {
    const missed = vocabulary
      .filter(({ kind, match }) => kind !== "CATEGORY" && match !== false)
      .flatMap(({ slug, name, aliases, near }) =>
        [name, ...aliases].filter(
          (phrase) => !tagPaper(`${phrase}`, near?.[phrase]?.[0] ?? null).some((found) => found.slug === slug),
        ),
      );
    expect(missed).toEqual([]);
  });

  test("any text gives at most 12 topics of the vocabulary, in order, with confidences in (0, 1]", () => {
    const phrases = vocabulary.flatMap(({ name, aliases }) => [name, ...aliases]);
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
          expect(bySlug.get(slug)?.kind).toMatch(/AREA|TASK|METHOD/);
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(tags[index - 1]?.confidence ?? 1);
        }
        expect(tagPaper(title, abstract)).toEqual(tags);
      }),
    );
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
    const tooCommon = [...counts].filter(([slug, count]) => bySlug.get(slug)!.kind !== "AREA" && count > 0.4 * papers.length);
    expect(tooCommon).toEqual([]);
  }

  test("every paper of the bundled sample has a task or method, and none but an area is on more than 40 % of them", () =>
    expectUsefulTags(join(__dirname, "../data/sample-listing.txt")));

  testOnRealInput("so has every paper of the real listing", async () => expectUsefulTags(realFile("seed-listing.txt")));
});
