import fc from "fast-check";
import { daysBefore, type GraphPaper, type GraphTopic } from "./reference-evaluator";

/** Today as the service counts it. */
export const today = new Date().toISOString().slice(0, 10);

/** A small hierarchy with a topic that has two parents, and one that no paper is about. */
export const topics: readonly GraphTopic[] = [
  { slug: "alpha-field", name: "Alpha Field", kind: "AREA", parents: [], aliases: ["AF", "Alpha Studies"] },
  { slug: "beta-field", name: "Beta Field", kind: "AREA", parents: [], aliases: [] },
  { slug: "gamma-task", name: "Gamma Task", kind: "TASK", parents: ["alpha-field"], aliases: [] },
  { slug: "delta-task", name: "Delta Task", kind: "TASK", parents: ["alpha-field", "beta-field"], aliases: ["D-tasking"] },
  { slug: "epsilon-method", name: "Epsilon Method", kind: "METHOD", parents: ["gamma-task", "delta-task"], aliases: [] },
  { slug: "idle-method", name: "Idle Method", kind: "METHOD", parents: ["beta-field"], aliases: [] },
];

/** Printed names; the last prints the first one's name in another way. */
export const authorNames = ["Ada Kane", "Bo Lind", "Cy Moss", "ADA KANE"];
export const slugOfAuthor = (name: string) => name.toLowerCase().replace(" ", "-");

/** Words that the English stemmer leaves as they are. */
const word = fc.constantFrom("kappa", "zeta", "sigma", "omega");
const words = (most: number) => fc.array(word, { minLength: 1, maxLength: most }).map((list) => list.join(" "));

/** Days near each other, so that many are equal; the last ones move with today. */
export const day = fc.constantFrom(
  ...["2023-12-31", "2024-01-01", "2024-01-31", "2024-02-01", "2024-02-29", "2025-03-10"],
  ...[0, 1, 6, 7, 30].map((days) => daysBefore(today, days)),
);

export const moment = fc
  .constantFrom("2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00.001Z", "2025-06-30T23:59:59.999Z")
  .map((text) => new Date(text));

const repositories = fc.tuple(
  ...["github.com/kit/one", "github.com/Kit/two", "gitlab.com/kit/three", "huggingface.co/kit/four"].map((path) =>
    fc.record({
      host: fc.constant(path.split("/")[0]!),
      url: fc.constant(`https://${path}`),
      stars: fc.constantFrom(null, null, 0, 5, 900),
      language: fc.constantFrom(null, "Python", "C++"),
      license: fc.constantFrom(null, "MIT", "Apache-2.0"),
    }),
  ),
);

const paper = fc.record({
  title: words(3),
  // The first word stands between title and abstract: no phrase that is asked for reaches over both.
  abstract: fc.option(
    words(5).map((text) => `between ${text}`),
    { freq: 3 },
  ),
  publishedOn: fc.option(day, { freq: 4 }),
  updatedAt: moment,
  authors: fc.uniqueArray(fc.constantFrom(...authorNames), { maxLength: 3 }),
  assertions: fc.uniqueArray(
    fc.record({
      topic: fc.constantFrom(...topics.slice(0, -1).map(({ slug }) => slug)),
      source: fc.constantFrom("one", "two"),
      confidence: fc.constantFrom(0.1, 0.5, 0.7, 0.9, 1),
    }),
    { maxLength: 4, selector: ({ topic, source }) => `${topic} ${source}` },
  ),
  days: fc.uniqueArray(day, { maxLength: 3 }),
  upvotes: fc.constantFrom(0, 0, 1, 5, 9),
  links: fc.uniqueArray(
    fc.record({
      repository: fc.nat({ max: 3 }),
      framework: fc.constantFrom(null, "pytorch", "PyTorch", "jax"),
      isOfficial: fc.boolean(),
    }),
    { maxLength: 3, selector: ({ repository }) => repository },
  ),
});

/** A graph that is not stored yet: its papers have no ids. */
export type DraftPaper = Omit<GraphPaper, "id">;

/** Papers with missing values, equal keys, shared repositories and topics asserted twice. */
export const graphs: fc.Arbitrary<DraftPaper[]> = fc
  .tuple(repositories, fc.array(paper, { minLength: 1, maxLength: 40, size: "max" }))
  .map(([known, papers]) =>
    papers.map((draft) => ({ ...draft, links: draft.links.map((link) => ({ ...link, repository: known[link.repository]! })) })),
  );
