import {
  emptyRecord,
  type PaperRecord,
  type RepositoryRecord,
  type SourceRecord,
  type TopicRecord,
} from "../../src/importers/importer";
import { sift } from "../../src/importers/storable";
import { upsertBatch } from "../../src/importers/upsert";
import { testTagger } from "../import-file";
import { useTestApp } from "../test-app";

const app = useTestApp();

/** One character that is folded to eighteen. */
const LONG_CHARACTER = "\ufdfa";

const paper = (sourceKey: string, fields: object = {}): PaperRecord => ({
  ...emptyRecord,
  sourceKey,
  title: sourceKey,
  ...fields,
});
const repository = (sourceKey: string, fields: object = {}): RepositoryRecord => ({
  kind: "repository",
  sourceKey,
  url: "https://github.com/ada/tool",
  description: null,
  starCount: 1,
  language: null,
  license: null,
  isArchived: null,
  pushedAt: null,
  topics: [],
  observedOn: null,
  recordLicense: null,
  ...fields,
});
const topic = (sourceKey: string, fields: object = {}): TopicRecord => ({
  kind: "topic",
  sourceKey,
  scheme: "PAPERS_WITH_CODE_TASK",
  name: sourceKey,
  parents: [],
  aliases: [],
  recordLicense: null,
  ...fields,
});

const label = (label: string, confidence = 0.5) => ({ scheme: "PAPERS_WITH_CODE_TASK", label, confidence });

const refusals: [string, SourceRecord, RegExp][] = [
  [
    "a day that is none",
    paper("a", { publishedOn: "0000-00-00" }),
    /^publishedOn must be a day like 2025-03-12, not "0000-00-00"$/,
  ],
  [
    "a list's day that is none",
    paper("b", { days: [{ day: "2025-02-30", position: 1, submittedBy: null }] }),
    /^days\[0\]\.day must be/,
  ],
  ["a count that overflows", paper("c", { upvotes: 3e9 }), /^upvotes must be a whole number/],
  [
    "a place that overflows",
    paper("d", { days: [{ day: "2025-02-03", position: 1e12, submittedBy: null }] }),
    /^days\[0\]\.position must be/,
  ],
  [
    "a title of 2 MB",
    paper("e", { title: "x".repeat(2_000_000) }),
    /^title must be a text of 1 to 2600 bytes, not "x{59}\.\.\.$/,
  ],
  [
    "a title that is long once it is folded",
    paper("f", { title: LONG_CHARACTER.repeat(300) }),
    /^title must be .* when it is written out/,
  ],
  ["no title", paper("g", { title: " " }), /^title must be a text of 1 to/],
  [
    "a name that is long once it is folded",
    paper("h", { authors: ["Ada", LONG_CHARACTER.repeat(200)] }),
    /^authors\[1\] must be/,
  ],
  ["a topic whose name has 2 MB", paper("i", { labels: [label("x".repeat(2_000_000))] }), /^labels\[0\]\.label must be/],
  ["a topic that is not sure at all", paper("j", { labels: [label("x", 0)] }), /^labels\[0\]\.confidence must be above 0/],
  ["a key that no index holds", paper("k".repeat(3_000), { title: "k" }), /^sourceKey must be a text of 1 to 2600 bytes/],
  ["an abstract of a million characters", paper("l", { abstract: "x ".repeat(500_000) }), /^abstract must be/],
  [
    "a kind of link that is none",
    paper("m", { links: [{ kind: "SCRIPT", url: "https://example.org" }] }),
    /^links\[0\]\.kind must be one of/,
  ],
  ["a field of another type", paper("n", { authors: "Ada" }), /^authors must be a list, not "Ada"/],
  ["stars that overflow", repository("o", { starCount: 2_147_483_648 }), /^starCount must be/],
  ["a moment that is none", repository("p", { pushedAt: "yesterday" }), /^pushedAt must be a moment/],
  ["a topic without a name", topic("q", { name: "" }), /^name must be/],
  [
    "a name of a topic that is long once it is folded",
    topic("r", { aliases: [LONG_CHARACTER.repeat(300)] }),
    /^aliases\[0\] must be/,
  ],
];

test("what the database cannot hold is refused with its reason, and does not fail the others of its batch", async () => {
  const batch = [paper("first"), ...refusals.map(([, record]) => record), paper("last"), repository("good"), topic("Good")];
  const { added, unchanged, refused } = await upsertBatch(app.db, "hostile", batch, testTagger());
  expect([added, unchanged]).toEqual([4, 0]);
  expect(refused.map(({ record }) => record)).toEqual(refusals.map(([, record]) => record));
  for (const [index, [what, , reason]] of refusals.entries())
    expect([what, refused[index]!.reason]).toEqual([what, expect.stringMatching(reason)]);
});

test("the longest of everything that is taken is stored", async () => {
  const longest = paper("longest", {
    title: `${"Ω".repeat(400)} ${"x".repeat(400)}`,
    abstract: "änderung ".repeat(20_000),
    comment: "https://github.com/ada/longest ".repeat(5_000),
    authors: Array.from({ length: 5_000 }, (_, index) => `Ada ${"ß".repeat(300)} ${index}`),
    doi: `10.1000/${"a".repeat(900)}`,
    labels: [label("y".repeat(900))],
    links: [{ kind: "OTHER", url: `https://example.org/${"z".repeat(2_400)}` }],
    repositories: [
      {
        url: `https://github.com/${"o".repeat(900)}/${"n".repeat(900)}`,
        isOfficial: true,
        framework: "f".repeat(900),
        evidence: "STATED_BY_SOURCE",
        starCount: null,
      },
    ],
  });
  expect(await upsertBatch(app.db, "hostile", [longest], testTagger())).toMatchObject({ added: 1, refused: [] });
});

test("characters that PostgreSQL does not hold are replaced wherever they stand, and the same record again is unchanged", async () => {
  const odd = paper("odd\0key", {
    title: "A\0title",
    abstract: "half \ud800 a pair, and a whole 𝔸",
    authors: ["Ada\0 Lovelace"],
    labels: [label("Odd\0Task")],
    links: [{ kind: "OTHER", url: "https://example.org/\0" }],
    days: [{ day: "2025-03-12", position: 1, submittedBy: "\udc00" }],
  });
  expect(await upsertBatch(app.db, "hostile", [odd, topic("Odd\0Topic")], testTagger())).toMatchObject({ added: 2, refused: [] });
  expect(await upsertBatch(app.db, "hostile", [odd, topic("Odd\0Topic")], testTagger())).toMatchObject({
    added: 0,
    unchanged: 2,
  });
  const { papers } = await app.query(`{ papers(first: 100) { nodes { title abstract authors { name } } } }`);
  expect(papers.nodes).toContainEqual({
    title: "A\ufffdtitle",
    abstract: "half \ufffd a pair, and a whole 𝔸",
    authors: [{ name: "Ada\ufffd Lovelace" }],
  });
});

test("a record without such characters is not copied", () => {
  const record = paper("plain", { abstract: "ä 𝔸", authors: ["Ada"] });
  expect(sift([record]).storable[0]).toBe(record);
});
