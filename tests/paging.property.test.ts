import fc from "fast-check";
import { type Listing, listings, loadListings, pageOf } from "./listings";
import { runs } from "./many";
import { useTestApp } from "./test-app";

const app = useTestApp();

/** The edges of each list in its order, all pages together. */
const whole = new Map<Listing, any[]>();

beforeAll(async () => {
  await loadListings(app);
  for (const listing of listings) {
    const edges: any[] = [];
    for (let page: any; !page || page.pageInfo.hasNextPage; edges.push(...page.edges))
      page = await pageOf(app, listing, { first: 100, after: page?.pageInfo.endCursor });
    whole.set(listing, edges);
  }
});

const idsOf = (edges: readonly any[]) => edges.map(({ node }) => node.id);

test.each(listings)("$name are each there once, in the order that is promised, and as many as are counted", async (listing) => {
  const edges = whole.get(listing)!;
  const { totalCount } = await pageOf(app, listing, { first: 1 });
  expect([edges.length, new Set(idsOf(edges)).size]).toEqual([totalCount, totalCount]);
  expect(totalCount).toBeGreaterThan(9);
  const keys = edges.map(listing.keyOf);
  expect(keys).toEqual([...keys].sort((a, b) => compare(a, b) * (listing.isDescending ? -1 : 1)));
});

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const differing = a.findIndex((part, index) => part !== b[index]);
  return differing < 0 ? 0 : a[differing]! < b[differing]! ? -1 : 1;
}

const anyListing = fc.constantFrom(...listings);

test("walking forward or backward by any size gives each row once, in the order", async () => {
  const walk = fc.asyncProperty(anyListing, fc.integer({ min: 5, max: 100 }), fc.boolean(), async (listing, size, isForward) => {
    const [end, next] =
      isForward || !listing.isTwoWay ? (["endCursor", "hasNextPage"] as const) : (["startCursor", "hasPreviousPage"] as const);
    const forward = end === "endCursor";
    const seen: string[] = [];
    for (let page: any; !page || page.pageInfo[next]; ) {
      const cursor = page?.pageInfo[end];
      page = await pageOf(app, listing, forward ? { first: size, after: cursor } : { last: size, before: cursor });
      expect(page.edges.length).toBeGreaterThan(0);
      if (forward) seen.push(...idsOf(page.edges));
      else seen.unshift(...idsOf(page.edges));
    }
    expect(seen).toEqual(idsOf(whole.get(listing)!));
  });
  await fc.assert(walk, { numRuns: runs(20, 100), interruptAfterTimeLimit: 50_000 });
}, 60_000);

const filters = [
  null,
  {},
  { hasRepository: true },
  { not: { publishedOn: {} } },
  { topics: { anyOf: ["cs.CV"] } },
  { text: "title", authors: { anyOf: ["bo-lind"] } },
  { featuredOn: { to: "2030-01-01" } },
];

const windows = fc.record({
  after: fc.option(fc.nat({ max: 70 })),
  before: fc.option(fc.nat({ max: 70 })),
  size: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 100 }), fc.constant(null)),
  isBackward: fc.boolean(),
  filter: fc.constantFrom(...filters),
});

test("a page is what its arguments name, whatever the filter, and knows what lies beyond it", async () => {
  const window = fc.asyncProperty(anyListing, windows, async (listing, asked) => {
    const edges = whole.get(listing)!;
    const filter = listing.takesFilter ? asked.filter : null;
    const isBackward = listing.isTwoWay && asked.isBackward && asked.size !== null;
    const after = asked.after === null ? null : asked.after % edges.length;
    const before = asked.before === null || !listing.isTwoWay ? null : asked.before % edges.length;
    const cursorAt = (place: number | null) => (place === null ? null : edges[place].cursor);
    const page = await pageOf(app, listing, {
      [isBackward ? "last" : "first"]: asked.size,
      after: cursorAt(after),
      before: cursorAt(before),
      filter,
    });

    const matching = filter === null ? null : new Set(await idsUnder(listing, filter));
    const between = edges.slice(
      after === null ? 0 : after + 1,
      before === null ? edges.length : Math.max(before, (after ?? -1) + 1),
    );
    const left = idsOf(between).filter((id) => matching?.has(id) ?? true);
    const size = asked.size ?? 20;
    const expected = isBackward ? left.slice(-size) : left.slice(0, size);
    const hasMore = left.length > size;
    expect(idsOf(page.edges)).toEqual(expected);
    expect(page.nodes.map(({ id }: { id: string }) => id)).toEqual(expected);
    expect(page.pageInfo).toEqual({
      hasNextPage: before !== null || (!isBackward && hasMore),
      hasPreviousPage: after !== null || (isBackward && hasMore),
      startCursor: page.edges[0]?.cursor ?? null,
      endCursor: page.edges.at(-1)?.cursor ?? null,
    });
    expect(page.totalCount).toBe(matching?.size ?? edges.length);
  });
  await fc.assert(window, { numRuns: runs(200, 1_000), interruptAfterTimeLimit: 50_000 });
}, 60_000);

/** Which nodes of a list a filter leaves, as the list itself says. */
const known = new Map<string, Promise<string[]>>();
function idsUnder(listing: Listing, filter: object): Promise<string[]> {
  const key = `${listing.name} ${JSON.stringify(filter)}`;
  known.set(key, known.get(key) ?? pageOf(app, listing, { first: 100, filter }).then(({ edges }) => idsOf(edges)));
  return known.get(key)!;
}

test("papers without a date stand last in NEWEST and first in OLDEST", () => {
  const dates = (name: string) =>
    whole.get(listings.find((listing) => listing.name === name)!)!.map(({ node }) => node.publishedOn);
  expect(dates("papers by NEWEST").slice(-15)).toEqual(Array(15).fill(null));
  expect(dates("papers by OLDEST").slice(0, 15)).toEqual(Array(15).fill(null));
});

describe("on a server in another time zone", () => {
  const elsewhere = useTestApp();

  beforeAll(async () => {
    const [{ name }] = await elsewhere.db.query("select current_database() as name");
    await elsewhere.db.query(`alter database ${name} set timezone = 'America/St_Johns'`);
    await elsewhere.db.destroy(); // its connections have the old one
    await elsewhere.db.initialize();
    await loadListings(elsewhere);
  });

  test.each(["papers by UPDATED", "repositories by PUSHED"])("a walk through %s gives each row once too", async (wanted) => {
    const listing = listings.find(({ name }) => name === wanted)!;
    const seen: string[] = [];
    for (let page: any; !page || page.pageInfo.hasNextPage; seen.push(...idsOf(page.edges)))
      page = await pageOf(elsewhere, listing, { first: 7, after: page?.pageInfo.endCursor });
    expect(seen).toHaveLength(new Set(seen).size);
    expect(seen).toHaveLength((await pageOf(elsewhere, listing, { first: 1 })).totalCount);
  });
});
