import type { VocabularyTopic } from "./vocabulary-topic";

/** The page `docs/topics.md`: how the areas of a vocabulary lie below each other, and of each area what it is, its tasks, its methods and its arXiv categories. */
export function drawTopicPage(vocabulary: readonly VocabularyTopic[]): string {
  const page = pageOf(vocabulary);
  const roots = page.areas.filter(({ parents }) => parents.length === 0);
  const count = (kind: VocabularyTopic["kind"]) => vocabulary.filter((topic) => topic.kind === kind).length;
  return [
    "# Topics",
    "",
    "Drawn from `data/topics.json` by `npm run docs:topics`; a test compares the two.",
    "",
    `The vocabulary has ${count("AREA")} areas, ${count("TASK")} tasks, ${count("METHOD")} methods and the ${count("CATEGORY")} categories of arXiv. A topic may lie below several others; here it stands under each`,
    'area that is the nearest above it. Its name, its slug and its aliases all find it: `topic(by: { slug: "..." })`, and `topics` in a filter of papers, which counts everything below it too.',
    "",
    "## Areas",
    "",
    ...roots.flatMap((root) => [`### ${root.name}`, "", "```mermaid", "flowchart LR", ...edgesBelow(root, page), "```", ""]),
    "## Tasks and methods",
    "",
    ...page.areas.flatMap((area) => sectionOf(area, page)),
  ].join("\n");
}

interface Page {
  readonly bySlug: ReadonlyMap<string, VocabularyTopic>;
  /** From the roots down, each area once. */
  readonly areas: readonly VocabularyTopic[];
  /** What lies directly below a topic, in the order of the vocabulary. */
  readonly children: ReadonlyMap<string, readonly VocabularyTopic[]>;
}

function pageOf(vocabulary: readonly VocabularyTopic[]): Page {
  const bySlug = new Map(vocabulary.map((topic) => [topic.slug, topic]));
  const children = new Map<string, VocabularyTopic[]>();
  for (const topic of vocabulary)
    for (const parent of topic.parents) children.set(parent, [...(children.get(parent) ?? []), topic]);
  const areas = new Map<string, VocabularyTopic>();
  const visit = (topic: VocabularyTopic): void => {
    if (topic.kind !== "AREA" || areas.has(topic.slug)) return;
    areas.set(topic.slug, topic);
    for (const child of children.get(topic.slug) ?? []) visit(child);
  };
  for (const topic of vocabulary) if (topic.parents.length === 0) visit(topic);
  return { bySlug, areas: [...areas.values()], children };
}

/** An arrow from each area below a root to each area directly below it; each arrow stands in the drawing of the first root that leads to it. */
function edgesBelow(root: VocabularyTopic, { areas, children, bySlug }: Page): string[] {
  const rootOf = (topic: VocabularyTopic): VocabularyTopic => {
    const parent = bySlug.get(topic.parents[0] ?? "");
    return parent === undefined ? topic : rootOf(parent);
  };
  const own = areas.filter((area) => rootOf(area) === root);
  const edges = own.flatMap(({ slug, name }) =>
    (children.get(slug) ?? [])
      .filter(({ kind }) => kind === "AREA")
      .map((child) => `  ${slug}["${name}"] --> ${child.slug}["${child.name}"]`),
  );
  return edges.length > 0 ? edges : [`  ${root.slug}["${root.name}"]`];
}

function sectionOf(area: VocabularyTopic, page: Page): string[] {
  const above = area.parents.map((parent) => page.bySlug.get(parent)!.name);
  const found = nearestBelow(area, page);
  const list = (title: string, kind: VocabularyTopic["kind"], show: (topic: VocabularyTopic) => string) => {
    const shown = found
      .filter((topic) => topic.kind === kind)
      .map(show)
      .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    return shown.length > 0 ? [`**${title}:** ${shown.join(", ")}.`, ""] : [];
  };
  return [
    `### ${area.name}`,
    "",
    `${area.description}${above.length > 0 ? ` Part of ${above.join(" and ")}.` : ""}`,
    "",
    ...list("Tasks", "TASK", ({ name }) => name),
    ...list("Methods", "METHOD", ({ name }) => name),
    ...list("arXiv", "CATEGORY", ({ aliases, name }) => `${aliases[0]} (${name})`),
  ];
}

/** What lies below an area, but not below another area on the way. */
function nearestBelow(area: VocabularyTopic, { children }: Page): VocabularyTopic[] {
  const found = new Set<VocabularyTopic>();
  const open = [...(children.get(area.slug) ?? [])];
  for (let topic = open.pop(); topic !== undefined; topic = open.pop()) {
    if (topic.kind === "AREA" || found.has(topic)) continue;
    found.add(topic);
    open.push(...(children.get(topic.slug) ?? []));
  }
  return [...found];
}
