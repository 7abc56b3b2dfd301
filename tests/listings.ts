import { sampleSignals } from "../src/importers/sample-signals";
import { computeTrending } from "../src/trending/recompute";
import type { TestApp, TestRecord } from "./test-app";

/** A list that pages are cut from: how it is asked for, and what its order promises of its nodes. */
export interface Listing {
  readonly name: string;
  /** The type of `$orderBy`, and one of its values; null for a list with one order. */
  readonly order: readonly [type: string, value: string] | null;
  /** The query around the list's field, `LIST` standing for it. */
  readonly around: string;
  readonly field: string;
  /** What of an edge its order goes by. */
  readonly shown: string;
  /** The sort key of an edge: no edge's key may be less than that of the one before it, or greater where `isDescending`. */
  readonly keyOf: (edge: any) => readonly (string | number)[];
  readonly isDescending: boolean;
  /** Whether it takes `last` and `before` too. */
  readonly isTwoWay: boolean;
  readonly takesFilter: boolean;
}

const day = (days: number) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10);

/** Sixty papers of which many share a date, a title, stars and a time of change, and many have none; one paper has thirty repositories. */
export async function loadListings(app: TestApp): Promise<void> {
  const record = (index: number): TestRecord => ({
    arxivId: `2401.${10000 + index}`,
    title: `Title number ${index % 7}`,
    publishedOn: index % 4 === 0 ? null : day(index % 5),
    upvotes: index % 3 < 2 ? index % 9 : null,
    authors: index % 2 === 0 ? ["Ada Kane", "Bo Lind"] : [],
    categories: index % 3 === 0 ? ["cs.LG"] : index % 3 === 1 ? ["cs.CV", "eess.IV"] : ["cs.CV"],
    days: index % 3 === 0 ? [{ day: day(400 + (index % 2)), position: index, submittedBy: null }] : [],
    repositories: Array.from({ length: index === 1 ? 30 : index % 5 === 0 ? 0 : 1 }, (_, place) => ({
      url: `https://github.com/kit/Name${index === 1 ? place : index % 3}`,
      isOfficial: place % 3 === 0,
      framework: null,
    })),
  });
  await app.importRecords(Array.from({ length: 60 }, (_, index) => record(index)));
  await app.db.query(`update repository set star_count = case when row_id % 4 > 0 then row_id % 3 end,
    pushed_at = case when row_id % 3 > 0 then timestamptz '2024-01-01 00:00:00.001Z' + (row_id % 2) * interval '1 ms' end`);
  await app.db.query(`update paper p set updated_at = timestamptz '2024-05-01' + (row_id % 4) * interval '1 ms',
    star_count = coalesce((select max(r.star_count) from repository_link l join repository r on r.row_id = l.repository where l.paper = p.row_id), 0)`);
  await sampleSignals(app.db);
  await computeTrending(app.db, day(3));
}

const date = ({ node }: any) => node.publishedOn ?? "";

const paperOrders: Record<string, Pick<Listing, "keyOf" | "isDescending">> = {
  NEWEST: { keyOf: (edge) => [date(edge)], isDescending: true },
  OLDEST: { keyOf: (edge) => [date(edge)], isDescending: false },
  FEATURED: { keyOf: (edge) => [edge.node.featuredOn ?? "", date(edge)], isDescending: true },
  UPDATED: { keyOf: ({ node }) => [node.updatedAt], isDescending: true },
  TITLE: { keyOf: ({ node }) => [node.title.toLowerCase()], isDescending: false },
  STARS: { keyOf: (edge) => [edge.node.starCount, date(edge)], isDescending: true },
  UPVOTES: { keyOf: (edge) => [edge.node.upvoteCount, date(edge)], isDescending: true },
  TRENDING: {
    keyOf: (edge) => [edge.node.trending === null ? 0 : 100_000 - edge.node.trending.rank, date(edge)],
    isDescending: true,
  },
};

const topicOrders: typeof paperOrders = {
  PAPERS: { keyOf: ({ node }) => [node.paperCount], isDescending: true },
  NAME: { keyOf: ({ node }) => [node.name.toLowerCase()], isDescending: false },
  // All dated papers are of one month: more of them are more growth.
  GROWTH: { keyOf: ({ node }) => [node.history[0]?.papers ?? 0], isDescending: true },
};

const repositoryOrders: typeof paperOrders = {
  STARS: { keyOf: ({ node }) => [node.starCount ?? -1], isDescending: true },
  NAME: { keyOf: ({ node }) => [node.nameWithOwner.toLowerCase()], isDescending: false },
  PUSHED: { keyOf: ({ node }) => [node.pushedAt ?? ""], isDescending: true },
  PAPERS: { keyOf: ({ node }) => [node.papers.totalCount], isDescending: true },
};

const PAPER = "node { id publishedOn featuredOn updatedAt title starCount upvoteCount trending { rank } }";

/** A list in each of its orders. */
const inOrders = (
  orders: typeof paperOrders,
  type: string,
  common: Omit<Listing, "order" | "keyOf" | "isDescending">,
): Listing[] =>
  Object.entries(orders).map(([order, promise]) => ({
    ...common,
    ...promise,
    name: `${common.name} by ${order}`,
    order: [type, order],
  }));

const papersOf = (name: string, around: string) =>
  inOrders(paperOrders, "PaperOrder", { name, around, field: "papers", shown: PAPER, isTwoWay: true, takesFilter: true });

const links = (name: string, around: string, field: string, keyOf: Listing["keyOf"]): Listing => ({
  ...{ name, around, field, keyOf, order: null, isDescending: true, isTwoWay: false, takesFilter: false },
  shown: "node { id isOfficial repository { starCount } paper { publishedOn } }",
});

/** Every list of the schema that is cut into pages. */
export const listings: readonly Listing[] = [
  ...papersOf("papers", "LIST"),
  ...papersOf("a topic's papers", `topic(by: { slug: "cs-cv" }) { LIST }`),
  ...papersOf("an author's papers", `author(by: { slug: "ada-kane" }) { LIST }`),
  ...papersOf("a repository's papers", `repository(by: { url: "https://github.com/kit/name1" }) { LIST }`),
  ...inOrders(topicOrders, "TopicOrder", {
    ...{ name: "topics", around: "LIST", field: "topics", isTwoWay: true, takesFilter: false },
    shown: "node { id name paperCount history(interval: YEAR) { papers } }",
  }),
  ...inOrders(repositoryOrders, "RepositoryOrder", {
    ...{ name: "repositories", around: "LIST", field: "repositories", isTwoWay: true, takesFilter: false },
    shown: "node { id nameWithOwner starCount pushedAt papers(first: 1) { totalCount } }",
  }),
  links("a paper's links", `paper(by: { arxivId: "2401.10001" }) { LIST }`, "repositoryLinks", ({ node }) => [
    Number(node.isOfficial),
    node.repository.starCount ?? -1,
  ]),
  links("a repository's links", `repository(by: { url: "https://github.com/kit/name1" }) { LIST }`, "paperLinks", ({ node }) => [
    node.paper.publishedOn ?? "",
  ]),
  {
    ...{ name: "a day's papers", order: null, around: "dailyList { LIST }", field: "papers", shown: "position node { id }" },
    ...{ keyOf: ({ position }) => [position], isDescending: false, isTwoWay: true, takesFilter: true },
  },
];

/** One page of a list. */
export async function pageOf(app: TestApp, listing: Listing, args: Readonly<Record<string, unknown>>): Promise<any> {
  const { order, around, field, shown, isTwoWay, takesFilter } = listing;
  const types: Record<string, string> = { first: "Int", after: "String" };
  if (isTwoWay) Object.assign(types, { last: "Int", before: "String" });
  if (takesFilter) types.filter = "PaperFilter";
  if (order) types.orderBy = order[0];
  const declared = Object.entries(types).map(([name, type]) => `$${name}: ${type}`);
  const passed = Object.keys(types).map((name) => `${name}: $${name}`);
  const list = `${field}(${passed.join(", ")}) { totalCount edges { cursor ${shown} } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;
  const data = await app.query(`query (${declared.join(", ")}) { ${around.replace("LIST", `list: ${list}`)} }`, {
    ...args,
    orderBy: order?.[1],
  });
  return data.list ?? (Object.values(data)[0] as { list: unknown }).list;
}
