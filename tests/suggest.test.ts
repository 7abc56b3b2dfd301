import { refreshTermStatistics } from "../src/importers/term-statistics";
import { useTestApp } from "./test-app";

const app = useTestApp();

beforeAll(async () => {
  await app.importRecords([
    {
      title: "Ternary networks for tern images",
      authors: ["Ada Terning", "Tern Wing"],
      repositories: [{ url: "https://github.com/seabirds/tern-net" }],
    },
    { title: "Counting terns", authors: ["Ada Terning"] },
    {
      title: "A tern at sea",
      authors: ["Ada Terning", "Bo van der Tern"],
      repositories: [{ url: "https://github.com/tern/images" }],
    },
    { title: "深度学习综述" },
    { title: "Object detection at sea", categories: ["cs.CV"] },
  ]);
  await app.db.query("update repository set star_count = 50 where name = 'images'");
  await refreshTermStatistics(app.db);
});

async function suggestions(prefix: string, rest = ""): Promise<string[]> {
  const { suggest } = await app.query(`query ($prefix: String!) { suggest(prefix: $prefix ${rest}) { kind text node { id } } }`, {
    prefix,
  });
  return suggest.map(({ kind, text }: { kind: string; text: string }) => `${kind} ${text}`);
}

test("what begins so comes first, kinds in turns, then what holds a word that begins so", async () => {
  expect(await suggestions("tern")).toEqual([
    "PAPER Ternary networks for tern images",
    "AUTHOR Ada Terning",
    "REPOSITORY tern/images",
    "AUTHOR Bo van der Tern",
    "REPOSITORY seabirds/tern-net",
    "AUTHOR Tern Wing",
    "PAPER A tern at sea",
    "PAPER Counting terns",
  ]);
});

test.each([
  ["a tern a", "PAPER A tern at sea"],
  ["A Tern At Sea", "PAPER A tern at sea"],
  ["tern im", "PAPER Ternary networks for tern images"],
  ["terning a", "AUTHOR Ada Terning"],
  ["seabirds/t", "REPOSITORY seabirds/tern-net"],
  ["object det", "TOPIC Object Detection"],
  ["detec", "TOPIC Object Detection"],
  ["深度", "PAPER 深度学习综述"],
])("%s suggests %s", async (prefix, text) => {
  expect(await suggestions(prefix)).toContain(text);
});

test("kinds and their number can be said", async () => {
  expect(await suggestions("tern", ", kinds: [AUTHOR], first: 2")).toEqual(["AUTHOR Ada Terning", "AUTHOR Bo van der Tern"]);
  expect(await suggestions("tern", ", kinds: []")).toEqual([]);
});

test("nothing, punctuation and what nobody is called suggest nothing", async () => {
  for (const prefix of ["", "   ", "%", "'", "\\", "zzzz", "':* & |", "tern%"])
    expect(Array.isArray(await suggestions(prefix))).toBe(true);
  expect(await suggestions("zzzz")).toEqual([]);
  expect(await suggestions("  ")).toEqual([]);
});

test("each kind costs one statement", async () => {
  expect(await app.statements(() => suggestions("tern"))).toHaveLength(4);
  expect(await app.statements(() => suggestions("tern", ", kinds: [TOPIC]"))).toHaveLength(1);
});
