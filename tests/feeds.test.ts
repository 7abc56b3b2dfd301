import { SaxesParser } from "saxes";
import { newMember, type TestMember } from "./members";
import { useTestApp } from "./test-app";

const app = useTestApp({ FEED_SIZE: "3", PUBLIC_URL: "https://papers.example.org", RATE_LIMIT: "100000" });
let ada: TestMember;

/** What must not be read as markup, and what no XML may hold. */
const HOSTILE = `<script>alert(1)</script> ]]> & "quotes" &amp; \u202e\u{1f600}`;

beforeAll(async () => {
  ada = await newMember(app, "Ada");
  await app.importRecords(
    [HOSTILE, "Second", "Third", "Fourth"].map((title, index) => ({
      title: `${title} of object detection`,
      abstract: index === 0 ? HOSTILE : null,
      arxivId: `2401.0000${index}`,
      publishedOn: `2024-01-0${9 - index}`,
      authors: ["Ada <b>Kane</b>"],
    })),
  );
});

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${app.url}/feeds/${path}`, { headers, method });

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

/** The root of a document; throws where it is not well-formed. */
function parse(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, uri, attributes }) => {
    if (!name.includes(":")) expect(uri).toBe("http://www.w3.org/2005/Atom");
    const values = Object.entries(attributes).map(([key, value]) => [key, (value as { value: string }).value]);
    const element: Element = { name, attributes: Object.fromEntries(values), children: [], text: "" };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  const addText = (text: string) => {
    open.at(-1)!.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  return root.children[0]!;
}

const all = (element: Element, name: string) => element.children.filter((child) => child.name === name);
const only = (element: Element, name: string) => {
  const found = all(element, name);
  expect([name, found.length]).toEqual([name, 1]);
  return found[0]!;
};
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What RFC 4287 demands of a feed and its entries. */
function holdToAtom(feed: Element): Element[] {
  expect(feed.name).toBe("feed");
  for (const name of ["id", "title", "updated"]) expect(only(feed, name).text).not.toBe("");
  expect(only(feed, "updated").text).toMatch(MOMENT);
  const self = all(feed, "link").filter(({ attributes }) => attributes.rel === "self");
  expect(self.map(({ attributes }) => attributes.href)).toEqual([only(feed, "id").text]);
  const entries = all(feed, "entry");
  for (const entry of entries) {
    expect(only(entry, "id").text).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(only(entry, "title").text).not.toBe("");
    expect(only(entry, "updated").text).toMatch(MOMENT);
    expect(all(entry, "link").length).toBeGreaterThan(0);
    for (const author of all(entry, "author")) expect(only(author, "name").text).not.toBe("");
  }
  expect(new Set(entries.map((entry) => only(entry, "id").text)).size).toBe(entries.length);
  return entries;
}

test("a topic's feed holds its newest papers, as Atom says it", async () => {
  const answer = await get("topics/object-detection.atom");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/atom+xml; charset=utf-8"]);
  const entries = holdToAtom(parse(await answer.text()));
  expect(entries.map((entry) => only(entry, "title").text)).toEqual([
    `${HOSTILE} of object detection`,
    "Second of object detection",
    "Third of object detection",
  ]);
  expect(only(only(entries[0]!, "author"), "name").text).toBe("Ada <b>Kane</b>");
  expect(all(entries[0]!, "category").map(({ attributes }) => attributes.term)).toContain("object-detection");
  expect(only(entries[0]!, "link").attributes.href).toBe("https://arxiv.org/abs/2401.00000");
});

test("the same as JSON Feed 1.1", async () => {
  const answer = await get("topics/object-detection.json");
  expect(answer.headers.get("content-type")).toBe("application/feed+json; charset=utf-8");
  const feed: any = await answer.json();
  expect(feed).toMatchObject({
    version: "https://jsonfeed.org/version/1.1",
    title: "Object Detection",
    feed_url: "https://papers.example.org/feeds/topics/object-detection.json",
  });
  expect(feed.items).toHaveLength(3);
  expect(feed.items[0]).toMatchObject({
    id: expect.stringMatching(/^urn:uuid:/),
    title: `${HOSTILE} of object detection`,
    url: "https://arxiv.org/abs/2401.00000",
  });
});

test("a saved filter's feed has the papers of its page in their order; a private one needs the member's key", async () => {
  const SAVE =
    "mutation ($input: SaveFilterInput!) { saveFilter(input: $input) { savedFilter { slug papers(first: 3) { nodes { title } } } } }";
  const input = { name: "Detection <i>", filter: { topics: { anyOf: ["object-detection"] } }, orderBy: "OLDEST", isPublic: true };
  const { savedFilter } = (await ada.query(SAVE, { input })).saveFilter;
  const feed = parse(await (await get(`${savedFilter.slug}.atom`)).text());
  expect(holdToAtom(feed).map((entry) => ({ title: only(entry, "title").text }))).toEqual(savedFilter.papers.nodes);
  expect(only(feed, "title").text).toBe("Detection <i>");
  await ada.query(SAVE, { input: { ...input, isPublic: false } });
  expect((await get(`${savedFilter.slug}.atom`)).status).toBe(404);
  const own = await get(`${savedFilter.slug}.atom`, { authorization: `Bearer ${ada.key}` });
  expect([own.status, own.headers.get("cache-control")]).toEqual([200, "private, no-cache"]);
  expect((await get(`${savedFilter.slug}.atom`, { authorization: `Bearer ${(await newMember(app, "Bo")).key}` })).status).toBe(
    404,
  );
  expect((await get(`${savedFilter.slug}.atom`, { authorization: "Bearer nonsense" })).status).toBe(401);
});

test("what is trending has a feed", async () => {
  const feed = parse(await (await get("trending.atom")).text());
  expect(holdToAtom(feed)).toEqual([]); // nothing was computed yet
});

test("who has a feed already is told so, until it changes", async () => {
  const first = await get("topics/object-detection.atom");
  const etag = first.headers.get("etag")!;
  expect(first.headers.get("cache-control")).toBe("public, max-age=60");
  const second = await get("topics/object-detection.atom", { "if-none-match": etag });
  expect([second.status, await second.text()]).toEqual([304, ""]);
  const head = await get("topics/object-detection.atom", {}, "HEAD");
  expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, etag, ""]);
  await app.importRecords([{ title: "Newest of object detection", arxivId: "2402.00001", publishedOn: "2024-02-01" }]);
  expect((await get("topics/object-detection.atom", { "if-none-match": etag })).status).toBe(200);
});

test.each([
  "nope.atom",
  "topics/nope.atom",
  "topics/object-detection.rss",
  "topics/object-detection",
  "..%2f..%2fetc.atom",
  ".atom",
  "trending.json%00",
])("there is no feed at %s", async (path) => {
  const answer = await get(path);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
});

test("feeds count against what a client may spend", async () => {
  const remaining = (answer: Response) => Number(/r=(\d+)/.exec(answer.headers.get("ratelimit")!)![1]);
  const before = remaining(await get("topics/object-detection.atom"));
  expect(remaining(await get("topics/object-detection.atom"))).toBeLessThanOrEqual(before - 100);
});
